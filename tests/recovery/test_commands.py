"""What an operator types: ``perisai backup``, ``restore`` and ``restored``, and what goes wrong with them."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from server.cli import main
from server.store import Store
from server.store.engine import open_engine
from server.store.migrate import upgrade
from tests.contract.people import add_device


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with one phone."""
    place = tmp_path / "perisai.sqlite3"
    monkeypatch.setenv("PERISAI_DATABASE_URL", f"sqlite:///{place}")
    engine = open_engine(f"sqlite:///{place}")
    upgrade(engine)
    add_device(Store(engine), "d1")
    engine.dispose()
    return place


def typed(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], prog_name="perisai")


def refused(done: Result, *mend: str) -> None:
    """One line without a traceback, with what to do."""
    assert done.exit_code == 1
    line = done.stderr.strip().splitlines()[-1]
    assert line.startswith("Error: ")
    assert all(word in line for word in mend), line


def test_a_backup_and_its_restore_say_what_they_did(place: Path, tmp_path: Path) -> None:
    done = typed("backup", tmp_path / "kept")
    assert (done.exit_code, done.stderr.count("Error")) == (0, 0)
    assert "0 operations of 1 devices" in done.stdout
    assert (tmp_path / "kept").stat().st_mode & 0o077 == 0, "people's data: its owner's alone"
    done = typed("restore", tmp_path / "kept")
    assert done.exit_code == 0, done.output
    assert f"{place.name}.before-restore-" in done.stdout
    assert "0 photos that came in since are found again." in done.stdout


def test_restored_by_other_means(place: Path) -> None:
    assert place.exists()
    assert "starts anew" in typed("restored").stdout


def test_P132_sweeping_photos_says_what_it_did(place: Path) -> None:
    assert place.exists()
    assert typed("sweep-photos").stdout == "0 photos removed.\n"


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (["backup", "kept"], "name a new file"),
        (["backup", "nowhere/kept"], "make it first"),
        (["restore", "nowhere"], "is not there"),
        (["restore", "kept"], "name another file"),
    ],
)
def test_what_is_wrong_is_said_with_its_mend(
    place: Path, tmp_path: Path, words: list[str], mend: str
) -> None:
    (tmp_path / "kept").write_text("not a database, and a little longer than one page of nothing")
    before = place.read_bytes()
    command, file = words
    refused(typed(command, tmp_path / file), mend)
    assert place.read_bytes() == before


def test_without_postgresqls_programs_the_mend_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PERISAI_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "kept").touch()
    refused(typed("restore", tmp_path / "kept"), "pg_restore", "PATH", "postgresql-client")


def test_the_help_teaches(place: Path) -> None:
    assert place.exists()
    told = " ".join(typed("restore", "--help").stdout.split())
    assert "Stop the server first" in told
    assert "nothing is counted twice" in told
