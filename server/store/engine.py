"""Engines that keep what they were given, and the three kinds of transaction used on them."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

BUSY_TIMEOUT_MS = 10_000
CONNECT_TIMEOUT_S = 5
CACHE_KB = 16_384
"""Of pages that each connection to SQLite keeps: 2 MB, as it is by itself, have no room for the
upper pages of a grown store's indexes."""

THREADS = 16
"""As in ``server/serving.py``, which has no need to load this."""
_POOL = {"pool_size": THREADS, "max_overflow": 4, "pool_timeout": 10}
"""Connections of a process: one for each thread, and some, since a push that asks for somebody else's rights needs
a second one; with one each and no more they could wait for each other. Whoever gets none within 10 s answers 503:
a phone's own patience is 30 s."""
_WAITS = {
    "connect_timeout": CONNECT_TIMEOUT_S,
    # A database, or a way to it, that is gone without a word must not hold every thread.
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 20_000,
}
_STANDSTILL = {"options": "-c idle_in_transaction_session_timeout=60s"}
"""A process that stands still with a clinic's counter locked must not hold the whole clinic (P60)."""


def is_sqlite(on: Engine | Connection) -> bool:
    """Tell whether this is SQLite, which has one writer at a time and no row locks."""
    return on.dialect.name == "sqlite"


def engine_options(url: str) -> dict[str, Any]:
    """Options of ``create_engine`` for this address, for commands that may take their time."""
    parts = make_url(url)
    pool = _POOL if parts.database else {}  # one in memory has a single connection
    if parts.get_backend_name() == "sqlite":
        return {"hide_parameters": True, **pool}
    return {"hide_parameters": True, "pool_pre_ping": True, "connect_args": _WAITS, **pool}


def serving_options(url: str) -> dict[str, Any]:
    """The same for a process that serves: Flask-SQLAlchemy's own call of ``create_engine``."""
    options = engine_options(url)
    if "connect_args" in options:
        options["connect_args"] = {**options["connect_args"], **_STANDSTILL}
    return options


def open_engine(url: str) -> Engine:
    """Return an engine with its hooks on, for use without Flask."""
    engine = create_engine(url, **engine_options(url))
    prepare(engine)
    return engine


def prepare(engine: Engine) -> None:
    """Hang the hooks on a new engine, before its first connection. Only SQLite needs any."""
    if is_sqlite(engine):
        _hook(engine, foreign_keys="ON")


def migration_engine(engine: Engine) -> Engine:
    """Return an engine of its own for migrations.

    Alembic alters a SQLite table by building it anew and dropping the old one, which foreign keys
    would forbid, and they cannot be switched off inside a transaction.
    """
    own = create_engine(engine.url, poolclass=NullPool, hide_parameters=True)
    if is_sqlite(own):
        _hook(own, foreign_keys="OFF")
    return own


def _hook(engine: Engine, *, foreign_keys: str) -> None:
    pragmas = (
        "journal_mode=WAL",
        "synchronous=FULL",  # NORMAL may lose the last commits at a power cut: receipts would lie
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        f"foreign_keys={foreign_keys}",
        f"cache_size=-{CACHE_KB}",
    )

    @event.listens_for(engine, "connect")
    def on_connect(dbapi: Any, _entry: ConnectionPoolEntry) -> None:
        dbapi.isolation_level = None  # sqlite3 must not begin by itself, and too late
        for pragma in pragmas:
            dbapi.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {mode}")


# On SQLite a read that turns into a write fails at once, whatever the busy timeout: writers say so
# first.
_WRITING: Mapping[str, Any] = {"sqlite_begin": "IMMEDIATE"}
_WRITING_ROWS: Mapping[str, Any] = {"isolation_level": "READ COMMITTED"}
_SNAPSHOT_ROWS: Mapping[str, Any] = {
    "isolation_level": "REPEATABLE READ",
    "postgresql_readonly": True,
}


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Yield a connection in a write transaction: committed at the end, undone by an exception."""
    options = _WRITING if is_sqlite(engine) else _WRITING_ROWS
    with (
        _turn(engine),
        engine.connect().execution_options(**options) as connection,
        connection.begin(),
    ):
        yield connection


_turns: WeakKeyDictionary[Engine, Lock] = WeakKeyDictionary()


def _turn(engine: Engine) -> AbstractContextManager[Any]:
    """Let the threads of this process write to SQLite one after the other.

    SQLite's own waiting sleeps and tries again, up to 100 ms at a time and in no order: with many
    threads one of them starves until the busy timeout. That is left to the few processes.
    """
    return _turns.setdefault(engine, Lock()) if is_sqlite(engine) else nullcontext()


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """Yield a connection that reads one state of the database and waits for no writer."""
    options = {} if is_sqlite(engine) else _SNAPSHOT_ROWS
    with (
        engine.connect().execution_options(**options) as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Yield a connection for a single read."""
    with engine.connect() as connection, connection.begin():
        yield connection
