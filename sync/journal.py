"""The one port to storage, and the values that cross it.

An implementation promises (``tests/contract`` holds every one of them to it):

* ``taking_in`` is one transaction: all of what ``commit`` wrote is durable when the block ends, or
  none of it; an exception inside rolls back.
* Everything that ``device`` and ``load`` return stays locked until the transaction ends, taken in
  one global order: device, photos, persons, registrations, counters.
* ``commit`` bumps each scope's counter as the *last* step before COMMIT (rule P60): an entry is
  never visible before an entry with a smaller sequence of the same scope.
* ``commit`` keeps the tally of each bucket of a feed in the same transaction as its entries (P57).
* ``snapshot`` reads from one consistent snapshot and never waits for writers.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from sync.canonical import GENESIS
from sync.incarnation import NOTHING_GIVEN, Incarnation
from sync.lineage import Ancestor
from sync.operation import Role
from sync.receipt import Receipt
from sync.registration import Registration
from sync.tally import Tally

Flag = Literal["live", "left", "erased"]

QUESTION = "duplicate:"
"""How the key of a duplicate thread begins: who claims it is in that thread. Other keys are of persons."""


@dataclass(frozen=True, slots=True)
class Heard:
    """How a phone says it is, and when (P6): shown, and nothing is decided by it.

    ``skew_ms``: its clock minus the server's, at ``at``.
    """

    at: str
    skew_ms: int
    app: str
    pending: int
    oldest_pending_at: str | None = None
    persisted: bool | None = None
    free_bytes: int | None = None
    repair: str | None = None
    repaired_at: str | None = None


@dataclass(frozen=True, slots=True)
class Device:
    """``through``: every operation up to this number is in custody. ``chain`` is h_through.

    ``ancestor`` is the device that it was renewed from, with the fork (M90). ``kept_through``: up to
    which number a backup holds the log (P108); None before the first backup. ``heard``: what it says
    of itself now, to be kept by the commit that it comes with; what it said before is not read.
    """

    id: str
    account: str
    through: int = 0
    chain: str = GENESIS
    incarnation: Incarnation = NOTHING_GIVEN
    ancestor: Ancestor | None = None
    kept_through: int | None = None
    heard: Heard | None = None


@dataclass(frozen=True, slots=True)
class Logged:
    """A raw operation in custody, in the server's order. ``hash`` is its digest.

    ``author`` is who sent it by what credential; the claim inside ``raw`` is only a claim.
    """

    device: str
    n: int
    op: str
    registration: str
    kind: str
    raw: Mapping[str, Any]
    hash: str
    chain: str
    account: str
    role: Role
    received_at: str
    skew_ms: int | None
    app: str | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """An operation in custody without effect yet: ``gap`` waits for a smaller n of its device,
    ``registration`` for the create of its registration or for what its author saw of it."""

    waits_for: Literal["gap", "registration"]
    logged: Logged


@dataclass(frozen=True, slots=True)
class Arrival:
    """A photo's bytes as one account brought them. ``scopes`` are what that account could see then;
    ``fate`` says whether they were a picture of ``type`` (P86)."""

    sha256: str
    account: str
    scopes: tuple[str, ...]
    type: str
    fate: Literal["in", "unreadable"]
    received_at: str


@dataclass(frozen=True, slots=True)
class Beside:
    """An operation whose number was used before for other content, kept by its hash (P44)."""

    logged: Logged
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Loaded:
    """The locked working set of one push."""

    registrations: Mapping[str, Registration] = field(default_factory=dict)
    claims: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Registrations by the key that they claim, first received first."""
    waiting: Mapping[str, tuple[Logged, ...]] = field(default_factory=dict)
    """Operations held for a registration, in the order they were received."""
    floor: int = 0
    """The moment of the last restore: versions and moves count on from it (P110)."""
    arrivals: Mapping[str, tuple[Arrival, ...]] = field(default_factory=dict)
    """What came in, by SHA-256: of the photos named, and of every photo that these registrations
    ever declared."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that one push writes. ``claims`` maps a registration to all the keys it claims now."""

    device: Device | None
    """None where no device pushed: an admin's move of registrations (M81)."""
    logged: Sequence[Logged] = ()
    receipts: Sequence[tuple[str, Receipt]] = ()
    """(device, receipt): new ones, and new words on operations that were held before."""
    registrations: Sequence[Registration] = ()
    created: frozenset[str] = frozenset()
    """Ids among ``registrations`` that did not exist before."""
    claims: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unhold: Sequence[tuple[str, int]] = ()
    """(device, n) no longer waiting. Done before ``hold``: what waited for a gap may wait on for
    its registration."""
    hold: Sequence[Waiting] = ()
    beside: Sequence[Beside] = ()
    """Operations whose n was used before for other content, and new words on such."""
    declared: frozenset[tuple[str, str]] = frozenset()
    """(registration, SHA-256) of every photo that an operation names, whatever became of it."""
    arrivals: Sequence[Arrival] = ()
    """Photos that came in: one row for each account that brought the bytes, the last word stands."""
    mended: Sequence[Logged] = ()
    """Operations in the log as boxes that could not be opened: what they say is kept in their place,
    under the same place, hash and chain (P93)."""
    erased: frozenset[str] = frozenset()
    """Registrations that are erased by this: whatever custody holds of them is emptied in the same
    commit (P141). What ``logged`` has of them is empty already."""
    publish: Mapping[tuple[str, str], Flag] = field(default_factory=dict)
    """(scope, registration) → flag: the entries that move to the end of their feeds."""


@dataclass(frozen=True, slots=True)
class Before:
    """Where a live entry stood before it moved last, and the version that it had there."""

    seq: int
    version: int


@dataclass(frozen=True, slots=True)
class FeedRow:
    """``before`` is None where the entry is new in the scope, or nobody knows."""

    scope: str
    seq: int
    flag: Flag
    registration: Registration
    before: Before | None = None


class Taking(Protocol):
    """One push's transaction."""

    def device(self, device: str) -> Device:
        """Lock and return a device; the caller has made sure that it exists."""
        ...

    def receipts(self, device: str, numbers: Collection[int]) -> Mapping[int, tuple[str, Receipt]]:
        """(hash, receipt) by n, of these numbers, for operations of this device already in custody, gaps included."""
        ...

    def chain_at(self, device: str, n: int) -> str | None:
        """h_n of a device as the log has it; None beyond ``through``."""
        ...

    def known_ops(self, ops: Sequence[str]) -> Sequence[Logged]:
        """The operations of the log with these op ids, in the order they were received."""
        ...

    def beside(self, device: str, numbers: Collection[int]) -> Sequence[Beside]:
        """What is kept beside the log for these numbers of a device."""
        ...

    def beside_ops(self, ops: Sequence[str]) -> Sequence[Beside]:
        """What is kept beside the log under these op ids, of whichever device."""
        ...

    def early_ops(self, ops: Sequence[str]) -> Sequence[Logged]:
        """What waits behind a gap under these op ids, of whichever device."""
        ...

    def handed_over(self, ops: Collection[str]) -> Collection[tuple[str, str, int]]:
        """(op, device, n) of each time that these op ids came into the log."""
        ...

    def ancestors(self, devices: Collection[str]) -> Mapping[str, tuple[Ancestor, ...]]:
        """The ancestors of these devices, the nearest first, at most ``GENERATIONS``; a device
        without any may be left out."""
        ...

    def epoch(self) -> str:
        """The feed's epoch."""
        ...

    def logged(self, places: Collection[tuple[str, int]]) -> Mapping[tuple[str, int], Logged]:
        """Operations of the log by (device, n), of those places that have one. Ids and a kind that
        no column would hold come back empty; ``raw`` is whole."""
        ...

    def held(self, device: str) -> Sequence[Waiting]:
        """What of this device is in custody without effect yet, by n; beyond a gap ``chain`` is
        empty."""
        ...

    def load(
        self, registrations: Iterable[str], persons: Iterable[str], *, photos: Iterable[str] = ()
    ) -> Loaded:
        """Lock and return these registrations and those that ever declared one of these photos; the
        claims of these persons *and of the persons that these registrations claim*; the
        registrations behind all those claims, with everybody in their duplicate threads; and what
        is held for any registration named or found. Called once in a transaction."""
        ...

    def commit(self, changes: Changes) -> None:
        """Write it all, counters last. Called once."""
        ...


class Snapshot(Protocol):
    """A consistent read."""

    def feed(self, scope: str, after: int, limit: int) -> Sequence[FeedRow]:
        """Entries of a scope with a greater sequence, in order."""
        ...

    def tallies(self, scope: str) -> Sequence[Tally]:
        """The tally of each of the 64 buckets of a scope's live entries (P57); never by looking at
        all of them in a database."""
        ...

    def bucketed(self, scope: str, buckets: Collection[int]) -> Sequence[FeedRow]:
        """The live entries of these buckets of a scope, in order of sequence; their tallies have
        told how many."""
        ...

    def last(self, scope: str) -> int:
        """The last sequence given out in a scope; 0 where there was none."""
        ...

    def registrations_of(self, recruiter: str, clinic: str, limit: int) -> Sequence[str]:
        """Ids of a recruiter's registrations at a clinic, in order, by an index."""
        ...

    def through(self, device: str) -> int: ...

    def epoch(self) -> str:
        """The feed's epoch: new after any restore."""
        ...


class Journal(Protocol):
    def taking_in(self) -> AbstractContextManager[Taking]: ...

    def snapshot(self) -> AbstractContextManager[Snapshot]: ...
