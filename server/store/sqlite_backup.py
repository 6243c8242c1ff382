"""Backup and restore of a SQLite database: its own online backup, and a rename."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, make_url

from server.store.recovery import BackupError, Kept, Phase, Progress

PAGES = 1000
"""Copied between two reports of progress."""


def dump(engine: Engine, partial: Path, phase: Phase) -> Kept:
    """Copy the database as it is at one moment, whoever writes meanwhile, and read the copy back."""
    source = engine.url.database
    assert source is not None
    with closing(sqlite3.connect(source)) as ours, closing(sqlite3.connect(partial)) as copy:
        ours.execute("BEGIN")
        # The copy goes by this reader's snapshot: else each write would make it begin anew.
        ours.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        _copy(ours, copy, phase("Copying"))
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a WAL beside it
    with closing(_opened(partial)) as copy:
        _check(copy, phase("Reading back"))
        (epoch,) = copy.execute("SELECT value FROM meta WHERE key = 'epoch'").fetchone()
        return Kept(epoch, dict(copy.execute("SELECT id, through FROM device")))


def revision(file: Path) -> str | None:
    """The version of a backup's schema; None for a file that is no backup of ours."""
    try:
        with closing(_opened(file)) as backup:
            found = backup.execute("SELECT version_num FROM alembic_version").fetchone()
            backup.execute("SELECT value FROM meta WHERE key = 'epoch'").fetchone()
    except sqlite3.DatabaseError:
        return None
    return str(found[0]) if found else None


@contextmanager
def in_place_of(url: str, file: Path, phase: Phase) -> Iterator[tuple[str, str | None]]:
    """Yield the address of a copy of a backup, and where what is there now will be kept; when the
    block ends well the copy takes the database's place, in one rename."""
    name = make_url(url).database
    assert name is not None
    place = Path(name)
    fresh = place.with_name(f".{place.name}.restoring")
    aside = None
    if place.exists():
        at = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        aside = place.with_name(f"{place.name}.before-restore-{at}")
    with closing(_opened(file)) as backup:
        _check(backup, phase("Checking"))
    with _alone(place):
        try:
            _remove(fresh)
            with closing(_opened(file)) as backup, closing(sqlite3.connect(fresh)) as copy:
                _copy(backup, copy, phase("Copying"))
            yield f"sqlite:///{fresh}", str(aside) if aside else None
            with fresh.open("rb") as written:
                os.fsync(written.fileno())
            if aside:
                _keep_aside(place, aside)
            fresh.replace(place)
            _sync_folder(place.parent)
        finally:
            _remove(fresh)


def _keep_aside(place: Path, aside: Path) -> None:
    """A second name for what is there: at no moment is there no database."""
    try:
        os.link(place, aside)
    except OSError:  # a disk without links
        shutil.copy2(place, aside)


def _remove(file: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + ending).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Hold the database so that no server can use it; leaving WAL is refused while one has it open."""
    if not place.exists():
        yield
        return
    with closing(sqlite3.connect(place, timeout=0, isolation_level=None)) as ours:
        try:
            (mode,) = ours.execute("PRAGMA journal_mode=DELETE").fetchone()
            ours.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            mode = "wal"
        except sqlite3.DatabaseError:  # too broken to be opened, let alone used
            mode = "delete"
        if mode != "delete":
            raise BackupError("the database is in use; stop the server, then restore")
        yield


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, progress: Progress) -> None:
    def told(_status: int, remaining: int, total: int) -> None:
        progress(1 - remaining / total if total else 1.0)

    source.backup(target, pages=PAGES, progress=told)


def _check(copy: sqlite3.Connection, progress: Progress) -> None:
    """Read every page and every index."""
    try:
        said = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise BackupError(f"the file is broken ({error}); use another backup") from None
    if said != "ok":
        raise BackupError("the file is broken; use another backup")
    progress(1.0)
