"""Taking a recruiter's registrations from one clinic to another (docs/merge.md, M81-M83)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sync.journal import Changes, Journal
from sync.registration import Event, Registration
from sync.scopes import entries_of
from sync.threads import Stamp

SLICE = 200
"""Registrations that one transaction moves: pushes wait for no more than these."""


@dataclass(frozen=True, slots=True)
class Move:
    """``origin`` and ``to`` are clinics; the stamp is of the admin's act."""

    recruiter: str
    origin: str
    to: str
    stamp: Stamp


def move(journal: Journal, asked: Move) -> int:
    """Move all that is there, slice by slice; how many that were. May be made again (M83)."""
    moved = 0
    while found := _found(journal, asked):
        moved += _move_some(journal, asked, found)
    return moved


def _found(journal: Journal, asked: Move) -> list[str]:
    if asked.origin == asked.to:
        return []
    with journal.snapshot() as snapshot:
        return list(snapshot.registrations_of(asked.recruiter, asked.origin, SLICE))


def _move_some(journal: Journal, asked: Move, found: Iterable[str]) -> int:
    with journal.taking_in() as taking:
        before = taking.load(found, ()).registrations
        here = [r for r in before.values() if (r.recruiter, r.clinic) == _of(asked)]
        after = [_moved(registration, asked) for registration in here]
        taking.commit(
            Changes(
                device=None,
                registrations=after,
                publish={
                    place: flag
                    for r in after
                    for place, flag in entries_of(before[r.id], r).items()
                },
            )
        )
    return len(after)


def _of(asked: Move) -> tuple[str, str]:
    return asked.recruiter, asked.origin


def _moved(registration: Registration, asked: Move) -> Registration:
    """The version stays: what was read is still what is there (M82)."""
    said = f"{asked.origin} {asked.to}"
    event = Event("move", registration.version, asked.stamp.op, said)
    return replace(registration, clinic=asked.to).happened(event, asked.stamp)
