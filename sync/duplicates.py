"""The same person signed up twice: one thread shared by all claims (docs/merge.md, M40-M44)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sync.questions import next_move, settle
from sync.registration import CLOSED, Registration
from sync.threads import Settlement, Stamp, Thread

CLAIMS_OF_A_QUESTION = 2


def reconsider(
    claims: Sequence[str], at_hand: Mapping[str, Registration], stamp: Stamp
) -> dict[str, Registration]:
    """Open, grow or close the duplicate thread of one person; the registrations that changed.

    ``claims`` are the person's registrations, first received first.
    """
    known = [at_hand[c] for c in claims if c in at_hand]
    live = [r for r in known if r.status not in CLOSED]
    thread = _thread_of(known)
    if len(live) >= CLAIMS_OF_A_QUESTION:
        if thread is not None and {r.id for r in live} <= set(thread.claims):
            return {}
        return _grow(known, live, thread, stamp)
    return {}


def leave(
    registration: Registration, at_hand: Mapping[str, Registration], stamp: Stamp
) -> dict[str, Registration]:
    """Settle the open duplicate threads of a registration in which fewer than two live claims of
    one person remain (M44). ``registration`` is no longer one of them."""
    changed: dict[str, Registration] = {}
    for thread in registration.open_threads():
        if thread.kind != "duplicate":
            continue
        rest = [
            at_hand[c]
            for c in thread.claims
            if c != registration.id and c in at_hand and at_hand[c].status not in CLOSED
        ]
        if len(rest) >= CLAIMS_OF_A_QUESTION:
            continue
        settlement = Settlement("author", stamp.op)
        for key in thread.claims:
            if key in at_hand:
                changed[key] = settle(at_hand[key], thread, settlement, stamp)
    return changed


def _thread_of(claims: Sequence[Registration]) -> Thread | None:
    """The thread that these claims share already, the one with the most claims."""
    found = [t for r in claims for t in r.threads.values() if t.kind == "duplicate"]
    return max(found, key=lambda t: (len(t.claims), t.moves), default=None)


def _grow(
    known: Sequence[Registration],
    live: Sequence[Registration],
    thread: Thread | None,
    stamp: Stamp,
) -> dict[str, Registration]:
    claims = tuple(dict.fromkeys([*(thread.claims if thread else ()), *(r.id for r in live)]))
    grown = Thread(
        id=thread.id if thread else f"duplicate:{claims[0]}",
        kind="duplicate",
        unit=None,
        opened_at=thread.opened_at if thread and thread.open else stamp.received_at,
        moves=next_move(thread, *known),
        claims=claims,
    )
    return {
        r.id: replace(r, threads={**r.threads, grown.id: grown}) for r in known if r.id in claims
    }
