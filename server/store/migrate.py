"""Bring a database to the newest schema, beside processes of the version before (docs/running.md, "Upgrading").

Each step only adds (expand): what the version before reads and writes stays true until a later version
takes it away (contract). All steps that a database has not had are one transaction, so that a process killed
in the middle of it has changed nothing.
"""

import logging
from functools import cache
from pathlib import Path
from time import sleep

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from server.store.engine import is_sqlite, migration_engine, reading, writing
from server.store.recovery import Counted, Phase, quiet

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK_WAIT = "500ms"
"""How long it waits for a table. Every push queues up behind it meanwhile, so not for longer; and PostgreSQL
looks for deadlocks after 1 s, by when it has let go of what a push may be waiting for."""
TRIES = 120
PAUSE_S = 0.5
_LET_OTHERS_PASS = {"55P03", "40P01"}  # lock_not_available, deadlock_detected
_ONE_AT_A_TIME = 0x7065726973  # any number, the same for every process
log = logging.getLogger(__name__)


def upgrade(engine: Engine, phase: Phase = quiet) -> int:
    """Run the migrations that this database has not had, all of them or none; how many these were.

    On PostgreSQL a push or a long reader (a backup) may hold a table: the whole is undone and tried again,
    while pushes go on. Raises :class:`RuntimeError` when a SQLite database would be left with
    broken references.
    """
    own = migration_engine(engine)
    try:
        for _ in range(TRIES - 1):
            try:
                return _upgrade(own, phase)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in _LET_OTHERS_PASS:
                    raise
                log.info("migration_waits")
                sleep(PAUSE_S)
        return _upgrade(own, phase)
    finally:
        own.dispose()


def newest_schema() -> str:
    """The name of the schema that this version of the server was written for."""
    return _steps()[0]


def is_behind(schema: str) -> bool:
    """Whether a database still lacks a step of this version. A name that is unknown is of a later version."""
    return schema in _steps()[1:]


def has_schema(engine: Engine) -> bool:
    """Whether any migration was ever run on a database."""
    with reading(engine) as connection:
        return inspect(connection).has_table("alembic_version")


def read_schema(engine: Engine) -> str:
    """The name of the schema that a database has. Names say nothing of their order: see `is_behind`."""
    with reading(engine) as connection:
        number: str = connection.execute(
            text("SELECT version_num FROM alembic_version")
        ).scalar_one()
    return number


@cache
def _steps() -> tuple[str, ...]:
    """Every step that this version knows, the newest first."""
    scripts = ScriptDirectory.from_config(_config())
    return tuple(script.revision for script in scripts.walk_revisions())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _upgrade(engine: Engine, phase: Phase) -> int:
    config = _config()
    with writing(engine) as connection:
        if not is_sqlite(connection):  # which has one writer at a time
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})"))
            connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_WAIT}'"))
            _take_tables(connection)
        config.attributes["connection"] = connection
        steps = _left(connection)
        config.attributes["steps"] = Counted(phase("Tables"), steps)
        command.upgrade(config, "head")
        if is_sqlite(connection):
            _refuse_broken_references(connection)
    return steps


def _left(connection: Connection) -> int:
    """How many steps there are to do."""
    if not inspect(connection).has_table("alembic_version"):
        return len(_steps())
    known = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return _steps().index(known) if known in _steps() else 0


def _take_tables(connection: Connection) -> None:
    """Have every table before the first step where there is one to do: a step that took them one by one
    and a push that has some of them would wait for each other."""
    tables = inspect(connection).get_table_names()
    if "alembic_version" not in tables:
        return
    asked = text("SELECT version_num FROM alembic_version")
    if connection.scalar(asked) != newest_schema():
        quoted = map(connection.dialect.identifier_preparer.quote, sorted(tables))
        connection.execute(text(f"LOCK TABLE {', '.join(quoted)} IN ACCESS EXCLUSIVE MODE"))


def _refuse_broken_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        tables = ", ".join(sorted({row[0] for row in broken}))
        message = f"a migration broke references of {tables}"
        raise RuntimeError(message)
