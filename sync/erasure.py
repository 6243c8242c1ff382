"""Erasing what is known of a person who takes their consent back (docs/merge.md, M98, M99).

Of an erased registration ids, times and who did what remain, so that the log, its chains and the
feeds stay true. Nobody is asked about it any more: it is no claim of any thread.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from sync.duplicates import AtHand, reconsider, shared
from sync.journal import Changes, Journal, Logged
from sync.merge import Outcome, with_status
from sync.operation import Ground
from sync.registration import CLOSED, Erasure, Event, Registration
from sync.rules import Rules
from sync.scopes import entries_of
from sync.threads import Settlement, Stamp, Thread

OUTLIVES = frozenset({"notice_version", "notice_hash", "language", "given_at", "method"})
"""What stays of a consent: that it was given, to what, when and how, but not the strokes."""

GONE = Outcome("superseded", code="erased")
"""What comes for an erased registration (M99)."""


def emptied(logged: Logged) -> Logged:
    """The line of an operation without its content; an erasure stays, to be heard again (P141)."""
    return logged if logged.kind == "erase" else replace(logged, raw={})


def erase(at_hand: AtHand, key: str, *, ground: Ground, stamp: Stamp, rules: Rules) -> Outcome:
    """Erase one registration and take it out of every thread that others share with it.

    ``at_hand`` holds it, and everybody in its duplicate threads.
    """
    standing = at_hand[key]
    if standing.erased and not (standing.erased.kept and ground == "retention"):
        return Outcome("same")

    def like(one: Registration, other: Registration) -> tuple[str, ...]:
        return rules.alike(one.values(), other.values())

    kept = ground != "retention" and rules.keeps(standing)
    closed = replace(standing, version=standing.version + 1)
    if closed.status not in CLOSED:
        closed = with_status(closed, "withdrawn", stamp)
    changed = reconsider(closed, (), {**at_hand, key: closed}, like=like, stamp=stamp)
    book = {**at_hand, **changed}
    for other in (book[c] for t in shared(standing) for c in t.claims if c in book and c != key):
        changed[other.id] = _without(book[other.id], key)
    event = Event("erase", closed.version, stamp.op, ground)
    marked = replace(closed, erased=Erasure(ground, stamp.received_at, kept), threads={})
    marked = marked.happened(event, stamp)
    changed[key] = marked if kept else _bare(marked)
    return Outcome("applied", changed)


def _bare(registration: Registration) -> Registration:
    """Without anything that says something about the person."""
    return replace(
        registration,
        units={},
        consent={k: v for k, v in registration.consent.items() if k in OUTLIVES},
        location=None,
        review=None,
        approval=None,
        progress={},
        photo="none",
        checks=(),
        history=tuple(
            event if event.what == "erase" else replace(event, detail=None)
            for event in registration.history
        ),
    )


def _without(registration: Registration, key: str) -> Registration:
    """A registration that shared a thread with an erased one."""
    threads: Mapping[str, Thread] = {
        name: replace(
            thread,
            claims=tuple(c for c in thread.claims if c != key),
            apart=tuple(tuple(c for c in group if c != key) for group in thread.apart),
            settlement=_without_status(thread.settlement, key),
        )
        for name, thread in registration.threads.items()
    }
    return replace(registration, threads=threads)


def _without_status(settlement: Settlement | None, key: str) -> Settlement | None:
    """What was settled is not undone for who is erased (M35), and nothing of them stays with others."""
    if settlement is None:
        return None
    statuses = {k: s for k, s in settlement.statuses.items() if k != key}
    replaced = {} if settlement.keep == key else settlement.replaced
    return replace(settlement, statuses=statuses, replaced=replaced)


def _always(_registration: Registration) -> bool:
    return True


def sweep(
    journal: Journal,
    keys: Iterable[str],
    *,
    stamp: Stamp,
    rules: Rules,
    due: Callable[[Registration], bool] = _always,
) -> list[str]:
    """Erase registrations of which a period is over (ground ``retention``), in one transaction;
    those that were there to be erased. The stamp is of whoever runs it. ``due`` is asked under the
    lock: one that somebody opened again meanwhile is left alone."""
    with journal.taking_in() as taking:
        before = taking.load(sorted(keys), ()).registrations
        at_hand = dict(before)
        done: list[str] = []
        for key in sorted(set(keys) & before.keys()):
            if not due(before[key]):
                continue
            outcome = erase(at_hand, key, ground="retention", stamp=stamp, rules=rules)
            if outcome.registrations:
                done.append(key)
            at_hand |= outcome.registrations
        changed = [r for key, r in at_hand.items() if r != before[key]]
        taking.commit(
            Changes(
                device=None,
                registrations=changed,
                claims={key: frozenset() for key in done},
                erased=frozenset(done),
                publish={
                    place: flag
                    for r in changed
                    for place, flag in entries_of(before[r.id], r).items()
                },
            )
        )
    return done
