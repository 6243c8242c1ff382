"""Telling a phone from its copy (rules P100-P102): a token that changes with each answer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Incarnation:
    """What a device was given: its present token and the one before.

    ``before`` is None where the phone had none to show. ``epoch`` is that in which the phone last
    showed what it was given.
    """

    epoch: str | None = None
    present: str | None = None
    before: str | None = None


NOTHING_GIVEN = Incarnation()


@dataclass(frozen=True, slots=True)
class Showing:
    """What a request shows, None for none yet, and a ``fresh`` token to answer it with."""

    shown: str | None
    fresh: str


@dataclass(frozen=True, slots=True)
class Copied:
    """The request comes from a copy of the phone: nothing of it is taken in (P102)."""


def turn(kept: Incarnation, showing: Showing, epoch: str) -> Incarnation | Copied:
    """P101: what the device is told to show next."""
    if showing.shown == kept.present:
        return Incarnation(epoch, showing.fresh, showing.shown)
    if kept.epoch != epoch:  # given by a server that was restored since, or never: not known here
        return Incarnation(kept.epoch, showing.fresh, showing.shown)
    if showing.shown == kept.before:  # its answer was lost, or it came twice
        return kept
    return Copied()
