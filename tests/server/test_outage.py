"""The database away, full or held by somebody: 503 and when to ask again; nothing is half done (docs/running.md)."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from errno import ENOSPC
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import URL, Connection, event, text

from server.app import create_app
from server.settings import Settings
from server.store.base import db
from server.store.blobs import Blobs
from tests.databases import in_postgres, shown
from tests.pictures import declared, picture
from tests.server.conftest import Clock, NewPhone
from tests.server.people import RINA, made_id, units
from tests.server.phone import Phone
from tests.server.uploading import Lane

ONE, TWO = made_id("registration one"), made_id("registration two")
ROOM = 60
"""Pages left on the full disk: enough to begin with, not for a hundred registrations."""


@pytest.fixture
def rina(new_phone: NewPhone) -> Phone:
    return new_phone(RINA)


@contextmanager
def away(url: URL) -> Iterator[None]:
    """The whole database away: a folder in the file's place, a server that lets nobody in."""
    name = url.database
    assert name is not None
    if url.get_backend_name() == "sqlite":
        path, aside = Path(name), Path(f"{name}.aside")
        db.engine.dispose()
        path.rename(aside)
        path.mkdir()
        yield
        path.rmdir()
        aside.rename(path)
        return
    server = url.set(database="postgres")
    in_postgres(server, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false", ends(name))
    yield
    in_postgres(server, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def ends(database: str) -> str:
    return f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'"  # noqa: S608  a name of ours


def refused(phone: Phone, request: dict[str, Any]) -> None:
    """A push is answered that it was not taken, and when to come again."""
    answer = phone.post(request)
    assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert answer.content_type == "application/problem+json"


def taken(phone: Phone, request: dict[str, Any], through: int) -> None:
    receipts = phone.post(request).get_json()["receipts"]
    assert (receipts["through"], receipts["exceptions"]) == (through, [])


def test_P43_what_came_while_the_database_was_away_is_taken_when_it_is_back(rina: Phone) -> None:
    rina.sync(rina.create(ONE))
    asked = rina.request(rina.create(TWO, 2))
    with away(db.engine.url):
        refused(rina, asked)
        client = rina.client
        assert client.get("/health/live").get_json() == {"status": "live"}
        ready = client.get("/health/ready")
        assert (ready.status_code, ready.get_json()["code"]) == (503, "unavailable")
        assert client.get("/").status_code == 200, "the app itself needs no database"
    assert rina.client.get("/health/ready").get_json() == {"status": "ready"}
    taken(rina, asked, 2)


def test_a_server_starts_while_its_database_is_away(rina: Phone) -> None:
    """A process that is replaced in that minute must not take the whole server down with it."""
    url = db.engine.url
    with away(url):
        made = create_app(Settings(database_url=shown(url), secret="s" * 40))
        client = made.test_client()
        assert client.get("/health/live").status_code == 200
        assert client.get("/health/ready").status_code == 503
    assert client.get("/health/ready").status_code == 200
    with made.app_context():
        db.engine.dispose()
    rina.sync(rina.create(ONE))


def test_connections_that_broke_meanwhile_are_made_anew(app: Flask, rina: Phone) -> None:
    rina.sync(rina.create(ONE))
    url = db.engine.url
    if url.database and url.get_backend_name() != "sqlite":
        in_postgres(url.set(database="postgres"), ends(url.database))
    assert app.test_client().get("/health/ready").status_code == 200
    assert rina.sync(rina.create(TWO, 2))["receipts"]["through"] == 2


class TestSqlite:
    @pytest.fixture
    def database_url(self, sqlite_url: str) -> str:
        """PostgreSQL answers for its own disk; what it then says is the same kind of error."""
        return sqlite_url

    def test_a_full_disk_takes_nothing_and_loses_nothing(self, rina: Phone) -> None:
        rina.sync(rina.create(ONE))
        with db.engine.connect() as connection:
            most = connection.execute(text("PRAGMA page_count")).scalar_one() + ROOM

        def full(connection: Connection) -> None:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {most}")

        asked = rina.request(*(rina.create(made_id(f"r{n}"), n) for n in range(2, 102)))
        event.listen(db.engine, "begin", full)
        refused(rina, asked)
        event.remove(db.engine, "begin", full)
        db.engine.dispose()
        taken(rina, asked, 101)

    def test_a_writer_that_does_not_end_is_an_outage_and_no_bug(
        self,
        rina: Phone,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        asked = rina.request(rina.create(ONE))
        assert db.engine.url.database
        db.engine.dispose()

        def hasty(dbapi: Any, _entry: object) -> None:
            dbapi.execute("PRAGMA busy_timeout = 20")

        event.listen(db.engine, "connect", hasty)
        logging.getLogger("server").addHandler(caplog.handler)
        with sqlite3.connect(db.engine.url.database, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            refused(rina, asked)
            other.execute("ROLLBACK")
        logging.getLogger("server").removeHandler(caplog.handler)
        assert "internal_error" not in caplog.text
        assert units()["identity"]["nik"] not in caplog.text
        taken(rina, asked, 1)


class TestPhotos:
    @pytest.fixture
    def database_url(self, sqlite_url: str) -> str:
        return sqlite_url

    def test_P84_a_photo_without_room_is_sent_again(
        self, rina: Phone, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        data = picture()
        rina.sync(rina.create(ONE, set=units(photo=declared(data))))
        lane = Lane(rina, ONE, data)
        assert lane.begin().status_code == 201
        with monkeypatch.context() as full:

            def no_room(*_: object) -> None:
                raise OSError(ENOSPC, "No space left on device")

            full.setattr(Blobs, "put", no_room)
            answer = lane.go_on(0)
            assert (answer.status_code, answer.get_json(force=True)["code"]) == (503, "unavailable")
        assert lane.go_on(lane.offset()).status_code == 204
        assert rina.get(f"/api/v1/registrations/{ONE}/photo").data == data


class TestClock:
    @pytest.fixture
    def database_url(self, sqlite_url: str) -> str:
        return sqlite_url

    def test_a_server_clock_that_steps_back_loses_nothing(self, rina: Phone, clock: Clock) -> None:
        rina.sync(rina.create(ONE))
        clock.forward(hours=-6)
        rina.sync(rina.create(TWO, 2))
        rina.sync(rina.operation("amend", ONE, base=1, set={"note": {"note": "x"}}, was={}))
        assert {entry["version"] for entry in rina.entries.values()} == {1, 2}
        assert rina.cursor is not None
        clock.forward(hours=12)
        assert rina.sync()["receipts"]["through"] == 3
        assert rina.client.get("/health/ready").status_code == 200
