"""Operations: one recorded intention each (rules P10-P19).

What travels and is hashed is the raw JSON object; these classes are what a well-formed one means.
The reader that turns the one into the other is an argument of :func:`sync.exchange.exchange`, since
the definition of the wire lives in ``server/schemas``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sync.lineage import Lineage

Role = Literal["recruiter", "supervisor", "admin"]
Verdict = Literal["approve", "return", "reject", "reopen"]
Step = Literal["code_issued", "paid", "registered"]
UnitValue = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Author:
    """Whom an operation speaks for: account, the role it had, and the device it was made on."""

    account: str
    role: Role
    device: str


@dataclass(frozen=True, slots=True)
class Create:
    """A consented sign-up. Every unit of its schema is present; consent is fixed from here on."""

    clinic: str
    units: Mapping[str, UnitValue]
    consent: Mapping[str, Any]
    captured_at: str
    location: Mapping[str, int] | None


@dataclass(frozen=True, slots=True)
class Amend:
    """New whole values of some units, and what the author saw there before (``was``)."""

    units: Mapping[str, UnitValue]
    was: Mapping[str, UnitValue]


@dataclass(frozen=True, slots=True)
class Withdraw:
    reason: str


Ground = Literal["consent_withdrawn", "asked", "retention"]
"""Why a registration's content is erased; the last is the server's own, and never sent (M98)."""


@dataclass(frozen=True, slots=True)
class Erase:
    """The person takes their consent back, or asks to be forgotten (M98)."""

    ground: Ground


@dataclass(frozen=True, slots=True)
class Review:
    """A supervisor's verdict on the version they read. ``remarks`` is text by field name.

    ``read`` is the digest of the units that were read (P111); None from an app that does not say.
    """

    verdict: Verdict
    remarks: Mapping[str, str]
    message: str | None
    read: str | None = None


@dataclass(frozen=True, slots=True)
class KeepStanding:
    thread: str
    moves: int


@dataclass(frozen=True, slots=True)
class TakeProposed:
    thread: str
    moves: int
    proposal: str
    """The ``op`` of the proposal taken."""


@dataclass(frozen=True, slots=True)
class TakeValue:
    thread: str
    moves: int
    value: UnitValue


@dataclass(frozen=True, slots=True)
class KeepOne:
    """Of the claims on one person, keep one; the others are closed as duplicates of it."""

    thread: str
    moves: int
    keep: str
    credit: str
    """The account that the incentive goes to."""
    units: Mapping[str, UnitValue] = field(default_factory=dict)
    """Whole values for the kept one, chosen among the claims (M106)."""


@dataclass(frozen=True, slots=True)
class TwoPeople:
    thread: str
    moves: int
    reason: str


@dataclass(frozen=True, slots=True)
class Reopen:
    """Undo a settlement: what stood before it stands again and the question is open again."""

    thread: str
    moves: int


Choice = KeepStanding | TakeProposed | TakeValue | KeepOne | TwoPeople | Reopen


@dataclass(frozen=True, slots=True)
class Resolve:
    """An admin's answers to threads of one registration, taken together or not at all."""

    choices: tuple[Choice, ...]
    claims: tuple[str, ...]
    """The registrations that a duplicate choice is about, so that they can be locked up front."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What the branch's portal said after approval."""

    step: Step
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Decide:
    """An admin's word about an operation that waits for one, named by device and number, and by
    ``hash`` where it is kept beside the log (M94).

    ``seen`` is how the admin saw it; ``reason`` may be None for a ``take`` only.
    """

    device: str
    n: int
    choice: Literal["take", "dismiss"]
    seen: Literal["waiting", "dismissed"]
    reason: str | None
    hash: str | None = None


Body = Create | Amend | Withdraw | Erase | Review | Resolve | Progress | Decide


@dataclass(frozen=True, slots=True)
class Operation:
    op: str
    n: int
    registration: str
    base: int
    author: Author
    recorded_at: str
    body: Body
    spoken_by: Lineage | None = None
    """The author's device as the server knows it; None where nothing is known of it."""

    @property
    def lineage(self) -> Lineage:
        """Whose words count as this author's own."""
        return self.spoken_by or Lineage(self.author.device)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a raw operation cannot be read; it is quarantined under this code (rule P41)."""

    code: Literal[
        "malformed",
        "unknown_kind",
        "unknown_schema",
        "too_large",
        "invalid",
        "unsealable",
        "erased",
        "internal_error",
    ]
    detail: str


_BOX = frozenset({"device", "n", "op", "hash", "box"})
_HASH = re.compile("[0-9a-f]{64}")


def is_box(raw: Mapping[str, Any]) -> bool:
    """Whether this is a sealed operation that could not be opened, kept as it came (P93)."""
    return (
        raw.keys() == _BOX
        and all(isinstance(raw[name], str) for name in ("device", "hash", "box"))
        and _HASH.fullmatch(raw["hash"]) is not None
    )
