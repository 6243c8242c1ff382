"""Words that backing up, restoring and other long work share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


class BackupError(Exception):
    """What stands in the way of a backup or a restore; the message names the mend."""


Progress = Callable[[float], None]
"""Told what share of a part of the work is done, from 0 to 1."""

Phase = Callable[[str], Progress]
"""Begins a part of the work under its name and returns where its progress goes."""


def quiet(_name: str) -> Progress:
    """The `Phase` of who does not look."""
    return lambda _done: None


class Counted:
    """Progress of work of which so many pieces were counted before it began; some may come, some may go."""

    def __init__(self, progress: Progress, expected: int) -> None:
        self._progress, self._expected, self._done = progress, max(expected, 1), 0

    def add(self, pieces: int = 1) -> None:
        self._done += pieces
        self._progress(self._done / self._expected)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a finished backup holds: each device's high-water mark, and of which epoch it is."""

    epoch: str
    through: Mapping[str, int]
