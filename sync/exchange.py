"""Take in one push: custody first, then each operation's effect, then everything in one commit.

The path: :func:`exchange` locks the device, sorts what came into new, repeated, reused and early
(:mod:`sync.custody`), loads the registrations at stake once, decides operation by operation in
memory (:mod:`sync.effect`), and hands all changes to the journal in one ``commit`` (P45, P60).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sync.answering import Answer, Push, answer_to, bare, chain_matches
from sync.canonical import digest
from sync.custody import Intake, hash_in_log, take_custody, text_in_log
from sync.decide import Case
from sync.effect import Sender, read_one, take_effect
from sync.erasure import emptied
from sync.held import Work, expire, release
from sync.incarnation import Copied, Showing, turn
from sync.journal import Beside, Changes, Device, Journal, Logged, Taking, Waiting
from sync.loading import declared, lineages, load
from sync.merge import reads_what_stands
from sync.receipt import Place
from sync.repeats import Recognised, recognise
from sync.rules import BugNotice, Digest, Reader, Rules
from sync.workspace import Workspace

__all__ = ["Answer", "Push", "exchange"]


def exchange(
    journal: Journal,
    push: Push,
    *,
    rules: Rules,
    reader: Reader,
    on_bug: BugNotice,
    digest_of: Digest = digest,
) -> Answer | Copied:
    """Take a push into custody and into effect; return its receipts once that is durable.

    Of a copied phone's push nothing is taken in (P102). ``digest_of`` may be quicker than this
    core's own, and says the same.
    """
    rows = _logged(push, digest_of)
    # Reading is the dearest part of a push, so no lock is held meanwhile.
    read = {row.hash: read_one(row, reader, on_bug) for row in rows}
    foreseen: set[str] = set()
    while True:
        bugs: dict[str, Exception] = {}
        workspace = Workspace(rules, reader, bugs.__setitem__, read, late_from=push.late_from)
        with journal.taking_in() as taking:
            answer = _take_in(taking, push, rows, workspace=workspace, foreseen=foreseen)
        if answer is not None:
            for op, bug in bugs.items():
                on_bug(op, bug)
            return answer
        foreseen |= workspace.unforeseen


def _take_in(
    taking: Taking,
    push: Push,
    rows: Sequence[Logged],
    *,
    workspace: Workspace,
    foreseen: Collection[str],
) -> Answer | Copied | None:
    """One try; None, with nothing written, where a person came up who was not locked with the rest."""
    kept = taking.device(push.sender.device)
    device = _turned(taking, replace(kept, heard=push.heard), push.showing)
    if isinstance(device, Copied):
        return device
    intake = take_custody(taking, device, rows, give_up=push.give_up)
    if push.showing is not None and intake.reused:
        return Copied()
    if intake.empty:
        if device != kept:
            taking.commit(Changes(device=device))
        return answer_to(taking, push, intake, {})
    released = {
        row.hash: read_one(row, workspace.reader, workspace.on_bug) for row in intake.released
    }
    workspace.read = {**workspace.read, **released}
    load(taking, intake.decided, workspace, expired=intake.expired, foreseen=foreseen)
    if workspace.floor and push.showing and not chain_matches(taking, push, intake):
        return Copied()  # of a server that was put back nobody knows what was shown (P101)
    found = recognise(taking, intake.accepted)
    workspace.lineages = lineages(taking, workspace, intake.decided)
    before = dict(workspace.cases)
    work = Work(beside=list(found.closed))
    for logged in intake.decided:
        _effect(logged, push.sender, workspace, found=found, work=work)
        release(push.sender, workspace, work, ready=reads_what_stands)
    release(push.sender, workspace, work)
    expire(intake.expired, push.sender, workspace, work, give_up=push.give_up)
    if workspace.unforeseen:
        return None
    _reword(workspace, before, work)
    _keep_beside(taking, intake, work)
    _forestall(found, work)
    taking.commit(_changes(intake, workspace, work))
    own = {n: r for (d, n), r in work.receipts.items() if d == push.sender.device}
    return answer_to(taking, push, intake, own)


def _turned(taking: Taking, device: Device, showing: Showing | None) -> Device | Copied:
    """The device with what it is to show next."""
    if showing is None:
        return device
    turned = turn(device.incarnation, showing, taking.epoch())
    return turned if isinstance(turned, Copied) else replace(device, incarnation=turned)


def _logged(push: Push, digest_of: Digest) -> list[Logged]:
    """The raw operations as rows of the log, in order of n; ``chain`` is filled by custody."""
    rows = [
        Logged(
            device=push.sender.device,
            n=raw["n"],
            op=raw["op"],
            registration=text_in_log(raw.get("registration")),
            kind=text_in_log(raw.get("kind")),
            raw=raw,
            hash=hash_in_log(raw, push.sender.device, digest_of),
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


def _effect(
    logged: Logged, sender: Sender, workspace: Workspace, *, found: Recognised, work: Work
) -> None:
    """One operation; where it must wait, it joins those that wait for its registration."""
    if logged.n in found.repeats:  # P106
        repeat = replace(bare(logged, "same"), first=found.repeats[logged.n])
        work.receipts[logged.device, logged.n] = repeat
        return
    if logged.n in found.reused:  # P44
        work.receipts[logged.device, logged.n] = bare(logged, "id_reuse")
        return
    receipt = take_effect(logged, sender, workspace)
    work.receipts[logged.device, logged.n] = receipt
    if receipt.result == "held":
        work.hold.append(Waiting("registration", logged))
        workspace.waiting.setdefault(logged.registration, []).append(logged)


def _reword(workspace: Workspace, before: Mapping[Place, Case], work: Work) -> None:
    """New words on operations that an admin decided about (M60, M61)."""
    for place, case in workspace.cases.items():
        if case != before[place] and case.aside:
            work.beside.append(Beside(case.logged, case.receipt))
        elif case != before[place]:
            work.receipts[place.device, place.n] = case.receipt


def _keep_beside(taking: Taking, intake: Intake, work: Work) -> None:
    """Those of used numbers that are not kept yet (P44)."""
    reused = {row.hash: row for row in intake.reused}
    if not reused:
        return
    known = taking.beside(intake.device.id, {row.n for row in reused.values()})
    for kept in known:
        reused.pop(kept.logged.hash, None)
    work.beside += [Beside(row, bare(row, "id_reuse")) for row in reused.values()]


def _forestall(found: Recognised, work: Work) -> None:
    """What waits behind a gap elsewhere had its effect here: nobody need wait for it (P106)."""
    for early, place in found.forestalled:
        receipt = replace(bare(early, "same"), first=place)
        work.receipts.setdefault((early.device, early.n), receipt)


def _as_kept(rows: Sequence[Logged], workspace: Workspace) -> list[Logged]:
    """The lines of the log, without the content of those about somebody who was erased (P141)."""
    gone = {key for key, r in workspace.registrations.items() if r.erased}
    return [emptied(row) if row.registration in gone else row for row in rows]


def _changes(intake: Intake, workspace: Workspace, work: Work) -> Changes:
    for early in intake.early:
        work.receipts[early.device, early.n] = bare(early, "held")
        work.hold.append(Waiting("gap", early))
    changed = workspace.changed()
    return Changes(
        device=intake.device,
        logged=_as_kept(intake.accepted, workspace),
        receipts=[(device, receipt) for (device, _), receipt in work.receipts.items()],
        registrations=changed,
        created=frozenset(r.id for r in changed if r.id not in workspace.before),
        claims=workspace.claimed(),
        hold=work.hold,
        unhold=[*work.unhold, *((r.device, r.n) for r in intake.released)],
        beside=[
            replace(one, logged=row)
            for one, row in zip(
                work.beside, _as_kept([one.logged for one in work.beside], workspace), strict=True
            )
        ],
        declared=declared(intake.decided, workspace),
        mended=_as_kept(intake.mended, workspace),
        erased=workspace.erased(),
        publish=workspace.publish(),
    )
