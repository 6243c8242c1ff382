"""Telling a phone from its copy (rules P100-P102): a token that changes with each answer."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Incarnation:
    """What a device was given: its present token and the one before, in one epoch of the server.

    ``before`` is None where the phone had none to show.
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
    if kept.epoch != epoch:  # never given one, or by a server that was restored since
        return Incarnation(epoch, showing.fresh, showing.shown)
    if showing.shown == kept.present:
        return replace(kept, present=showing.fresh, before=kept.present)
    if showing.shown == kept.before:  # its answer was lost, or it came twice
        return kept
    return Copied()
