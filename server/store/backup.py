"""Backing the database up while it serves, and putting it back: what both kinds of database share.

A backup is one file. It is written beside its place under another name, read back, made durable,
and only then given its name and told to the phones as their horizon (P108).
"""

import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import Engine, make_url

from server.moments import utc_now
from server.store import postgres_backup, sqlite_backup
from server.store.engine import is_sqlite, open_engine, writing
from server.store.horizon import (
    Line,
    OvertakenError,
    begin_line,
    move_horizon,
    new_line,
    read_through,
    settle_on_backup,
)
from server.store.migrate import MIGRATIONS, upgrade
from server.store.recovery import BackupError, Phase


@dataclass(frozen=True, slots=True)
class BackedUp:
    """``operations`` is what the log of the backup holds, over all ``devices``."""

    size: int
    devices: int
    operations: int


@dataclass(frozen=True, slots=True)
class Restored:
    """``aside``: where what was in the database before the restore is kept; None where it was empty."""

    devices: int
    operations: int
    aside: str | None


def back_up(engine: Engine, file: Path, phase: Phase) -> BackedUp:
    """Write a backup and move the horizon to it.

    Raises :class:`BackupError` with the mend; then there is no file, and no horizon has moved.
    """
    if file.exists():
        raise BackupError(f"{file} is there already; name a new file, such as one with the date")
    if not file.parent.is_dir():
        raise BackupError(f"{file.parent} is no folder; make it first")
    begun = utc_now()
    with _partial(file) as partial:
        dump = sqlite_backup.dump if is_sqlite(engine) else postgres_backup.dump
        kept = dump(engine, partial, phase)
        _make_durable(partial)
        partial.rename(file)
        _make_durable(file.parent)
    try:
        move_horizon(engine, kept.through, epoch=kept.epoch, at=begun)
    except OvertakenError:
        raise BackupError(
            f"{file} is whole, but the database was restored meanwhile; make another backup"
        ) from None
    return BackedUp(file.stat().st_size, len(kept.through), sum(kept.through.values()))


def restore(
    url: str, file: Path, phase: Phase, *, clock: Callable[[], datetime] = utc_now
) -> Restored:
    """Put a backup in the place of the database: migrated, on a new epoch and line (P110).

    Raises :class:`BackupError` with the mend; then the database is as it was.
    """
    if not file.is_file():
        raise BackupError(f"{file} is not there")
    made_at = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    line = new_line(clock())
    if make_url(url).get_backend_name() == "sqlite":
        _check_version(sqlite_backup.revision(file))
        with sqlite_backup.in_place_of(url, file, phase) as (fresh, aside):
            _finish(fresh, line, made_at)
            devices, operations = _count(fresh)
        return Restored(devices, operations, aside)
    _check_version(postgres_backup.revision(file))
    aside = postgres_backup.replace(url, file, line=line, phase=phase)
    _finish(url, line, made_at)
    return Restored(*_count(url), aside)


def restored(engine: Engine) -> None:
    """Begin a new epoch and line on a database that an operator restored by other means (P110)."""
    upgrade(engine)
    with writing(engine) as connection:
        begin_line(connection, new_line(utc_now()))


def _finish(url: str, line: Line, made_at: datetime) -> None:
    engine = open_engine(url)
    upgrade(engine)
    with writing(engine) as connection:
        begin_line(connection, line)
        settle_on_backup(connection, made_at)
    engine.dispose()


def _count(url: str) -> tuple[int, int]:
    engine = open_engine(url)
    with writing(engine) as connection:
        through = read_through(connection)
    engine.dispose()
    return len(through), sum(through.values())


def _check_version(revision: str | None) -> None:
    if revision is None:
        raise BackupError("this is no backup of Perisai Lapangan; name another file")
    if revision not in _known_revisions():
        raise BackupError(
            f"the backup is of a newer version (schema {revision}) than this program;"
            " install that version, then restore"
        )


def _known_revisions() -> Collection[str]:
    script = ScriptDirectory(str(MIGRATIONS))
    return {found.revision for found in script.walk_revisions()}


@contextmanager
def _partial(file: Path) -> Iterator[Path]:
    """A name beside the file's for as long as it is not whole; nothing of it stays after a failure."""
    partial = file.with_name(f".{file.name}.partial")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    try:
        yield partial
    finally:
        partial.unlink(missing_ok=True)


def _make_durable(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
