"""Receipts: the server's durable answer to one operation (rules P40-P46)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Result = Literal[
    "applied",  # done as asked
    "merged",  # done, and others had moved the registration meanwhile without a clash
    "same",  # it was so already
    "superseded",  # a later operation of the same device was in already
    "conflict",  # some unit waits for an admin; the other units were done
    "stale",  # a verdict or resolution about a version that has moved: not taken, look again
    "held",  # in custody until its predecessor arrives
    "quarantined",  # in custody until an admin decides
    "id_reuse",  # its op or n was used before for other content: in custody for an admin
    "retry",  # not taken into custody: send it again
]

UnitOutcome = Literal["applied", "same", "superseded", "conflict"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where an operation is in custody: at a number in the log, or beside it under its ``hash``."""

    device: str
    n: int
    hash: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """``version`` is the registration's after this operation; ``units`` only where they differ in fate."""

    n: int
    op: str
    registration: str
    result: Result
    version: int = 0
    code: str | None = None
    detail: str | None = None
    units: Mapping[str, UnitOutcome] = field(default_factory=dict)
    first: Place | None = None
    """Of a repeat under another number: where it was first (P106). Kept, and never told."""

    def to_json(self) -> dict[str, Any]:
        out: dict[str, Any] = {
            "n": self.n,
            "op": self.op,
            "registration": self.registration,
            "result": self.result,
            "version": self.version,
        }
        if self.code is not None:
            out["code"] = self.code
        if self.detail is not None:
            out["detail"] = self.detail
        if self.units:
            out["units"] = dict(self.units)
        if self.first is not None:
            out["first"] = [self.first.device, self.first.n, self.first.hash]
        return out

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Receipt":
        return cls(
            n=data["n"],
            op=data["op"],
            registration=data["registration"],
            result=data["result"],
            version=data["version"],
            code=data.get("code"),
            detail=data.get("detail"),
            units=data.get("units", {}),
            first=Place(*data["first"]) if "first" in data else None,
        )
