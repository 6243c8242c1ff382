"""Backup and restore of a SQLite server, without anything else running: P108, P110."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from server.store import Store, backup
from server.store.backup import back_up, restore, restored
from server.store.engine import migration_engine, open_engine
from server.store.horizon import OvertakenError, begin_line, move_horizon, new_line
from server.store.meta import read_epoch, read_floor
from server.store.migrate import MIGRATIONS, upgrade
from server.store.recovery import BackupError, Progress
from tests.contract.builders import ACCOUNT, at, commit, logged
from tests.contract.people import add_device

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)


def phase(_: str) -> Progress:
    return lambda _done: None


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(f"sqlite:///{tmp_path / 'perisai.sqlite3'}")
    upgrade(made)
    add_device(Store(made), "d1")
    yield made
    made.dispose()


def hand_over(engine: Engine, *numbers: int) -> None:
    """Operations of d1 come into custody."""
    for n in numbers:
        commit(Store(engine).journal, "d1", device=at("d1", n), logged=[logged("d1", n)])


def horizon(engine: Engine, device: str = "d1") -> int | None:
    with Store(engine).journal.taking_in() as taking:
        return taking.device(device).kept_through


def line(engine: Engine) -> tuple[str, int]:
    with engine.connect() as connection:
        return read_epoch(connection), read_floor(connection)


def test_P108_the_horizon_is_what_the_newest_backup_holds(engine: Engine, tmp_path: Path) -> None:
    hand_over(engine, 1, 2)
    assert (horizon(engine), Store(engine).meta.backup_at()) == (None, None)
    made = back_up(engine, tmp_path / "first", phase)
    assert (made.devices, made.operations) == (1, 2)
    hand_over(engine, 3)
    assert horizon(engine) == 2
    back_up(engine, tmp_path / "second", phase)
    assert horizon(engine) == 3
    assert Store(engine).meta.backup_at() is not None


def test_P108_a_device_that_no_backup_knows_has_a_horizon_of_0(
    engine: Engine, tmp_path: Path
) -> None:
    back_up(engine, tmp_path / "first", phase)
    add_device(Store(engine), "d2")
    assert horizon(engine, "d2") == 0


@pytest.mark.parametrize("fault", ["full disk", "broken copy"])
def test_P108_a_backup_that_fails_moves_no_horizon_and_leaves_no_file(
    engine: Engine, tmp_path: Path, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_over(engine, 1)

    def fail(*_: object) -> None:
        raise OSError if fault == "full disk" else BackupError("broken")

    name = "_make_durable" if fault == "full disk" else "sqlite_backup._check"
    monkeypatch.setattr(f"{backup.__name__}.{name}", fail)
    before = set(tmp_path.iterdir())
    with pytest.raises((OSError, BackupError)):
        back_up(engine, tmp_path / "kept", phase)
    assert set(tmp_path.iterdir()) <= before
    assert horizon(engine) is None


def test_P108_a_backup_of_a_line_that_was_lost_moves_no_horizon(engine: Engine) -> None:
    hand_over(engine, 1)
    with pytest.raises(OvertakenError):
        move_horizon(engine, {"d1": 1}, epoch="another", at=AT)
    assert horizon(engine) is None


def test_P110_a_restore_is_a_new_epoch_and_line_at_the_backups_horizon(
    engine: Engine, tmp_path: Path
) -> None:
    hand_over(engine, 1)
    kept = tmp_path / "kept"
    back_up(engine, kept, phase)
    hand_over(engine, 2)
    before = line(engine)
    engine.dispose()
    done = restore(str(engine.url), kept, phase)
    assert (done.devices, done.operations) == (1, 1)
    assert horizon(engine) == 1
    epoch, floor = line(engine)
    assert epoch != before[0]
    assert floor > 1_700_000_000_000 > before[1]
    assert done.aside is not None
    with closing(sqlite3.connect(done.aside)) as old:
        assert old.execute("SELECT count(*) FROM operation").fetchone() == (2,)


def test_P110_two_restores_in_one_second_are_two_lines(engine: Engine) -> None:
    lines = set()
    for _ in range(2):
        with engine.begin() as connection:
            begin_line(connection, new_line(AT))
        lines.add(line(engine))
    assert len({epoch for epoch, _ in lines}) == len({floor for _, floor in lines}) == 2


def test_P110_by_other_means_the_line_is_begun_by_hand(engine: Engine) -> None:
    hand_over(engine, 1)
    before = line(engine)
    restored(engine)
    epoch, floor = line(engine)
    assert epoch != before[0]
    assert floor > before[1]
    assert horizon(engine) is None, "what its own means hold is not known"


def test_a_running_server_is_not_restored(engine: Engine, tmp_path: Path) -> None:
    hand_over(engine, 1)
    back_up(engine, tmp_path / "kept", phase)
    with engine.connect() as connection:
        read_epoch(connection)
        with pytest.raises(BackupError, match="stop the server"):
            restore(str(engine.url), tmp_path / "kept", phase)
    hand_over(engine, 2)


def test_a_backup_of_a_newer_version_is_refused(engine: Engine, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    back_up(engine, kept, phase)
    engine.dispose()
    with closing(sqlite3.connect(kept)) as newer, newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(BackupError, match="newer version"):
        restore(str(engine.url), kept, phase)
    assert horizon(engine) == 0
    assert not list(tmp_path.glob("*restor*"))


def test_a_backup_of_an_older_version_is_migrated(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    old = open_engine(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with migration_engine(old).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    old.dispose()
    target = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    assert restore(target, tmp_path / "old.sqlite3", phase).aside is None
    engine = open_engine(target)
    add_device(Store(engine), "d1", ACCOUNT)
    assert horizon(engine) == 0
    engine.dispose()


@pytest.mark.parametrize("content", [b"", b"not a database", None])
def test_what_is_no_backup_is_refused(
    engine: Engine, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "other"
    if content is None:
        with closing(sqlite3.connect(file)) as other, other:
            other.execute("CREATE TABLE meta (key)")
    else:
        file.write_bytes(content)
    engine.dispose()
    with pytest.raises(BackupError, match=r"no backup|broken"):
        restore(str(engine.url), file, phase)
    assert horizon(engine) is None


def test_a_backup_is_never_written_over(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("mine")
    with pytest.raises(BackupError, match="there already"):
        back_up(engine, tmp_path / "kept", phase)
    assert (tmp_path / "kept").read_text() == "mine"
