"""Threads: an open or settled question about one unit, or about one person (docs/merge.md, M30)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sync.operation import Author, UnitValue

Status = Literal[
    "submitted",
    "returned",
    "approved",
    "rejected",
    "withdrawn",
    "code_issued",
    "paid",
    "registered",
]
ThreadKind = Literal[
    "value",  # two values for one unit, neither author saw the other's
    "after_approval",  # an amend of what is already approved; the snapshot stands
    "after_close",  # an amend of what was withdrawn or rejected
    "invalid",  # each edit was valid, the merged record is not
    "contested",  # two resolutions, one made without having seen the other
    "duplicate",  # the same person twice
]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who wrote something, on which device, when by which clock. ``skew_ms``: phone minus server."""

    op: str
    n: int
    author: Author
    recorded_at: str
    received_at: str
    skew_ms: int | None
    app: str | None
    entitled_until: str | None = None
    """Late work only: when its author lost the role or the clinic (M78)."""

    def to_json(self) -> dict[str, Any]:
        return {
            "op": self.op,
            "n": self.n,
            "account": self.author.account,
            "role": self.author.role,
            "device": self.author.device,
            "recorded_at": self.recorded_at,
            "received_at": self.received_at,
            "skew_ms": self.skew_ms,
            "app": self.app,
            "entitled_until": self.entitled_until,
        }

    @classmethod
    def from_json(cls, d: Mapping[str, Any]) -> "Stamp":
        return cls(
            op=d["op"],
            n=d["n"],
            author=Author(d["account"], d["role"], d["device"]),
            recorded_at=d["recorded_at"],
            received_at=d["received_at"],
            skew_ms=d["skew_ms"],
            app=d["app"],
            entitled_until=d.get("entitled_until"),  # not in rows from before it was known
        )


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value that waits for an admin. ``stamp`` is its author's."""

    value: UnitValue
    base: int
    was: UnitValue | None
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Settlement:
    """How a thread was settled, and what stood before, so that it can be undone (M35).

    ``before`` is the unit's standing value where it was replaced, ``replaced`` those of the registration
    kept of a duplicate (M106); ``statuses`` the former status of each registration whose status the
    settlement changed.
    """

    outcome: Literal["standing", "proposed", "value", "keep", "two_people", "author"]
    op: str
    before: UnitValue | None = None
    statuses: Mapping[str, Status] = field(default_factory=dict)
    keep: str | None = None
    credit: str | None = None
    reason: str | None = None
    replaced: Mapping[str, UnitValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Thread:
    """One open or settled question about one unit of one registration, or about one person (M30).

    ``moves`` grows with each thing that happens in it; a resolution names the count it has seen.
    Of duplicates only: ``claims``, the registrations of the same person, first received first;
    ``alike``, by what they look alike; ``apart``, claims that were told apart before (M42, M43).
    """

    id: str
    kind: ThreadKind
    unit: str | None
    opened_at: str
    moves: int
    proposals: tuple[Proposal, ...] = ()
    claims: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    settlement: Settlement | None = None
    alike: tuple[str, ...] = ()
    apart: tuple[tuple[str, ...], ...] = ()

    @property
    def open(self) -> bool:
        return self.settlement is None


_PLAIN = (str, int, tuple, type(None))
"""Asked first: whether something is a ``Mapping`` takes Python far longer to say."""


def plain(value: Any) -> dict[str, Any]:
    """The fields of a flat dataclass; mappings become dicts, one level down as well."""
    out: dict[str, Any] = {}
    for name in value.__dataclass_fields__:  # `fields` would look at each of them anew
        v = getattr(value, name)
        if not isinstance(v, _PLAIN) and isinstance(v, Mapping):
            v = {k: dict(x) if isinstance(x, Mapping) else x for k, x in v.items()}
        out[name] = v
    return out


def thread_to_json(thread: Thread) -> dict[str, Any]:
    return {
        "id": thread.id,
        "kind": thread.kind,
        "unit": thread.unit,
        "opened_at": thread.opened_at,
        "moves": thread.moves,
        "proposals": [
            {
                "value": dict(p.value),
                "base": p.base,
                "was": dict(p.was) if p.was is not None else None,
                "stamp": p.stamp.to_json(),
            }
            for p in thread.proposals
        ],
        "claims": list(thread.claims),
        "problems": list(thread.problems),
        "settlement": plain(thread.settlement) if thread.settlement else None,
        "alike": list(thread.alike),
        "apart": [list(group) for group in thread.apart],
    }


def thread_from_json(d: Mapping[str, Any]) -> Thread:
    return Thread(
        id=d["id"],
        kind=d["kind"],
        unit=d["unit"],
        opened_at=d["opened_at"],
        moves=d["moves"],
        proposals=tuple(
            Proposal(p["value"], p["base"], p["was"], Stamp.from_json(p["stamp"]))
            for p in d["proposals"]
        ),
        claims=tuple(d["claims"]),
        problems=tuple(d["problems"]),
        settlement=Settlement(**d["settlement"]) if d["settlement"] else None,
        alike=tuple(d.get("alike", ["nik"] if d["claims"] else [])),  # once the only way
        apart=tuple(tuple(group) for group in d.get("apart", [])),
    )
