"""What one push says, and what it is answered: receipts, chain, and whether the phone goes on as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sync.canonical import GENESIS
from sync.custody import Intake
from sync.effect import Sender
from sync.incarnation import Showing
from sync.journal import Device, Heard, Logged, Taking
from sync.receipt import Receipt, Result
from sync.repeats import told, told_beside


@dataclass(frozen=True, slots=True)
class Push:
    """What one device sent, as its credential vouches for it.

    ``received_at``: the server's clock, RFC 3339. ``skew_ms``: phone minus server. ``chain`` is the
    (n, hash) that the phone claims for the number before its first operation.
    """

    sender: Sender
    operations: Sequence[Mapping[str, Any]]
    received_at: str
    waiting: Sequence[int] = ()
    chain: tuple[int, str] = (0, GENESIS)
    skew_ms: int | None = None
    app: str | None = None
    give_up: str = ""
    """The moment before which a held operation has waited long enough (P48)."""
    late_from: str = ""
    """The moment before which a lost entitlement no longer lets late work in (M77)."""
    showing: Showing | None = None
    """None for an app that knows nothing of incarnations (P101)."""
    heard: Heard | None = None
    """What the phone says of itself; a bundle says nothing of it (P97)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The receipts part of the answer: high-water mark, chain, exceptions in order of n (P40-P41)."""

    through: int
    chain: str
    chain_matches: bool
    exceptions: tuple[Receipt, ...] = ()
    taken: int = field(default=0, compare=False)
    """How many operations came into custody by this push: nothing that its phone is told (P43)."""
    incarnation: str | None = None
    renew: bool = False
    """The phone should take a new device id (P103)."""
    kept_through: int | None = None
    """Up to which number a backup holds the device's log (P108)."""


def bare(row: Logged, result: Result) -> Receipt:
    """A receipt with nothing but its result."""
    return Receipt(n=row.n, op=row.op, registration=row.registration, result=result)


def chain_matches(taking: Taking, push: Push, intake: Intake) -> bool:
    """P33: whether the phone's chain agrees with the log, as far as the log reaches."""
    n, claimed = push.chain
    known = intake.chain_at(n)
    if known is None:
        known = taking.chain_at(push.sender.device, n)
    return known is None or known == claimed


def answer_to(taking: Taking, push: Push, intake: Intake, fresh: Mapping[int, Receipt]) -> Answer:
    """Receipts of what was pushed now, first told ones for what was repeated, and those asked for."""
    receipts: dict[int, Receipt] = {}
    asked = {*push.waiting, *(r.n for r in intake.repeated)}
    if asked:
        stored = taking.receipts(push.sender.device, asked)
        receipts = {n: receipt for n, (_, receipt) in stored.items()}
    receipts = told(taking, {**receipts, **fresh})
    receipts |= told_beside(
        taking, intake.device.id, receipts, reused=intake.reused, asked=push.waiting
    )
    receipts |= {r.n: bare(r, "retry") for r in intake.refused}
    matches = chain_matches(taking, push, intake)
    device = intake.device
    return Answer(
        through=device.through,
        chain=device.chain,
        chain_matches=matches,
        exceptions=tuple(r for _, r in sorted(receipts.items()) if r.result != "applied"),
        taken=intake.taken,
        incarnation=None if push.showing is None else device.incarnation.present,
        renew=not matches or _fallen_behind(push, device),
        kept_through=device.kept_through,
    )


def _fallen_behind(push: Push, device: Device) -> bool:
    """P103: a phone with nothing to send knows of every number of its own."""
    return push.showing is not None and not push.operations and push.chain[0] < device.through
