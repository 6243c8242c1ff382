"""A registration as the server knows it: immutable values, and their JSON form for storage.

``version`` counts changes of content (units, status). Opening or settling a thread moves the feed
but not the version unless content changed with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from sync.operation import Ground, UnitValue
from sync.threads import Stamp, Status, Thread, plain, thread_from_json, thread_to_json

APPROVED: frozenset[Status] = frozenset({"approved", "code_issued", "paid", "registered"})
CLOSED: frozenset[Status] = frozenset({"rejected", "withdrawn"})


PhotoState = Literal["none", "awaited", "in", "unreadable"]
"""What there is of the photo that a registration declares (P87)."""


@dataclass(frozen=True, slots=True)
class Unit:
    """State of a unit: its value, the version at which it was written, and by which operation."""

    value: UnitValue
    version: int
    op: str

    def to_json(self) -> dict[str, Any]:
        return {"value": self.value, "version": self.version, "op": self.op}


@dataclass(frozen=True, slots=True)
class Event:
    """A line of history: what happened, at which version, by which operation (see ``stamps``)."""

    what: str
    version: int
    op: str
    detail: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "what": self.what,
            "version": self.version,
            "op": self.op,
            "detail": self.detail,
        }


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


@dataclass(frozen=True, slots=True)
class Erasure:
    """That a registration was erased (M98). ``kept``: a law wants its content kept on the server."""

    ground: Ground
    at: str
    """The server's clock."""
    kept: bool


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
    photo: PhotoState = "none"
    checks: tuple[Mapping[str, Any], ...] = ()
    gaps: tuple[tuple[int, int], ...] = ()
    """Versions that restores of the server lost: those between the two of each pair (P110)."""
    erased: Erasure | None = None

    @property
    def floor(self) -> int:
        """The number at which this line of versions began: 0, or the moment of the last restore."""
        return self.gaps[-1][1] if self.gaps else 0

    def on_line(self, floor: int) -> "Registration":
        """Count on from ``floor`` if the versions so far are below it (P110)."""
        if self.version >= floor:
            return self
        return replace(self, version=floor, gaps=(*self.gaps, (self.version, floor)))

    def lost(self, base: int) -> bool:
        """Whether this is a version that somebody saw and this server does not have (P111)."""
        return base > self.version or any(low < base < high for low, high in self.gaps)

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
        """JSON-ready state, which shares its parts with the registration: not to be changed.

        Stamps that nothing refers to any more are left out.
        """
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
            "units": {k: u.to_json() for k, u in self.units.items()},
            "stamps": {k: s.to_json() for k, s in self.stamps.items() if k in used},
            "consent": self.consent,
            "captured_at": self.captured_at,
            "received_at": self.received_at,
            "skew_ms": self.skew_ms,
            "location": self.location,
            "review": plain(self.review) if self.review else None,
            "approval": plain(self.approval) if self.approval else None,
            "progress": self.progress,
            "threads": {k: thread_to_json(t) for k, t in self.threads.items()},
            "history": [e.to_json() for e in self.history],
            "credit": self.credit,
            "duplicate_of": self.duplicate_of,
            "photo": self.photo,
            "checks": list(self.checks),
        }
        if self.gaps:
            out["gaps"] = [list(gap) for gap in self.gaps]
        if self.erased:
            out["erased"] = plain(self.erased)
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
            photo=d["photo"],
            checks=tuple(d["checks"]),
            gaps=tuple((low, high) for low, high in d.get("gaps", ())),
            erased=Erasure(**d["erased"]) if "erased" in d else None,
        )
