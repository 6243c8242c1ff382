"""Resolutions: an admin's answers to open questions (docs/merge.md, M31-M36, M41, M42).

All choices of one resolution are taken or none: each step either carries the draft of the outcome
on, or ends the whole with a refusal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from sync.lineage import Lineage
from sync.merge import Outcome, Problems, asked_about, quarantined, with_status
from sync.operation import (
    Choice,
    KeepOne,
    KeepStanding,
    Operation,
    Reopen,
    Resolve,
    TakeProposed,
    TakeValue,
    TwoPeople,
    UnitValue,
)
from sync.questions import next_move, propose, settle
from sync.registration import APPROVED, CLOSED, Event, Registration, Unit
from sync.threads import Proposal, Settlement, Stamp, Status, Thread


@dataclass(frozen=True, slots=True)
class _Draft:
    """The resolution so far: all registrations at hand, and those to be written as new values."""

    at_hand: Mapping[str, Registration]
    base: int
    """The version that the admin saw."""
    writes: Mapping[str, UnitValue] = field(default_factory=dict)
    contested: bool = False

    def put(self, *registrations: Registration) -> "_Draft":
        return replace(self, at_hand={**self.at_hand, **{r.id: r for r in registrations}})


def resolve(
    at_hand: Mapping[str, Registration],
    body: Resolve,
    operation: Operation,
    *,
    stamp: Stamp,
    problems: Problems,
) -> Outcome:
    """Settle threads of ``operation.registration``; ``at_hand`` holds it and the claims named."""
    main = at_hand[operation.registration]
    draft = _Draft(at_hand, operation.base)
    for choice in body.choices:
        thread = main.threads.get(choice.thread)
        if thread is None and main.floor and choice.moves <= main.floor:  # P111
            return Outcome("stale", code="moved")
        if thread is None:
            return quarantined("no_such_thread", choice.thread)
        step = _step(draft, main.id, thread, choice=choice, stamp=stamp)
        if isinstance(step, Outcome):
            return step
        draft = step
    if draft.contested:
        return _contested(draft, main, stamp)
    draft = _write(draft, main.id, stamp)
    after = draft.at_hand[main.id]
    if draft.writes:
        broken = problems(asked_about(after.values(), draft.writes), after.captured_at)
        if broken:
            return quarantined("invalid", ",".join(broken))
    changed = {k: r for k, r in draft.at_hand.items() if r != at_hand[k]}
    if not changed:
        return Outcome("same")
    return Outcome("applied", {k: _told(r, stamp) for k, r in changed.items()})


def _told(registration: Registration, stamp: Stamp) -> Registration:
    return registration.happened(Event("resolve", registration.version, stamp.op), stamp)


def _step(
    draft: _Draft, main: str, thread: Thread, *, choice: Choice, stamp: Stamp
) -> _Draft | Outcome:
    left = thread.kind == "duplicate" and main not in thread.claims
    if thread.moves != choice.moves or left:
        return _unseen(draft, main, thread, choice=choice, stamp=stamp)
    match choice:
        case KeepStanding() | TakeProposed() | TakeValue():
            return _settle_unit(draft, main, thread, choice=choice, stamp=stamp)
        case KeepOne():
            return _keep(draft, main, thread, choice=choice, stamp=stamp)
        case TwoPeople():
            return _for_all(
                draft,
                thread,
                Settlement("two_people", stamp.op, reason=choice.reason),
                stamp,
            )
        case Reopen():
            if thread.settlement is None or thread.settlement.outcome == "author":
                return Outcome("same")
            return _reopen(draft, main, thread, stamp)
        case _:
            assert_never(choice)


def _chosen(registration: Registration, thread: Thread, choice: Choice) -> UnitValue | None:
    """The value that a choice about a unit asks for; None where it names a proposal unknown."""
    assert thread.unit is not None
    match choice:
        case KeepStanding():
            return registration.units[thread.unit].value
        case TakeValue():
            return choice.value
        case TakeProposed():
            return next(
                (p.value for p in thread.proposals if p.stamp.op == choice.proposal),
                None,
            )
        case _:
            return None


def _settle_unit(
    draft: _Draft, main: str, thread: Thread, *, choice: Choice, stamp: Stamp
) -> _Draft | Outcome:
    if thread.unit is None:
        return quarantined("no_such_thread", thread.id)
    registration = draft.at_hand[main]
    value = _chosen(registration, thread, choice)
    if value is None:
        return quarantined("no_such_thread", thread.id)
    before = registration.units[thread.unit].value
    outcome = {KeepStanding: "standing", TakeProposed: "proposed", TakeValue: "value"}[type(choice)]
    writes = value != before
    frozen = registration.status in APPROVED | CLOSED
    settlement = Settlement(
        outcome,  # type: ignore[arg-type]
        stamp.op,
        before=before if writes else None,
        statuses={main: registration.status} if writes and frozen else {},
    )
    draft = draft.put(settle(registration, thread, settlement, stamp))
    return replace(draft, writes={**draft.writes, thread.unit: value}) if writes else draft


def _write(draft: _Draft, main: str, stamp: Stamp) -> _Draft:
    """M33: chosen values get a new version; what was approved or closed is submitted again."""
    registration = draft.at_hand[main]
    if not draft.writes:
        return draft
    version = registration.version + 1
    after = replace(
        registration,
        version=version,
        units={
            **registration.units,
            **{name: Unit(value, version, stamp.op) for name, value in draft.writes.items()},
        },
        stamps={**registration.stamps, stamp.op: stamp},
    )
    if registration.status in APPROVED | CLOSED:
        after = replace(with_status(after, "submitted", stamp), duplicate_of=None)
    return draft.put(after)


def _unseen(
    draft: _Draft, main: str, thread: Thread, *, choice: Choice, stamp: Stamp
) -> _Draft | Outcome:
    """The thread moved after the admin looked: stale while open (M31), contested once settled (M36)."""
    if thread.open or thread.unit is None:
        return Outcome("stale", code="moved")
    registration = draft.at_hand[main]
    value = _chosen(registration, thread, choice)
    if value is None:
        return Outcome("stale", code="moved")
    if value == registration.units[thread.unit].value:
        return draft
    settlement, standing = thread.settlement, registration.units[thread.unit].value
    replaced = settlement.before if settlement else None
    proposal = Proposal(value, draft.base, replaced or standing, stamp)
    by = Lineage(stamp.author.device)
    opened = propose(registration, thread.unit, "contested", proposal=proposal, by=by)
    return replace(draft.put(opened), contested=True)


def _contested(draft: _Draft, main: Registration, stamp: Stamp) -> Outcome:
    """Only the contested threads open again; the other choices of the resolution are not taken."""
    threads = {
        key: thread
        for key, thread in draft.at_hand[main.id].threads.items()
        if thread.kind == "contested" and thread.open
    }
    after = replace(main, threads={**main.threads, **threads})
    return Outcome("conflict", {main.id: _told(after, stamp)}, code="contested")


def _keep(
    draft: _Draft, main: str, thread: Thread, *, choice: KeepOne, stamp: Stamp
) -> _Draft | Outcome:
    """M41, and M106 where the choice brings units."""
    if choice.keep not in thread.claims or (choice.units and choice.keep != main):
        return quarantined("no_such_thread", choice.keep)
    if unfit := _unfit(draft, choice, stamp):
        return unfit
    losing = [draft.at_hand[c] for c in thread.claims if c != choice.keep and c in draft.at_hand]
    closing = [r for r in losing if r.status not in CLOSED]
    writes, sent_back = _brought(draft, choice)
    settlement = Settlement(
        "keep",
        stamp.op,
        keep=choice.keep,
        credit=choice.credit,
        statuses={r.id: r.status for r in (*closing, *sent_back)},
        replaced={name: draft.at_hand[choice.keep].units[name].value for name in writes},
    )
    draft = _for_all(draft, thread, settlement, stamp)
    for registration in closing:
        now = draft.at_hand[registration.id]
        closed = with_status(replace(now, version=now.version + 1), "rejected", stamp)
        draft = draft.put(replace(closed, duplicate_of=choice.keep, credit=None))
    kept = draft.at_hand[choice.keep]
    draft = draft.put(replace(kept, credit=choice.credit, duplicate_of=None))
    return replace(draft, writes={**draft.writes, **writes})


def _unfit(draft: _Draft, choice: KeepOne, stamp: Stamp) -> Outcome | None:
    """M106: what is written over must have been seen, and must not be asked about itself."""
    kept, by = draft.at_hand[choice.keep], Lineage(stamp.author.device)
    for name in choice.units:
        unit = kept.units[name]
        if unit.version > draft.base and not by.own(kept.stamps[unit.op]):
            return Outcome("stale", code="moved")
        if any(thread.unit == name for thread in kept.open_threads()):
            return Outcome("stale", code="being_settled")
    return None


def _brought(
    draft: _Draft, choice: KeepOne
) -> tuple[Mapping[str, UnitValue], tuple[Registration, ...]]:
    """The units that differ from what stands, and the kept one where they send it back (M33)."""
    kept = draft.at_hand[choice.keep]
    writes = {name: v for name, v in choice.units.items() if v != kept.units[name].value}
    return writes, (kept,) if writes and kept.status in APPROVED | CLOSED else ()


def _for_all(draft: _Draft, thread: Thread, settlement: Settlement, stamp: Stamp) -> _Draft:
    """A duplicate thread stands on every claim; it is settled on all of them at once."""
    claims = [draft.at_hand[c] for c in thread.claims if c in draft.at_hand]
    return draft.put(*(settle(r, thread, settlement, stamp) for r in claims))


def _reopen(draft: _Draft, main: str, thread: Thread, stamp: Stamp) -> _Draft:
    """M35: what stood before stands again where nothing else has moved it since."""
    settlement = thread.settlement
    assert settlement is not None
    moves = next_move(thread, draft.at_hand[main])
    opened = replace(thread, settlement=None, moves=moves, opened_at=stamp.received_at)
    targets = thread.claims or (main,)
    for key in targets:
        registration = draft.at_hand.get(key)
        if registration is None:
            continue
        after = replace(registration, threads={**registration.threads, thread.id: opened})
        after = _restored(after, thread, settlement, stamp)
        draft = draft.put(after)
    return draft


def _restored(
    registration: Registration, thread: Thread, settlement: Settlement, stamp: Stamp
) -> Registration:
    after = registration
    stood = settlement.replaced if settlement.keep == registration.id else {}
    if thread.unit and settlement.before is not None:
        stood = {thread.unit: settlement.before}
    back = {k: v for k, v in stood.items() if registration.units[k].op == settlement.op}
    if back:
        version = registration.version + 1
        units = {name: Unit(value, version, stamp.op) for name, value in back.items()}
        after = replace(
            after,
            version=version,
            units={**registration.units, **units},
            stamps={**after.stamps, stamp.op: stamp},
        )
    status: Status | None = settlement.statuses.get(registration.id)
    if status is not None and registration.status_op == settlement.op:
        if after.version == registration.version:
            after = replace(after, version=registration.version + 1)
        after = with_status(after, status, stamp)
        after = replace(after, duplicate_of=None)
    if thread.kind == "duplicate":
        after = replace(after, credit=after.recruiter)
    return after
