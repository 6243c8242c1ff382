"""Bring a database to the newest schema. Run once, before the workers start."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

from server.store.engine import is_sqlite, migration_engine, writing

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Run the migrations that this database has not had, all of them or none.

    Raises :class:`RuntimeError` when a SQLite database would be left with broken references.
    """
    own = migration_engine(engine)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with writing(own) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if is_sqlite(connection):
            _refuse_broken_references(connection)
    own.dispose()


def _refuse_broken_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        tables = ", ".join(sorted({row[0] for row in broken}))
        message = f"a migration broke references of {tables}"
        raise RuntimeError(message)
