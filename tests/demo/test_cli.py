"""The commands, as an operator types them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from server.cli import main
from server.demo import LOGINS, PASSWORD


@pytest.fixture(autouse=True)
def _own_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PERISAI_DATABASE_URL", f"sqlite:///{tmp_path / 'own.sqlite3'}")


def perisai(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def test_migrate_demo_welcome() -> None:
    assert perisai("migrate").exit_code == 0
    bare = perisai("welcome", "--port", "8123")
    assert bare.output == "Perisai Lapangan: http://localhost:8123\n"
    assert "56 clinics" in perisai("demo").output
    assert "kept" in perisai("demo").output
    assert perisai("migrate").exit_code == 0
    welcome = perisai("welcome", "--port", "8123").output
    for role, username, name in LOGINS:
        assert any(line.split() == [role, username, *name.split()] for line in welcome.splitlines())
    assert PASSWORD in welcome


def test_prepare_is_all_that_comes_before_serving() -> None:
    first, second = perisai("prepare", "--port", "8123"), perisai("prepare", "--port", "8123")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "56 clinics" in first.output
    assert "kept" in second.output
    assert all("http://localhost:8123" in told.output for told in (first, second))


def test_openapi_needs_no_database() -> None:
    document = json.loads(perisai("openapi").output)
    assert document["openapi"].startswith("3.1")
    assert "/api/v1/sync" in document["paths"]


def test_a_wrong_setting_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERISAI_SECRET", "short")
    result = perisai("demo")
    assert result.exit_code == 1
    assert result.output.startswith("Error: PERISAI_SECRET")
