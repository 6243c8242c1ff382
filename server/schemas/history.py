"""What the log has of a registration, operation by operation (docs/proof.md, P177)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, get_args

from marshmallow import ValidationError

from server.schemas.fields import (
    WireSchema,
    boolean,
    by_name,
    identifier,
    integer,
    lines,
    listed,
    moment,
    nested,
    nullable,
    one_of,
    ready,
    text,
)
from server.schemas.operations import CHOICES, FACTS_OF, FactsSchema
from server.schemas.quarantine import readable
from server.schemas.units import UNIT_SCHEMAS, SomeUnitsSchema
from sync.operation import (
    Choice,
    KeepOne,
    KeepStanding,
    Operation,
    Reopen,
    Resolve,
    TakeProposed,
    TakeValue,
    TwoPeople,
    UnitValue,
    Unreadable,
)
from sync.receipt import Receipt, Result
from sync.registration import Registration
from sync.threads import Settlement, Thread

_NAMES: Mapping[type[Choice], str] = MappingProxyType(
    {
        KeepStanding: "standing",
        TakeProposed: "proposed",
        TakeValue: "value",
        KeepOne: "keep",
        TwoPeople: "two_people",
        Reopen: "reopen",
    }
)
"""Of the choices as ``CHOICES`` has them on the wire."""
_RESULTS = tuple(result for result in get_args(Result) if result != "retry")
"""What is in the log was taken in, so none is to be sent again."""
_MOST_CHOICES = 50
_NOTHING: Mapping[str, Any] = MappingProxyType(
    {"took": {}, "was": {}, "gave": [], "keep": None, "credit": None, "reason": None}
)


class SaysSchema(WireSchema):
    """What an operation says beside its units."""

    reason = nullable(lines(2000))
    verdict = nullable(one_of("approve", "return", "reject", "reopen"))
    message = nullable(lines(2000))
    remarks = by_name(lines(2000), 50)
    step = nullable(one_of(*FACTS_OF))
    facts = nested(FactsSchema)


class AnsweredSchema(WireSchema):
    """One answer of a resolution, as seen from the registration whose history this is.

    ``took``: what it says since then by this answer, by unit, and in ``was`` what stood before, as far as that is still
    known. ``gave``: the units that the kept one was given, of a claim that was closed.
    """

    choice = one_of(*CHOICES)
    unit = nullable(one_of(*UNIT_SCHEMAS))
    took = nested(SomeUnitsSchema)
    was = nested(SomeUnitsSchema)
    gave = listed(one_of(*UNIT_SCHEMAS), len(UNIT_SCHEMAS))
    keep = nullable(identifier())
    credit = nullable(identifier())
    reason = nullable(lines(2000))


class HistoryItemSchema(WireSchema):
    """An operation of the log. ``gone``: its payload was destroyed (P174); ``recorded_at`` is the phone's
    clock, ``skew_ms`` by how much it was off; ``result`` is null before there is any."""

    op = text(64, least=0)
    device = identifier()
    n = integer(1)
    label = text(100)
    app = nullable(text(60))
    kind = text(64, least=0)
    account = identifier()
    role = one_of("recruiter", "supervisor", "admin")
    recorded_at = nullable(moment())
    received_at = moment()
    skew_ms = nullable(integer())
    result = nullable(one_of(*_RESULTS))
    code = nullable(text(60))
    detail = nullable(lines(500))
    gone = boolean()
    set = nested(SomeUnitsSchema)
    was = nested(SomeUnitsSchema)
    says = nested(SaysSchema)
    answers = listed(nested(AnsweredSchema), _MOST_CHOICES)


def said(raw: Mapping[str, Any], receipt: Receipt | None) -> dict[str, Any]:
    """What can be read of an operation of the log, and what came of it."""
    told = readable(raw)
    return {
        "recorded_at": told["recorded_at"],
        "set": told["set"],
        "was": told["was"],
        "says": told["asks"] | {name: _readable(name, raw) for name in ("remarks", "facts")},
        "gone": not raw,
        "result": receipt.result if receipt else None,
        "code": receipt.code if receipt else None,
        "detail": receipt.detail if receipt else None,
    }


def _readable(name: str, raw: Mapping[str, Any]) -> Any:
    """What an operation says by name, nothing where it cannot be read."""
    try:
        return ready(SaysSchema).fields[name].deserialize(raw.get(name, {}))
    except ValidationError:
        return {}


def answers(
    operation: Operation | Unreadable,
    one: Registration,
    proposed: Mapping[str, Mapping[str, UnitValue]],
) -> list[dict[str, Any]]:
    """What a resolution answered about ``one``. ``proposed``: what the operations of the log set, by ``op``."""
    if isinstance(operation, Unreadable) or not isinstance(operation.body, Resolve):
        return []
    about = [(c, one.threads[c.thread]) for c in operation.body.choices if c.thread in one.threads]
    return [
        {"choice": _NAMES[type(choice)], "unit": thread.unit, **_NOTHING}
        | _here(choice, thread, operation.op, one=one, proposed=proposed)
        for choice, thread in about
    ]


def _here(
    choice: Choice,
    thread: Thread,
    op: str,
    *,
    one: Registration,
    proposed: Mapping[str, Mapping[str, UnitValue]],
) -> dict[str, Any]:
    """What a choice says beside its name, as ``AnsweredSchema`` has it."""
    settled = thread.settlement if thread.settlement and thread.settlement.op == op else None
    match choice:
        case TakeValue() if thread.unit:
            return _unit(thread.unit, choice.value, settled)
        case TakeProposed() if thread.unit:
            waited = {p.stamp.op: p.value for p in thread.proposals}
            sent = proposed.get(choice.proposal, {}).get(thread.unit)
            value = waited.get(choice.proposal) or sent  # a later question has its own proposals
            return _unit(thread.unit, value, settled) if value else {}
        case KeepOne():
            told = {"keep": choice.keep, "credit": choice.credit}
            if choice.keep != one.id:
                return told | {"gave": sorted(choice.units)}
            return told | {"took": choice.units, "was": settled.replaced if settled else {}}
        case TwoPeople():
            return {"reason": choice.reason}
        case _:  # what stands goes on standing, or was put back
            return {}


def _unit(unit: str, value: UnitValue, settled: Settlement | None) -> dict[str, Any]:
    before = settled.before if settled else None
    return {"took": {unit: value}, "was": {unit: before} if before is not None else {}}
