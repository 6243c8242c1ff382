"""One shape for every error, and every code in the protocol's table."""

import logging
import re
from pathlib import Path

import pytest
from flask import Flask
from werkzeug import exceptions

from server.api import problems
from server.schemas.common import ProblemSchema
from tests.server.conftest import NewPhone
from tests.server.people import RINA


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind is enough: nothing here depends on it."""
    return sqlite_url


DOCS = Path(__file__).resolve().parents[2] / "docs"


def table() -> dict[str, int]:
    """Codes and statuses of docs/protocol.md, section 6."""
    section = (DOCS / "protocol.md").read_text().partition("## 6. Problems")[2].partition("## 7")[0]
    return {
        code: int(n) for code, n in re.findall(r"^\| `(\w+)` \| (\d+) \|", section, re.MULTILINE)
    }


def test_every_code_is_in_the_table_and_the_other_way_round() -> None:
    assert {kind.code: kind.status for kind in problems.all_problems()} == table()


def test_every_code_is_named_once() -> None:
    codes = [kind.code for kind in problems.all_problems()]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api", 404),
        ("POST", "/api/v1/nothing", 404),
        ("POST", "/api/v1/devices/x/end", 404),
        ("GET", "/assets/none.js", 404),
        ("PUT", "/api/v1/health", 405),
        ("DELETE", "/", 405),
        ("POST", "/api/v1/session", 415),
        ("GET", "/api/v1/me", 401),
        ("GET", "/api/v1/boom", 500),
    ],
)
def test_error_shape(app: Flask, method: str, path: str, status: int) -> None:
    @app.get("/api/v1/boom")
    def boom() -> str:
        raise KeyError("3275040708840001")

    answer = app.test_client().open(path, method=method)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    problem = answer.get_json(force=True)
    assert ProblemSchema().validate(problem) == {}
    assert problem["status"] == status
    assert problem["type"] == f"/problems/{problem['code']}"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    if status == 405:
        assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("error", [*exceptions.default_exceptions.values()])
def test_whatever_the_framework_raises_has_the_shape(
    app: Flask, error: type[exceptions.HTTPException]
) -> None:
    with app.test_request_context():
        answer = problems.answer_to(error())
    problem = answer.get_json(force=True)
    assert ProblemSchema().validate(problem) == {}
    assert problem["code"] in table()


def test_a_bug_is_logged_without_values(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    @app.get("/api/v1/boom")
    def boom() -> str:
        raise KeyError("3275040708840001")

    logging.getLogger("server").addHandler(caplog.handler)
    app.test_client().get("/api/v1/boom")
    logging.getLogger("server").removeHandler(caplog.handler)
    assert "internal_error KeyError at test_problems.py" in caplog.text
    assert "3275040708840001" not in caplog.text


def test_a_bug_in_a_rule_quarantines_one_operation(
    new_phone: NewPhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> tuple[str, ...]:
        raise RuntimeError

    rina = new_phone(RINA)
    monkeypatch.setattr("server.rules.problems", broken)
    answer = rina.sync(rina.create("ff338972-1a6c-4292-91c3-d45c4b70f741"))
    (receipt,) = answer["receipts"]["exceptions"]
    assert (receipt["result"], receipt["code"]) == ("quarantined", "internal_error")
