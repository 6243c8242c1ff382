"""Backup and restore of a PostgreSQL database, by its own tools: pg_dump, pg_restore and psql."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Engine, inspect, text

from server.store.engine import open_engine, snapshot
from server.store.horizon import Line, read_through
from server.store.meta import read_epoch
from server.store.recovery import BackupError, Kept, Phase, Progress

ASIDE = "before_restore_"
"""How schemas are called that keep what a restore has replaced."""
CHUNK = 1 << 20
_NAMES = {"dbname": "PGDATABASE"}
"""Of libpq's settings those whose name in the environment is not PG and the same in capitals."""
_LINE = b"""
UPDATE public.meta SET value = :'epoch' WHERE key = 'epoch';
INSERT INTO public.meta VALUES ('floor', :'floor')
  ON CONFLICT (key) DO UPDATE SET value = excluded.value;
"""
"""A restored database is never seen, not even by a crash, on the epoch of its backup (P110)."""
_TABLE = re.compile(rb"^COPY public\.", re.MULTILINE)


def dump(engine: Engine, partial: Path, phase: Phase) -> Kept:
    """Dump one snapshot of the database, and read the archive back."""
    with snapshot(engine) as connection:
        name = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
        kept = Kept(read_epoch(connection), read_through(connection))
        command = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--verbose"]
        command += [f"--exclude-schema={ASIDE}*", f"--snapshot={name}", f"--file={partial}"]
        tables = len(inspect(connection).get_table_names())
        _dumped(command, engine, tables, phase("Copying"))
    progress = phase("Reading back")
    _run(["pg_restore", f"--file={os.devnull}", str(partial)])
    progress(1.0)
    return kept


def revision(file: Path) -> str | None:
    """The version of an archive's schema; None for a file that is no backup of ours."""
    try:
        told = _run(["pg_restore", "--data-only", "--table=alembic_version", "--file=-", str(file)])
    except _ToolError:
        return None
    found = re.search(r"^COPY public\.alembic_version .*\n(\w+)\n", told, re.MULTILINE)
    return found[1] if found else None


def replace(url: str, file: Path, *, line: Line, phase: Phase) -> str | None:
    """Put an archive in the place of the database, on a new epoch and line, in one transaction.

    What was there stays in a schema of its own, whose name is returned; None where there was nothing.
    """
    engine = open_engine(url)
    aside = _set_aside(engine)
    _run(["pg_restore", f"--file={os.devnull}", str(file)])
    tables = _run(["pg_restore", "--list", str(file)]).count(" TABLE DATA ")
    first = f"ALTER SCHEMA public RENAME TO {aside};" if aside else "DROP SCHEMA public;"
    target = ["psql", "--no-psqlrc", "--quiet", "--single-transaction", "-v", "ON_ERROR_STOP=1"]
    target += ["-v", f"epoch={line.epoch}", "-v", f"floor={line.floor}"]
    with tempfile.TemporaryFile() as told:
        sink = _begin(
            target,
            _environment(engine),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=told,
        )
        assert sink.stdin is not None
        try:
            sink.stdin.write(f"{first} CREATE SCHEMA public;\n".encode())
            _pour(file, sink.stdin, tables, phase("Restoring"))
            sink.stdin.write(_LINE)
            sink.stdin.close()
        except BrokenPipeError:
            pass  # psql has ended over an error; it says which
        except BaseException:
            sink.kill()  # before it has heard the end: what it did is undone
            sink.wait()
            raise
        if sink.wait() != 0:
            raise BackupError(f"nothing was restored: {_last_line(told)}")
    engine.dispose()
    return aside


def _set_aside(engine: Engine) -> str | None:
    """The name for what is there now, having made sure that nobody uses it."""
    with engine.connect() as connection:
        others = connection.execute(
            text(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
        ).scalar_one()
        there = inspect(connection).get_table_names()
    engine.dispose()
    if others:
        raise BackupError("the database is in use; stop the server, then restore")
    return f"{ASIDE}{datetime.now(UTC):%Y%m%dt%H%M%S}" if there else None


def _dumped(command: list[str], engine: Engine, tables: int, progress: Progress) -> None:
    """Run pg_dump, which tells each table that it begins."""
    process = _begin(command, _environment(engine), stderr=subprocess.PIPE)
    assert process.stderr is not None
    begun, last = 0, ""
    for line in process.stderr:
        last = line.decode(errors="replace").strip() or last
        if b"dumping contents of table" in line:
            begun += 1
            progress(min(1.0, begun / max(1, tables)))
    if process.wait() != 0:
        raise BackupError(f"pg_dump failed: {last}")
    progress(1.0)


def _pour(file: Path, sink: IO[bytes], tables: int, progress: Progress) -> None:
    """Turn an archive into SQL and hand it on."""
    script = ["pg_restore", "--no-owner", "--no-privileges", "--file=-", str(file)]
    with tempfile.TemporaryFile() as told:
        source = _begin(script, stdout=subprocess.PIPE, stderr=told)
        assert source.stdout is not None
        begun = 0
        try:
            while chunk := source.stdout.read(CHUNK):
                begun += len(_TABLE.findall(chunk))
                sink.write(chunk)
                progress(min(1.0, begun / max(1, tables)))
        except BaseException:
            source.kill()
            raise
        finally:
            ended = source.wait()
        if ended != 0:
            raise _ToolError(f"pg_restore failed: {_last_line(told)}")


class _ToolError(BackupError):
    """A tool that ended with an error."""


def _run(command: list[str]) -> str:
    with tempfile.TemporaryFile() as told:
        process = _begin(command, stdout=subprocess.PIPE, stderr=told)
        output, _ = process.communicate()
        if process.returncode != 0:
            raise _ToolError(f"{command[0]} failed: {_last_line(told)}")
    return output.decode(errors="replace")


def _begin(
    command: list[str], environment: Mapping[str, str] | None = None, **pipes: Any
) -> subprocess.Popen[bytes]:
    if shutil.which(command[0]) is None:
        raise BackupError(
            f"{command[0]} is not on the PATH; install PostgreSQL's client programs of the"
            " server's version (Debian: postgresql-client)"
        )
    return subprocess.Popen(command, env=environment, **pipes)  # noqa: S603  our own words


def _environment(engine: Engine) -> dict[str, str]:
    """Where to and who, for the tools: a password on a command line would be read by everybody."""
    _, given = engine.dialect.create_connect_args(engine.url)
    told = {_NAMES.get(key, f"PG{key.upper()}"): str(value) for key, value in given.items()}
    return {**os.environ, **told}


def _last_line(told: IO[bytes]) -> str:
    told.seek(0)
    lines = told.read().decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"
