"""Threads: one growing question for each (registration, unit) (docs/merge.md, M17, M30)."""

from dataclasses import replace

from sync.registration import Registration
from sync.threads import Proposal, Settlement, Stamp, Thread, ThreadKind


def thread_id(registration: str, unit: str) -> str:
    return f"{registration}:{unit}"


def with_thread(registration: Registration, thread: Thread) -> Registration:
    return replace(registration, threads={**registration.threads, thread.id: thread})


def waiting_of(registration: Registration, unit: str, device: str) -> Proposal | None:
    """A device's proposal that waits in the open thread of a unit."""
    thread = registration.threads.get(thread_id(registration.id, unit))
    if thread is None or not thread.open:
        return None
    return next((p for p in thread.proposals if p.stamp.author.device == device), None)


def propose(
    registration: Registration,
    unit: str,
    kind: ThreadKind,
    *,
    proposal: Proposal,
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
                moves=thread.moves + 1 if thread else 1,
                proposals=(proposal,),
                problems=problems,
            ),
        )
    others = tuple(
        p for p in thread.proposals if p.stamp.author.device != proposal.stamp.author.device
    )
    return with_thread(
        registration,
        replace(
            thread,
            kind=kind,
            moves=thread.moves + 1,
            proposals=(*others, proposal),
            problems=problems or thread.problems,
        ),
    )


def drop_own(registration: Registration, unit: str, device: str, stamp: Stamp) -> Registration:
    """Take back a device's waiting proposal; a thread without any settles itself (M17)."""
    if waiting_of(registration, unit, device) is None:
        return registration
    thread = registration.threads[thread_id(registration.id, unit)]
    rest = tuple(p for p in thread.proposals if p.stamp.author.device != device)
    if rest:
        return with_thread(registration, replace(thread, moves=thread.moves + 1, proposals=rest))
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
        registration, replace(thread, moves=thread.moves + 1, settlement=settlement)
    )
    return replace(after, stamps={**after.stamps, stamp.op: stamp})
