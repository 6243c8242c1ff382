"""Statements that SQLite and the PostgreSQL family spell alike, but SQLAlchemy does not.

Each takes many rows and costs about one round trip: psycopg pipelines them. Writing one out costs
SQLAlchemy more than a database needs to run it, so what each push says is written out once: reads are
constants of their modules with :func:`among` in the place of a list, and the texts of writes are kept.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, Literal, assert_never

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Dialect,
    Integer,
    Text,
    TypeDecorator,
    bindparam,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

from server.json_text import dump
from server.store.base import Base

Rows = Sequence[Mapping[str, Any]]
Known = Literal["fails", "stays", "is overwritten"]
"""What becomes of a row that is there already."""


def insert(dialect: Dialect, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT that can say ON CONFLICT."""
    return sqlite.insert(table) if dialect.name == "sqlite" else postgresql.insert(table)


def insert_all(connection: Connection, table: type[Base], rows: Rows) -> None:
    """Insert rows of which none is there yet, in the order given."""
    _write(connection, table, rows, known="fails", key=())


def insert_new(connection: Connection, table: type[Base], rows: Rows) -> None:
    """Insert the rows that are not there yet, in the order given."""
    _write(connection, table, rows, known="stays", key=())


def upsert(connection: Connection, table: type[Base], rows: Rows, *, key: Sequence[str]) -> None:
    """Insert rows, or overwrite those of the same ``key`` with the other columns given."""
    _write(connection, table, rows, known="is overwritten", key=tuple(key))


def among(column: InstrumentedAttribute[Any], name: str) -> ColumnElement[bool]:
    """``column IN (…)`` with one parameter for however many values, whose statement is always the same."""
    kind = Integer() if isinstance(column.type, Integer) else Text()
    return _Among(column, bindparam(name, type_=_Values(kind)))


class _Values(TypeDecorator[Iterable[Any]]):
    """Many values as one: a JSON array for SQLite, an array for PostgreSQL."""

    impl = Text
    cache_ok = True

    def __init__(self, of: TypeEngine[Any]) -> None:
        super().__init__()
        self.of = of

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        wanted = Text() if dialect.name == "sqlite" else ARRAY(self.of)
        return dialect.type_descriptor(wanted)

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> Any:
        values = list(value or ())
        return dump(values) if dialect.name == "sqlite" else values


class _Among(FunctionElement[bool]):
    """Of no type: to one that says it is boolean, SQLAlchemy adds ``= 1``, which no index answers."""

    inherit_cache = True


@compiles(_Among, "sqlite")
def _among_json(among: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    # The cast gives values the column's type, whatever the JSON made of them.
    column, values = (compiler.process(clause, **kw) for clause in among.clauses)
    kind = "INTEGER" if isinstance(among.clauses.clauses[0].type, Integer) else "TEXT"
    return f"{column} IN (SELECT CAST(value AS {kind}) FROM json_each({values}))"  # noqa: S608


@compiles(_Among, "postgresql")
def _among_array(among: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, values = (compiler.process(clause, **kw) for clause in among.clauses)
    return f"{column} = ANY ({values})"


def _write(
    connection: Connection, table: type[Base], rows: Rows, *, known: Known, key: tuple[str, ...]
) -> None:
    if rows:
        text, laid = _written(connection.dialect, table, tuple(rows[0]), known=known, key=key)
        connection.exec_driver_sql(text, [laid(row) for row in rows])


@cache
def _written(
    dialect: Dialect,
    table: type[Base],
    columns: tuple[str, ...],
    *,
    known: Known,
    key: tuple[str, ...],
) -> tuple[str, Callable[[Mapping[str, Any]], Any]]:
    """The text of an INSERT of these columns, and how its driver wants a row of them.

    Values go to the driver as they are: no type of these tables changes anything about them, and a
    row names every column that has a default of SQLAlchemy's making.
    """
    statement = insert(dialect, table)
    match known:
        case "fails":
            pass
        case "stays":
            statement = statement.on_conflict_do_nothing()
        case "is overwritten":
            given = {name: statement.excluded[name] for name in columns if name not in key}
            statement = statement.on_conflict_do_update(index_elements=list(key), set_=given)
        case _:
            assert_never(known)
    compiled = statement.compile(dialect=dialect, column_keys=list(columns))
    assert isinstance(compiled, SQLCompiler)
    assert not compiled._bind_processors, table  # noqa: SLF001  nobody else says so
    assert not compiled.insert_prefetch, table
    order = compiled.positiontup
    return compiled.string, dict if order is None else _in_order(order)


def _in_order(names: Sequence[str]) -> Callable[[Mapping[str, Any]], Any]:
    """A row as a tuple in the order of the statement's parameters."""
    if len(names) == 1:
        return lambda row: (row[names[0]],)
    return itemgetter(*names)
