"""Take in one push: custody first, then each operation's effect, then everything in one commit.

The path: :func:`exchange` locks the device, sorts what came into new, repeated, reused and early
(:mod:`sync.custody`), loads the registrations at stake once, decides operation by operation in
memory (:mod:`sync.effect`), and hands all changes to the journal in one ``commit`` (P45, P60).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sync.canonical import GENESIS, digest
from sync.custody import Intake, take_custody
from sync.decide import Case, is_open
from sync.effect import Sender, Workspace, read_one, take_effect
from sync.incarnation import Copied, Showing, turn
from sync.journal import Beside, Changes, Device, Journal, Logged, Taking, Waiting
from sync.loading import lineages, load
from sync.operation import is_box
from sync.receipt import Place, Receipt, Result
from sync.repeats import Recognised, recognise, told
from sync.rules import BugNotice, Reader, Rules

LONGEST_NAME = 64
"""Characters of an id or a kind as the log keeps it beside the raw operation."""


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
    showing: Showing | None = None
    """None for an app that knows nothing of incarnations (P101)."""


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


@dataclass(slots=True)
class _Work:
    """The mutable part of one exchange; lives only inside it."""

    receipts: dict[tuple[str, int], Receipt] = field(default_factory=dict)
    hold: list[Waiting] = field(default_factory=list)
    unhold: list[tuple[str, int]] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)


def exchange(
    journal: Journal, push: Push, *, rules: Rules, reader: Reader, on_bug: BugNotice
) -> Answer | Copied:
    """Take a push into custody and into effect; return its receipts once that is durable.

    Of a copied phone's push nothing is taken in (P102).
    """
    rows = _logged(push)
    # Reading is the dearest part of a push, so no lock is held meanwhile.
    read = {row.hash: read_one(row, reader, on_bug) for row in rows}
    with journal.taking_in() as taking:
        kept = taking.device(push.sender.device)
        device = _turned(taking, kept, push.showing)
        if isinstance(device, Copied):
            return device
        intake = take_custody(taking, device, rows, give_up=push.give_up)
        if push.showing is not None and intake.reused:
            return Copied()
        if intake.empty:
            if device != kept:
                taking.commit(Changes(device=device))
            return _answer(taking, push, intake, {})
        for row in intake.released:
            read[row.hash] = read_one(row, reader, on_bug)
        workspace = load(taking, intake.decided, Workspace(rules, reader, on_bug, read))
        found = recognise(taking, intake.accepted)
        workspace.lineages = lineages(taking, workspace, intake.decided)
        before = dict(workspace.cases)
        work = _Work(beside=list(found.closed))
        for logged in intake.decided:
            _effect(logged, push.sender, workspace, found=found, work=work)
        _expire(intake, workspace, work)
        _reword(workspace, before, work)
        _keep_beside(taking, intake, work)
        _forestall(found, work)
        taking.commit(_changes(intake, workspace, work))
        own = {n: r for (d, n), r in work.receipts.items() if d == push.sender.device}
        return _answer(taking, push, intake, own)


def _turned(taking: Taking, device: Device, showing: Showing | None) -> Device | Copied:
    """The device with what it is to show next."""
    if showing is None:
        return device
    turned = turn(device.incarnation, showing, taking.epoch())
    return turned if isinstance(turned, Copied) else replace(device, incarnation=turned)


def _logged(push: Push) -> list[Logged]:
    """The raw operations as rows of the log, in order of n; ``chain`` is filled by custody."""
    rows = [
        Logged(
            device=push.sender.device,
            n=raw["n"],
            op=raw["op"],
            registration=_text(raw.get("registration")),
            kind=_text(raw.get("kind")),
            raw=raw,
            hash=_hash(raw, push.sender.device),
            chain="",
            account=push.sender.account,
            role=push.sender.role,
            received_at=push.received_at,
            skew_ms=push.skew_ms,
            app=push.app,
        )
        for raw in push.operations
    ]
    return sorted(rows, key=lambda r: r.n)


def _hash(raw: Mapping[str, Any], device: str) -> str:
    """A box is known by the digest of what is in it, so that the chain is the same without it (P93)."""
    return raw["hash"] if is_box(raw) and raw["device"] == device else digest(raw)


def _text(value: Any) -> str:
    """A raw field as the log may keep it: foreign shapes become the empty string."""
    return value if isinstance(value, str) and len(value) <= LONGEST_NAME else ""


def _effect(
    logged: Logged, sender: Sender, workspace: Workspace, *, found: Recognised, work: _Work
) -> None:
    """One operation, and those that waited for the registration it creates (P46)."""
    if logged.n in found.repeats:  # P106
        repeat = replace(_receipt(logged, "same"), first=found.repeats[logged.n])
        work.receipts[logged.device, logged.n] = repeat
        return
    if logged.n in found.reused:  # P44
        work.receipts[logged.device, logged.n] = _receipt(logged, "id_reuse")
        return
    receipt = take_effect(logged, sender, workspace)
    work.receipts[logged.device, logged.n] = receipt
    if receipt.result == "held":
        work.hold.append(Waiting("registration", logged))
        workspace.waiting.setdefault(logged.registration, []).append(logged)
        return
    if logged.registration not in workspace.registrations:
        return
    for waited in workspace.waiting.pop(logged.registration, []):
        late = Sender(waited.account, waited.role, waited.device, sender.clinics_of)
        work.receipts[waited.device, waited.n] = take_effect(waited, late, workspace)
        work.hold = [h for h in work.hold if h.logged != waited]
        work.unhold.append((waited.device, waited.n))


def _receipt(row: Logged, result: Result) -> Receipt:
    return Receipt(n=row.n, op=row.op, registration=row.registration, result=result)


def _expire(intake: Intake, workspace: Workspace, work: _Work) -> None:
    """What waited too long for its registration goes to an admin, unless it came in just now."""
    for row in intake.expired:
        if (row.device, row.n) in work.receipts or row.registration in workspace.registrations:
            continue
        work.receipts[row.device, row.n] = replace(
            _receipt(row, "quarantined"), code="no_registration"
        )
        work.unhold.append((row.device, row.n))


def _reword(workspace: Workspace, before: Mapping[Place, Case], work: _Work) -> None:
    """New words on operations that an admin decided about (M60, M61)."""
    for place, case in workspace.cases.items():
        if case != before[place] and case.aside:
            work.beside.append(Beside(case.logged, case.receipt))
        elif case != before[place]:
            work.receipts[place.device, place.n] = case.receipt


def _keep_beside(taking: Taking, intake: Intake, work: _Work) -> None:
    """Those of used numbers that are not kept yet (P44)."""
    reused = {row.hash: row for row in intake.reused}
    if not reused:
        return
    known = taking.beside(intake.device.id, {row.n for row in reused.values()})
    for kept in known:
        reused.pop(kept.logged.hash, None)
    work.beside += [Beside(row, _receipt(row, "id_reuse")) for row in reused.values()]


def _forestall(found: Recognised, work: _Work) -> None:
    """What waits behind a gap elsewhere had its effect here: nobody need wait for it (P106)."""
    for early, place in found.forestalled:
        receipt = replace(_receipt(early, "same"), first=place)
        work.receipts.setdefault((early.device, early.n), receipt)


def _changes(intake: Intake, workspace: Workspace, work: _Work) -> Changes:
    for early in intake.early:
        work.receipts[early.device, early.n] = _receipt(early, "held")
        work.hold.append(Waiting("gap", early))
    changed = workspace.changed()
    return Changes(
        device=intake.device,
        logged=intake.accepted,
        receipts=[(device, receipt) for (device, _), receipt in work.receipts.items()],
        registrations=changed,
        created=frozenset(r.id for r in changed if r.id not in workspace.before),
        claims=workspace.person_of,
        hold=work.hold,
        unhold=[*work.unhold, *((r.device, r.n) for r in intake.released)],
        beside=work.beside,
        mended=intake.mended,
        publish=workspace.publish(),
    )


def _chain_matches(taking: Taking, push: Push, intake: Intake) -> bool:
    """P33: whether the phone's chain agrees with the log, as far as the log reaches."""
    n, claimed = push.chain
    known = intake.chain_at(n)
    if known is None:
        known = taking.chain_at(push.sender.device, n)
    return known is None or known == claimed


def _answer(taking: Taking, push: Push, intake: Intake, fresh: Mapping[int, Receipt]) -> Answer:
    """Receipts of what was pushed now, first told ones for what was repeated, and those asked for."""
    receipts: dict[int, Receipt] = {}
    asked = {*push.waiting, *(r.n for r in intake.repeated)}
    if asked:
        stored = taking.receipts(push.sender.device, asked)
        receipts = {n: receipt for n, (_, receipt) in stored.items()}
    receipts = told(taking, {**receipts, **fresh})
    receipts |= _told_beside(taking, push, intake, receipts)
    receipts |= {r.n: _receipt(r, "retry") for r in intake.refused}
    matches = _chain_matches(taking, push, intake)
    device = intake.device
    return Answer(
        through=device.through,
        chain=device.chain,
        chain_matches=matches,
        exceptions=tuple(r for _, r in sorted(receipts.items()) if r.result != "applied"),
        taken=intake.taken,
        incarnation=None if push.showing is None else device.incarnation.present,
        renew=not matches or _fallen_behind(push, device),
    )


def _fallen_behind(push: Push, device: Device) -> bool:
    """P103: a phone with nothing to send knows of every number of its own."""
    return push.showing is not None and not push.operations and push.chain[0] < device.through


def _told_beside(
    taking: Taking, push: Push, intake: Intake, known: Mapping[int, Receipt]
) -> dict[int, Receipt]:
    """Present words on operations beside the log: those sent now, and those asked about (P4).

    A number that is asked about may mean the one in the log, while that still waits.
    """
    sent = {row.hash for row in intake.reused}
    asked = {n for n in push.waiting if n not in known or not is_open(known[n])}
    numbers = asked | {row.n for row in intake.reused}
    found = taking.beside(push.sender.device, numbers) if numbers else ()
    return {
        one.logged.n: one.receipt
        for one in found
        if one.logged.hash in sent or one.logged.n in asked
    }
