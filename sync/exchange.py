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
from sync.decide import Case, decided_on
from sync.effect import Sender, Workspace, read_one, take_effect
from sync.journal import Changes, Journal, Logged, Taking, Waiting
from sync.operation import Amend, Create, Decide, Operation, Resolve, Unreadable, is_box
from sync.receipt import Receipt, Result
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


@dataclass(frozen=True, slots=True)
class Answer:
    """The receipts part of the answer: high-water mark, chain, exceptions in order of n (P40-P41)."""

    through: int
    chain: str
    chain_matches: bool
    exceptions: tuple[Receipt, ...] = ()
    taken: int = field(default=0, compare=False)
    """How many operations came into custody by this push: nothing that its phone is told (P43)."""


@dataclass(slots=True)
class _Work:
    """The mutable part of one exchange; lives only inside it."""

    receipts: dict[tuple[str, int], Receipt] = field(default_factory=dict)
    hold: list[Waiting] = field(default_factory=list)
    unhold: list[tuple[str, int]] = field(default_factory=list)


def exchange(
    journal: Journal, push: Push, *, rules: Rules, reader: Reader, on_bug: BugNotice
) -> Answer:
    """Take a push into custody and into effect; return its receipts once that is durable."""
    rows = _logged(push)
    # Reading is the dearest part of a push, so no lock is held meanwhile.
    read = {row.hash: read_one(row, reader, on_bug) for row in rows}
    with journal.taking_in() as taking:
        intake = take_custody(taking, push.sender.device, rows, give_up=push.give_up)
        if intake.empty:
            return _answer(taking, push, intake, {})
        for row in intake.released:
            read[row.hash] = read_one(row, reader, on_bug)
        workspace = _load(taking, intake, Workspace(rules, reader, on_bug, read))
        before = dict(workspace.cases)
        work = _Work()
        for logged in (*intake.accepted, *intake.mended):
            _effect(logged, push.sender, workspace, intake=intake, work=work)
        _expire(intake, workspace, work)
        _reword(workspace, before, work)
        taking.commit(_changes(intake, workspace, work))
        own = {n: r for (d, n), r in work.receipts.items() if d == push.sender.device}
        return _answer(taking, push, intake, own)


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


def _load(taking: Taking, intake: Intake, workspace: Workspace) -> Workspace:
    """Lock and load everything that the accepted operations may touch, once, in global order."""
    ids: set[str] = set()
    persons: set[str] = set()
    operations = [workspace.read[row.hash] for row in (*intake.accepted, *intake.mended)]
    decided = taking.logged(_places(operations))
    for row in decided.values():
        ids.add(decided_on(row))
        operations.append(read_one(row, workspace.reader, workspace.on_bug))
    for operation in operations:
        if isinstance(operation, Unreadable):
            continue
        ids.add(operation.registration)
        match operation.body:
            case Create(units=units) | Amend(units=units) if "identity" in units:
                person = workspace.rules.person(units)
                if person is not None:
                    persons.add(person)
            case Resolve(claims=claims):
                ids.update(claims)
            case _:
                pass
    loaded = taking.load(sorted(ids), sorted(persons))
    workspace.registrations = dict(loaded.registrations)
    workspace.before = loaded.registrations
    workspace.claims = {person: list(claims) for person, claims in loaded.claims.items()}
    workspace.waiting = {key: list(rows) for key, rows in loaded.waiting.items()}
    workspace.cases = _cases(taking, decided)
    return workspace


def _places(operations: Sequence[Operation | Unreadable]) -> set[tuple[str, int]]:
    """What decisions are about, as (device, n)."""
    bodies = [o.body for o in operations if not isinstance(o, Unreadable)]
    return {(b.device, b.n) for b in bodies if isinstance(b, Decide)}


def _cases(
    taking: Taking, decided: Mapping[tuple[str, int], Logged]
) -> dict[tuple[str, int], Case]:
    """Receipts are read only once the registrations are locked: two admins may decide at a time."""
    cases: dict[tuple[str, int], Case] = {}
    for device in sorted({device for device, _ in decided}):
        receipts = taking.receipts(device, [n for d, n in decided if d == device])
        for n, (_, receipt) in receipts.items():
            cases[device, n] = Case(decided[device, n], receipt)
    return cases


def _effect(
    logged: Logged, sender: Sender, workspace: Workspace, *, intake: Intake, work: _Work
) -> None:
    """One operation, and those that waited for the registration it creates (P46)."""
    if logged.n in intake.op_reused:  # P44
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


def _reword(workspace: Workspace, before: Mapping[tuple[str, int], Case], work: _Work) -> None:
    """New words on operations that an admin decided about (M60, M61)."""
    for place, case in workspace.cases.items():
        if case != before[place]:
            work.receipts[place] = case.receipt


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
        strays=intake.reused,
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
    receipts |= fresh
    receipts |= {r.n: _receipt(r, "id_reuse") for r in intake.reused}
    receipts |= {r.n: _receipt(r, "retry") for r in intake.refused}
    return Answer(
        through=intake.device.through,
        chain=intake.device.chain,
        chain_matches=_chain_matches(taking, push, intake),
        exceptions=tuple(r for _, r in sorted(receipts.items()) if r.result != "applied"),
        taken=intake.taken,
    )
