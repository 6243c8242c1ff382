"""Threads: one growing question for each (registration, unit) (docs/merge.md, M17, M30)."""

from dataclasses import replace

from sync.lineage import Lineage
from sync.registration import Registration
from sync.threads import Proposal, Settlement, Stamp, Thread, ThreadKind


def thread_id(registration: str, unit: str) -> str:
    return f"{registration}:{unit}"


def with_thread(registration: Registration, thread: Thread) -> Registration:
    return replace(registration, threads={**registration.threads, thread.id: thread})


def next_move(thread: Thread | None, *registrations: Registration) -> int:
    """The count of moves after the next one. Like versions, none has two meanings (P110)."""
    return max(thread.moves if thread else 0, *(r.floor for r in registrations)) + 1


def waiting_of(registration: Registration, unit: str, by: Lineage) -> Stamp | None:
    """The stamp of a device's proposal that waits in the open thread of a unit."""
    thread = registration.threads.get(thread_id(registration.id, unit))
    if thread is None or not thread.open:
        return None
    own = (p.stamp for p in thread.proposals if _own(p, by))
    return max(own, key=lambda stamp: (stamp.author.device == by.device, stamp.n), default=None)


def _own(proposal: Proposal, by: Lineage) -> bool:
    return by.own(proposal.stamp)


def propose(
    registration: Registration,
    unit: str,
    kind: ThreadKind,
    *,
    proposal: Proposal,
    by: Lineage,
    problems: tuple[str, ...] = (),
) -> Registration:
    """Let a proposal wait in its unit's thread: opened, opened again, or grown (M30)."""
    key = thread_id(registration.id, unit)
    thread = registration.threads.get(key)
    if thread is None or not thread.open:
        return with_thread(
            registration,
            Thread(
                id=key,
                kind=kind,
                unit=unit,
                opened_at=proposal.stamp.received_at,
                moves=next_move(thread, registration),
                proposals=(proposal,),
                problems=problems,
            ),
        )
    others = tuple(p for p in thread.proposals if not _own(p, by))
    return with_thread(
        registration,
        replace(
            thread,
            kind=kind,
            moves=next_move(thread, registration),
            proposals=(*others, proposal),
            problems=problems or thread.problems,
        ),
    )


def drop_own(registration: Registration, unit: str, by: Lineage, stamp: Stamp) -> Registration:
    """Take back a device's waiting proposal; a thread without any settles itself (M17)."""
    if waiting_of(registration, unit, by) is None:
        return registration
    thread = registration.threads[thread_id(registration.id, unit)]
    rest = tuple(p for p in thread.proposals if not _own(p, by))
    if rest:
        return with_thread(
            registration, replace(thread, moves=next_move(thread, registration), proposals=rest)
        )
    return settle(
        registration,
        replace(thread, proposals=()),
        Settlement("author", stamp.op),
        stamp,
    )


def settle(
    registration: Registration, thread: Thread, settlement: Settlement, stamp: Stamp
) -> Registration:
    """Settle a thread; the stamp of the settling operation is kept for the words about it."""
    after = with_thread(
        registration,
        replace(thread, moves=next_move(thread, registration), settlement=settlement),
    )
    return replace(after, stamps={**after.stamps, stamp.op: stamp})
