"""The real server in this process: the Flask app on a SQLite file, put back to the beginning for each story."""

import base64
import logging
import secrets
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from argon2 import PasswordHasher, profiles
from sqlalchemy import event, update
from werkzeug.test import EnvironBuilder, run_wsgi_app
from werkzeug.wrappers import Response

from server.accounts import passwords
from server.app import create_app
from server.settings import Settings
from server.store import Store
from server.store.base import db
from server.store.engine import open_engine
from server.store.migrate import upgrade
from server.store.models import AccountRow
from tests.conversation.site import Site
from tests.conversation.weather import Weather
from tests.server.conftest import Clock
from tests.server.people import PASSWORD, settle
from tests.simulate.stage import SqlStage


@dataclass(frozen=True, slots=True)
class Server:
    site: Site
    stage: SqlStage
    beginning: Path
    """A backup of the database before any story."""
    chance: Random
    """Where its tokens and epochs come from."""

    def serve(self, told: Mapping[str, Any]) -> Response:
        """What the server says to a request as a phone sends it, whole."""
        body = told["body"]
        builder = EnvironBuilder(
            told["path"],
            method=told["method"],
            headers=[tuple(header) for header in told["headers"]],
            data=base64.b64decode(body) if body else None,
        )
        environ = builder.get_environ()
        chunks, status, headers = run_wsgi_app(self.site.app.wsgi_app, environ, buffered=True)
        return Response(b"".join(chunks), status, headers)

    def begin(self, seed: int) -> None:
        """Back to the beginning, for another story."""
        self.chance.seed(f"server {seed}")
        self.site.clock.now = Clock().now  # first: a restore takes its line from the clock
        self.site.restore(self.beginning)


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """The server, its files in this folder. Its durability is not what is simulated: nothing is synced."""
    url = f"sqlite:///{folder / 'perisai.sqlite3'}"
    engine = open_engine(url)
    upgrade(engine)
    settle(Store(engine))
    engine.dispose()
    clock = Clock()
    settings = Settings(database_url=url, web_dist=folder, secret="s" * 40)
    quick = PasswordHasher.from_parameters(profiles.CHEAPEST)
    app = create_app(settings, clock=clock)
    logging.getLogger("server").setLevel(logging.ERROR)
    chance = Random()
    with (
        patch.object(passwords, "_HASHER", quick),
        patch.object(secrets, "token_bytes", chance.randbytes),
        patch.object(uuid, "uuid4", lambda: uuid.UUID(int=chance.getrandbits(128), version=4)),
        app.app_context(),
    ):
        cheap = update(AccountRow).values(password_hash=passwords.hash_password(PASSWORD))
        with db.engine.begin() as connection:
            connection.execute(cheap)
        event.listen(db.engine, "connect", lambda dbapi, _: dbapi.execute("PRAGMA synchronous=OFF"))
        site = Site(app, "", Weather(), clock)
        site.backup(folder / "beginning.sqlite3")
        yield Server(site, SqlStage(db.engine), folder / "beginning.sqlite3", chance)
        db.engine.dispose()
