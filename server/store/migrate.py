"""Bring a database to the newest schema, beside processes of the version before (docs/running.md, "Upgrading").

Each step only adds (expand): what the version before reads and writes stays true until a later version
takes it away (contract). All steps that a database has not had are one transaction, so that a process killed
in the middle of it has changed nothing.
"""

import logging
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from server.store.engine import is_sqlite, migration_engine, reading, writing

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK_WAIT = "4s"
"""How long a step waits for a table. Every push queues up behind it meanwhile, so not for longer."""
TRIES = 30
_LOCK_NOT_AVAILABLE = "55P03"
_ONE_AT_A_TIME = 0x7065726973  # any number, the same for every process
log = logging.getLogger(__name__)


def upgrade(engine: Engine) -> None:
    """Run the migrations that this database has not had, all of them or none.

    On PostgreSQL a long reader (a backup) may hold a table that a step changes: the whole is undone and tried
    again, while pushes go on. Raises :class:`RuntimeError` when a SQLite database would be left with
    broken references.
    """
    own = migration_engine(engine)
    try:
        for _ in range(TRIES - 1):
            try:
                return _upgrade(own)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
                    raise
                log.info("migration_waits")
        return _upgrade(own)
    finally:
        own.dispose()


def newest_schema() -> str:
    """The number of the schema that this version of the server was written for."""
    return _newest()


def has_schema(engine: Engine) -> bool:
    """Whether any migration was ever run on a database."""
    with reading(engine) as connection:
        return inspect(connection).has_table("alembic_version")


def read_schema(engine: Engine) -> str:
    """The number of the schema that a database has. Numbers grow: a later schema is a greater text."""
    with reading(engine) as connection:
        number: str = connection.execute(
            text("SELECT version_num FROM alembic_version")
        ).scalar_one()
    return number


@cache
def _newest() -> str:
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _upgrade(engine: Engine) -> None:
    config = _config()
    with writing(engine) as connection:
        if not is_sqlite(connection):  # which has one writer at a time
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})"))
            connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_WAIT}'"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if is_sqlite(connection):
            _refuse_broken_references(connection)


def _refuse_broken_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        tables = ", ".join(sorted({row[0] for row in broken}))
        message = f"a migration broke references of {tables}"
        raise RuntimeError(message)
