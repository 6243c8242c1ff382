"""Is it up, may it be asked, and what is in the log and in every answer's headers."""

import json
import logging
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from server.app import create_app
from server.logs import request_id
from server.settings import Settings, SettingsError
from server.store.base import db
from tests.server.conftest import NewPhone
from tests.server.people import ADMIN, PASSWORD, RINA

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind is enough: nothing here depends on it."""
    return sqlite_url


def test_ready_is_for_this_schema_and_every_later_one(app: Flask) -> None:
    client = app.test_client()
    for schema, status in (("0001", 503), ("0017", 503), ("of a later version", 200)):
        with db.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": schema})
        answer = client.get("/health/ready")
        assert answer.status_code == status
        assert ("perisai migrate" in answer.text) == (status == 503)
    assert client.get("/health/live").status_code == 200


def test_a_database_without_tables_stops_the_start_with_the_mend(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="perisai migrate"):
        create_app(Settings(database_url=f"sqlite:///{tmp_path / 'empty.sqlite3'}"))


def test_the_wrong_start_is_told_in_a_line(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "server.cli", "welcome"],
        cwd=ROOT,
        env={"PATH": "", "PERISAI_DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Error: PERISAI_DATABASE_URL names a database without tables")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [("0123abcd-proxy", True), ("short", False), ("a" * 65, False), ("é" * 9, False)],
)
def test_an_answer_names_its_request_where_somebody_may_ask_after_it(
    app: Flask, *, given: str, kept: bool
) -> None:
    answer = app.test_client().get("/api/v1/health", headers={"X-Request-Id": given})
    told = answer.headers["X-Request-Id"]
    assert (told == given) == kept
    assert "X-Request-Id" not in app.test_client().get("/api/v1/health").headers
    refused = app.test_client().get("/api/v1/nowhere")
    assert refused.headers["X-Request-Id"] != told


def test_a_line_of_the_log_is_json_with_the_ids_as_members() -> None:
    program = (
        "from server.logs import request_id, start_logging\n"
        "import logging\n"
        "start_logging('json')\n"
        "request_id.set('r-1234567')\n"
        "logging.getLogger('server.api.sync').info('pushed device=%s operations=%d', 'd1', 3)\n"
        "logging.getLogger('server.app').error('internal_error %s', 'KeyError at a.py:3 f')\n"
    )
    done = subprocess.run(  # noqa: S603  a program of two lines
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    first, second = map(json.loads, done.stderr.splitlines())
    assert first.pop("time").endswith("+00:00")
    assert first == {
        "level": "INFO",
        "logger": "server.api.sync",
        "request": "r-1234567",
        "event": "pushed",
        "device": "d1",
        "operations": "3",
    }
    assert (second["event"], second["detail"]) == ("internal_error", "KeyError at a.py:3 f")


def test_a_line_of_text_says_when_in_utc_whatever_zone_the_machine_is_in() -> None:
    program = (
        "from server.logs import start_logging\n"
        "import logging\n"
        "start_logging()\n"
        "logging.getLogger('server.app').info('here')\n"
    )
    done = subprocess.run(  # noqa: S603  a program of four lines
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "TZ": "Asia/Jayapura"},
        capture_output=True,
        text=True,
        check=True,
    )
    when, level, *_ = done.stderr.split()
    assert level == "INFO"
    assert abs(datetime.fromisoformat(when) - datetime.now(UTC)) < timedelta(minutes=5)


def test_no_log_names_a_person(new_phone: NewPhone, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("server").addHandler(caplog.handler)
    rina = new_phone(RINA)
    rina.sync(rina.create("0192f0c4-0000-7000-8000-000000000001"))
    rina.sign_in("wrong")
    new_phone(ADMIN).get("/api/v1/accounts")
    logging.getLogger("server").removeHandler(caplog.handler)
    assert request_id.get() != "-"
    said = caplog.text
    assert "pushed device=" in said
    for private in (PASSWORD, rina.token, rina.device_token, "327504", RINA.username, RINA.name):
        assert private not in said


def test_the_address_is_the_clients_where_proxies_are_told(sqlite_url: str) -> None:
    for proxies, secure in ((0, False), (1, True)):
        app = create_app(Settings(database_url=sqlite_url, proxies=proxies))
        said = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
        answer = app.test_client().get("/api/v1/health", headers=said)
        said_of = "max-age=31536000; includeSubDomains" if secure else None
        assert answer.headers.get("Strict-Transport-Security") == said_of


@pytest.mark.parametrize("path", ["/", "/api/v1/health", "/api/v1/sync", "/assets/x.js"])
def test_a_request_is_echoed_to_nobody(sqlite_url: str, path: str) -> None:
    """ASVS 13.4.4: what a proxy has added to a request is told to nobody."""
    client = create_app(Settings(database_url=sqlite_url)).test_client()
    answer = client.open(path, method="TRACE", headers={"Authorization": "Bearer secret-of-mine"})
    assert answer.status_code in {404, 405}
    assert "secret-of-mine" not in answer.get_data(as_text=True)


def test_guessing_is_counted_for_the_address_behind_the_proxy(sqlite_url: str) -> None:
    client = create_app(Settings(database_url=sqlite_url, proxies=1)).test_client()
    tried = {
        "username": "nobody",
        "password": "wrong",
        "device": {"id": "0192f0c4-0000-7000-8000-000000000001", "label": "x", "app": "0.1.0"},
    }

    def status(address: str) -> int:
        said = {"X-Forwarded-For": address}
        return client.post("/api/v1/session", json=tried, headers=said).status_code

    assert [status("203.0.113.7") for _ in range(6)] == [401] * 5 + [429]
    assert status("203.0.113.8") == 401
