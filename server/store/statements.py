"""Statements that SQLite and the PostgreSQL family spell alike, but SQLAlchemy does not.

Each takes many rows and costs about one round trip: psycopg pipelines them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from server.store.base import Base
from server.store.engine import is_sqlite

Rows = Sequence[Mapping[str, Any]]


def insert(connection: Connection, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT that can say ON CONFLICT."""
    return sqlite.insert(table) if is_sqlite(connection) else postgresql.insert(table)


def insert_new(connection: Connection, table: type[Base], rows: Rows) -> None:
    """Insert the rows that are not there yet, in the order given."""
    if rows:
        connection.execute(insert(connection, table).on_conflict_do_nothing(), list(rows))


def upsert(connection: Connection, table: type[Base], rows: Rows, *, key: Sequence[str]) -> None:
    """Insert rows, or overwrite those of the same ``key`` with the other columns given."""
    if not rows:
        return
    statement = insert(connection, table)
    given = [name for name in rows[0] if name not in key]
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=list(key),
            set_={name: statement.excluded[name] for name in given},
        ),
        list(rows),
    )
