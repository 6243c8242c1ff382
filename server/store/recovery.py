"""Words that backing up and restoring share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


class BackupError(Exception):
    """What stands in the way of a backup or a restore; the message names the mend."""


Progress = Callable[[float], None]
"""Told what share of a part of the work is done, from 0 to 1."""

Phase = Callable[[str], Progress]
"""Begins a part of the work under its name and returns where its progress goes."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a finished backup holds: each device's high-water mark, and of which epoch it is."""

    epoch: str
    through: Mapping[str, int]
