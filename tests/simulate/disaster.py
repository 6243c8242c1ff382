"""Backups of the server, some never finished, and restores of the newest or of an older one (I14)."""

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from sync.memory import MemoryJournal
from tests.simulate.phone import KEPT_TICKS
from tests.simulate.staff import Staff
from tests.simulate.world import World

BACKUP, RESTORE, TORN = 0.05, 0.06, 0.3
"""How often there is a backup and a restore, a step, and how many backups come to nothing."""
ENTERED_AGAIN = 0.7
"""How often an admin enters again at once who may what, which the backup knows as it was."""


@dataclass(frozen=True, slots=True)
class Kept:
    tick: int
    tables: Any
    staff: Staff


@dataclass(slots=True)
class Backups:
    """The operator's shelf."""

    shelf: list[Kept] = field(default_factory=list)
    restores: int = 0

    def step(self, world: World, journal: MemoryJournal) -> None:
        """Chance decides; the story's own chance is not touched."""
        if world.fate.random() < BACKUP:
            self._back_up(world, journal)
        if world.fate.random() < RESTORE:
            self._restore(world, journal)

    def _back_up(self, world: World, journal: MemoryJournal) -> None:
        """P108: the horizon moves once the file is whole, and a torn one moves nothing."""
        tables = journal.backup()
        if world.fate.random() < TORN:
            return
        self.shelf.append(Kept(world.ticks, tables, deepcopy(world.staff)))
        journal.keep(tables)

    def _restore(self, world: World, journal: MemoryJournal) -> None:
        """The newest, however old it is, or one before it of the last days (P109)."""
        if not self.shelf:
            return
        recent = [kept for kept in self.shelf if kept.tick + KEPT_TICKS > world.ticks]
        chosen = world.fate.choice([self.shelf[-1], *recent])
        epoch = f"epoch-{world.fate.getrandbits(48):012x}"
        journal.restore(chosen.tables, epoch=epoch, floor=world.ticks * 1000)
        world.late.clear()  # the server was stopped: nothing was on its way to it
        now, world.staff = world.staff, deepcopy(chosen.staff)
        if world.fate.random() < ENTERED_AGAIN:
            world.staff.enter_again(now, world.now())
        self.restores += 1
