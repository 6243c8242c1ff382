"""A small language of operations for tests of the pure core: raw ones, their reader, their rules.

The real reader is ``server/schemas``; this one reads the same shape without judging field formats,
so that ``tests/sync`` and the simulation need nothing but ``sync``.
"""

from collections.abc import Mapping
from typing import Any

from sync.operation import (
    Amend,
    Author,
    Body,
    Choice,
    Create,
    Decide,
    Erase,
    KeepOne,
    KeepStanding,
    Operation,
    Progress,
    Reopen,
    Resolve,
    Review,
    TakeProposed,
    TakeValue,
    TwoPeople,
    UnitValue,
    Unreadable,
    Withdraw,
    is_box,
)
from sync.registration import Registration

UNITS: dict[str, dict[str, Any]] = {
    "identity": {"nik": "n-0"},
    "name": {"full_name": "a"},
    "contact": {"phone": "p-0"},
    "work": {"has_employees": False},
    "contribution": {"programmes": ["jkk", "jkm"]},
    "photo": {"id_photo": None},
}
"""The units of a registration in tests: fewer than real ones, with one rule across two of them."""


class SmallRules:
    """``work.has_employees`` asks for jht: the rule that two valid edits can break together."""

    def problems(self, units: Mapping[str, UnitValue], captured_at: str) -> tuple[str, ...]:
        del captured_at
        employs = units["work"]["has_employees"]
        return (
            ("jht_required",)
            if employs and "jht" not in units["contribution"]["programmes"]
            else ()
        )

    def persons(self, units: Mapping[str, UnitValue]) -> tuple[str, ...]:
        """By NIK, and by phone: who shares one is a candidate."""
        return (f"nik:{units['identity']['nik']}", f"phone:{units['contact']['phone']}")

    def alike(
        self, one: Mapping[str, UnitValue], other: Mapping[str, UnitValue]
    ) -> tuple[str, ...]:
        """By equal NIK, or by phone and a name of more than one letter."""
        same = {unit: one[unit] == other[unit] for unit in ("identity", "name", "contact")}
        named = same["name"] and len(one["name"]["full_name"]) > 1
        found = {"nik": same["identity"], "name_phone": named and same["contact"]}
        return tuple(way for way, so in found.items() if so)

    def keeps(self, registration: Registration) -> bool:
        """What has been paid for."""
        return "paid_at" in registration.progress

    def made_at(self, recorded_at: str, received_at: str, skew_ms: int | None) -> str | None:
        """Clocks of this language tick: ``t0012``, and a skew is of ticks."""
        if skew_ms is None or not recorded_at.startswith("t"):
            return None
        width = len(received_at) - 1
        return min(f"t{max(0, int(recorded_at[1:]) - skew_ms):0{width}d}", received_at)

    def checks(self, registration: Registration) -> tuple[Mapping[str, Any], ...]:
        return (
            {
                "code": "open_threads",
                "ok": not registration.open_threads(),
                "detail": None,
            },
            {"code": "photo", "ok": registration.photo in ("in", "none"), "detail": None},
        )


def read(raw: Mapping[str, Any]) -> Operation | Unreadable:
    """Read a raw operation of this small language; nobody here opens boxes."""
    if is_box(raw):
        if not raw["box"]:
            return Unreadable("erased", "box")
        return Unreadable("unsealable", "a box")
    try:
        body = _body(raw)
        author = Author(**raw["author"])
    except (KeyError, TypeError, ValueError) as error:
        return Unreadable("malformed", str(error))
    if body is None:
        return Unreadable("unknown_kind", str(raw["kind"]))
    return Operation(
        raw["op"],
        raw["n"],
        raw["registration"],
        raw["base"],
        author,
        raw["recorded_at"],
        body,
    )


def _body(raw: Mapping[str, Any]) -> Body | None:
    match raw["kind"]:
        case "create":
            return Create(raw["clinic"], raw["set"], raw["consent"], raw["captured_at"], None)
        case "amend":
            return Amend(raw["set"], raw["was"])
        case "withdraw":
            return Withdraw(raw["reason"])
        case "erase":
            return Erase(raw["ground"])
        case "review":
            return Review(
                raw["verdict"], raw.get("remarks", {}), raw.get("message"), raw.get("read")
            )
        case "progress":
            return Progress(raw["step"], raw["facts"])
        case "decide":
            about = raw["about"]
            words = (raw["choice"], raw["seen"], raw["reason"])
            return Decide(about["device"], about["n"], *words, about.get("hash"))
        case "resolve":
            return Resolve(tuple(_choice(c) for c in raw["choices"]), tuple(raw["claims"]))
        case _:
            return None


def _choice(raw: Mapping[str, Any]) -> Choice:
    about = (raw["thread"], raw["moves"])
    match raw["choice"]:
        case "standing":
            return KeepStanding(*about)
        case "proposed":
            return TakeProposed(*about, raw["proposal"])
        case "value":
            return TakeValue(*about, raw["value"])
        case "keep":
            return KeepOne(*about, raw["keep"], raw["credit"], raw.get("set") or {})
        case "two_people":
            return TwoPeople(*about, raw["reason"])
        case "reopen":
            return Reopen(*about)
        case other:
            raise ValueError(other)
