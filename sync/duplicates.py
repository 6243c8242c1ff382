"""The same person signed up twice: one thread shared by its claims (docs/merge.md, M40-M44, M70-M74).

A thread stands, as the same value, on every registration among its ``claims``. One that left it
keeps a copy in which it is no claim any more.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from sync.journal import QUESTION
from sync.questions import next_move, settle, with_thread
from sync.registration import CLOSED, Registration
from sync.threads import Settlement, Stamp, Thread

COMPARED = ("identity", "name", "contact")
"""The units by which registrations look alike."""

CROWD = 24
"""Claims that are compared each with each to say by what they look alike."""

AtHand = Mapping[str, Registration]
Like = Callable[[Registration, Registration], tuple[str, ...]]
"""By what two registrations look alike; empty where they do not."""


def shared(registration: Registration) -> list[Thread]:
    """The duplicate threads, open or settled, in which a registration is a claim."""
    threads = registration.threads.values()
    return [t for t in threads if t.kind == "duplicate" and registration.id in t.claims]


def asks_anew(before: Registration | None, after: Registration) -> bool:
    """Whether a change may have moved who looks like whom, or who is asked about whom."""
    if before is None:
        return True
    if any(before.units[u].value != after.units[u].value for u in COMPARED if u in after.units):
        return True
    if (before.status in CLOSED) != (after.status in CLOSED):
        return True
    return [t for t in shared(before) if t.open] != [t for t in shared(after) if t.open]


def reconsider(
    now: Registration,
    candidates: Iterable[str],
    at_hand: AtHand,
    *,
    like: Like,
    stamp: Stamp,
) -> dict[str, Registration]:
    """Leave, settle, join or open what ``now`` is asked about; the registrations that changed."""
    changed: dict[str, Registration] = {}
    for thread in shared(now):
        if thread.open:
            changed |= _look_again({**at_hand, **changed}, thread, now.id, like=like, stamp=stamp)
    if now.status in CLOSED:
        return changed
    book = {**at_hand, **changed}
    known = {c for t in shared(book[now.id]) if t.open for c in t.claims}
    similar = [
        c
        for c in candidates
        if c != now.id and c not in known and c in book and _asked(book[now.id], book[c], like)
    ]
    return changed | _join(book, now.id, similar, like=like, stamp=stamp) if similar else changed


def _asked(one: Registration, other: Registration, like: Like) -> bool:
    """Whether two registrations are to be asked about (M40, M42)."""
    if one.status in CLOSED or other.status in CLOSED or _apart(one, other):
        return False
    return bool(like(one, other))


def _apart(one: Registration, other: Registration) -> bool:
    pair = {one.id, other.id}
    threads = (t for r in (one, other) for t in r.threads.values() if t.kind == "duplicate")
    return any(pair <= set(group) for thread in threads for group in _told_apart(thread))


def _told_apart(thread: Thread) -> tuple[tuple[str, ...], ...]:
    settled = thread.settlement is not None and thread.settlement.outcome == "two_people"
    return (*thread.apart, thread.claims) if settled else thread.apart


def _look_again(
    at_hand: AtHand, thread: Thread, own: str, *, like: Like, stamp: Stamp
) -> dict[str, Registration]:
    """M44: who still belongs to an open thread after one of its claims has changed."""
    claims = [at_hand[c] for c in thread.claims if c in at_hand]
    stay = [
        r
        for r in claims
        if any(_asked(r, other, like) for other in claims if other.id != r.id)
        or (r.status in CLOSED and r.id != own)
    ]
    settlement = Settlement("author", stamp.op)
    if all(r.status in CLOSED for r in stay):
        return {r.id: settle(r, thread, settlement, stamp) for r in claims}
    ids = tuple(r.id for r in stay)
    seen = _ways(at_hand, ids, like)
    if len(stay) == len(claims) and set(seen) == set(thread.alike):
        return {}
    left = replace(thread, claims=ids, alike=seen)
    moves = next_move(thread, *stay)
    changed = {r.id: with_thread(r, replace(left, moves=moves)) for r in stay}
    gone = [r for r in claims if r.id not in changed]
    return changed | {r.id: settle(r, left, settlement, stamp) for r in gone}


def _join(
    at_hand: AtHand, own: str, similar: Sequence[str], *, like: Like, stamp: Stamp
) -> dict[str, Registration]:
    """M40, M43: into the thread that they share already, or into a new one."""
    pool = [at_hand[c] for c in (*similar, own)]
    thread = max(
        (t for r in pool for t in shared(r)),
        key=lambda t: (t.open, len(t.claims), t.moves, t.id),
        default=None,
    )
    members = dict.fromkeys([*(thread.claims if thread else ()), *similar, own])
    known = [at_hand[c] for c in members if c in at_hand]
    told_apart = _told_apart(thread) if thread else ()
    asked = sorted(
        (
            r
            for r in known
            if r.status in CLOSED or any(_asked(r, o, like) for o in known if o != r)
        ),
        key=lambda r: r.received_at,
    )
    claims = tuple(r.id for r in asked)
    grown = Thread(
        id=thread.id if thread else _new_id(pool, claims[0], stamp),
        kind="duplicate",
        unit=None,
        opened_at=thread.opened_at if thread and thread.open else stamp.received_at,
        moves=next_move(thread, *known),
        claims=claims,
        alike=_ways(at_hand, claims, like),
        apart=told_apart,
    )
    changed = {r.id: with_thread(r, grown) for r in asked}
    if thread:
        settled = thread.settlement or Settlement("author", stamp.op)
        for gone in (r for r in known if r.id not in claims):
            rest = tuple(c for c in thread.claims if c != gone.id)
            left = replace(thread, claims=rest, apart=told_apart)
            changed[gone.id] = settle(gone, left, settled, stamp)
    return changed


def _new_id(pool: Sequence[Registration], first: str, stamp: Stamp) -> str:
    """Of the first claim, unless a thread of that name was here before."""
    plain = f"{QUESTION}{first}"
    taken = any(plain in registration.threads for registration in pool)
    return f"{plain}:{stamp.op}" if taken else plain


def _ways(at_hand: AtHand, claims: Sequence[str], like: Like) -> tuple[str, ...]:
    """By what the claims look alike (M74), in a fixed order; of a crowd, by what the first do."""
    live = [at_hand[c] for c in claims if c in at_hand and at_hand[c].status not in CLOSED]
    live = live[:CROWD]
    found = {way for one, other in combinations(live, 2) for way in like(one, other)}
    return tuple(sorted(found))
