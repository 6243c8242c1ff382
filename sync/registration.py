"""A registration as the server knows it: immutable values, and their JSON form for storage.

``version`` counts changes of content (units, status). Opening or settling a thread moves the feed
but not the version unless content changed with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
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
APPROVED: frozenset[Status] = frozenset({"approved", "code_issued", "paid", "registered"})
CLOSED: frozenset[Status] = frozenset({"rejected", "withdrawn"})


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
        )


@dataclass(frozen=True, slots=True)
class Unit:
    """State of a unit: its value, the version at which it was written, and by which operation."""

    value: UnitValue
    version: int
    op: str


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

    ``before`` is the unit's standing value where it was replaced; ``statuses`` the former status of
    each registration whose status the settlement changed.
    """

    outcome: Literal["standing", "proposed", "value", "keep", "two_people", "author"]
    op: str
    before: UnitValue | None = None
    statuses: Mapping[str, Status] = field(default_factory=dict)
    keep: str | None = None
    credit: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """One open or settled question about one unit of one registration, or about one person (M30).

    ``moves`` grows with each thing that happens in it; a resolution names the count it has seen.
    ``claims`` (duplicates only) are the registrations of the same person, first received first.
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

    @property
    def open(self) -> bool:
        return self.settlement is None


@dataclass(frozen=True, slots=True)
class Event:
    """A line of history: what happened, at which version, by which operation (see ``stamps``)."""

    what: str
    version: int
    op: str
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class LastReview:
    verdict: str
    remarks: Mapping[str, str]
    message: str | None
    op: str
    version: int
    """The version that was read."""


@dataclass(frozen=True, slots=True)
class Approval:
    """The snapshot that was approved; it stands until the next approval."""

    version: int
    units: Mapping[str, UnitValue]
    op: str


HISTORY_KEPT = 60
"""Events kept on the registration itself (L5); the operation log has them all."""


@dataclass(frozen=True, slots=True)
class Registration:
    id: str
    clinic: str
    recruiter: str
    version: int
    status: Status
    status_version: int
    status_op: str
    units: Mapping[str, Unit]
    stamps: Mapping[str, Stamp]
    consent: Mapping[str, Any]
    captured_at: str
    received_at: str
    skew_ms: int | None
    location: Mapping[str, int] | None
    review: LastReview | None = None
    approval: Approval | None = None
    progress: Mapping[str, Any] = field(default_factory=dict)
    threads: Mapping[str, Thread] = field(default_factory=dict)
    history: tuple[Event, ...] = ()
    credit: str | None = None
    duplicate_of: str | None = None
    checks: tuple[Mapping[str, Any], ...] = ()

    def values(self) -> dict[str, UnitValue]:
        """The values of all units."""
        return {name: unit.value for name, unit in self.units.items()}

    def open_threads(self) -> list[Thread]:
        return [t for t in self.threads.values() if t.open]

    def happened(self, event: Event, stamp: Stamp) -> "Registration":
        """Add a line of history with its stamp, keeping the newest ``HISTORY_KEPT``."""
        return replace(
            self,
            history=(*self.history, event)[-HISTORY_KEPT:],
            stamps={**self.stamps, stamp.op: stamp},
        )

    def to_json(self) -> dict[str, Any]:
        """JSON-ready state; stamps that nothing refers to any more are left out."""
        used = {u.op for u in self.units.values()} | {e.op for e in self.history} | {self.status_op}
        used |= {t.settlement.op for t in self.threads.values() if t.settlement}
        used |= {last.op for last in (self.review, self.approval) if last}
        out: dict[str, Any] = {
            "id": self.id,
            "clinic": self.clinic,
            "recruiter": self.recruiter,
            "version": self.version,
            "status": self.status,
            "status_version": self.status_version,
            "status_op": self.status_op,
            "units": {k: _plain(u) for k, u in self.units.items()},
            "stamps": {k: s.to_json() for k, s in self.stamps.items() if k in used},
            "consent": dict(self.consent),
            "captured_at": self.captured_at,
            "received_at": self.received_at,
            "skew_ms": self.skew_ms,
            "location": dict(self.location) if self.location else None,
            "review": _plain(self.review) if self.review else None,
            "approval": _plain(self.approval) if self.approval else None,
            "progress": dict(self.progress),
            "threads": {k: thread_to_json(t) for k, t in self.threads.items()},
            "history": [_plain(e) for e in self.history],
            "credit": self.credit,
            "duplicate_of": self.duplicate_of,
            "checks": [dict(c) for c in self.checks],
        }
        return out

    @classmethod
    def from_json(cls, d: Mapping[str, Any]) -> "Registration":
        return cls(
            id=d["id"],
            clinic=d["clinic"],
            recruiter=d["recruiter"],
            version=d["version"],
            status=d["status"],
            status_version=d["status_version"],
            status_op=d["status_op"],
            units={k: Unit(**u) for k, u in d["units"].items()},
            stamps={k: Stamp.from_json(s) for k, s in d["stamps"].items()},
            consent=d["consent"],
            captured_at=d["captured_at"],
            received_at=d["received_at"],
            skew_ms=d["skew_ms"],
            location=d["location"],
            review=LastReview(**d["review"]) if d["review"] else None,
            approval=Approval(**d["approval"]) if d["approval"] else None,
            progress=d["progress"],
            threads={k: thread_from_json(t) for k, t in d["threads"].items()},
            history=tuple(Event(**e) for e in d["history"]),
            credit=d["credit"],
            duplicate_of=d["duplicate_of"],
            checks=tuple(d["checks"]),
        )


def _plain(value: Any) -> dict[str, Any]:
    """The fields of a flat dataclass; mappings become dicts, one level down as well."""
    out: dict[str, Any] = {}
    for f in fields(value):
        v = getattr(value, f.name)
        if isinstance(v, Mapping):
            v = {k: dict(x) if isinstance(x, Mapping) else x for k, x in v.items()}
        out[f.name] = v
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
        "settlement": _plain(thread.settlement) if thread.settlement else None,
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
    )
