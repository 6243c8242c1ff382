"""Where a phone and the device it was are one, after a restore on SQLite: P130."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from server.store import Store
from server.store.engine import open_engine
from server.store.migrate import upgrade
from server.store.renewals import NoSuchFork, Renewed
from sync.canonical import GENESIS
from tests.contract.builders import at, commit, logged
from tests.contract.people import add_device
from tests.contract.test_copies import renewal


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(f"sqlite:///{tmp_path / 'perisai.sqlite3'}")
    upgrade(made)
    add_device(Store(made), "d1")
    yield made
    made.dispose()


def test_P130_a_fork_is_granted_where_the_log_has_the_phones_chain(engine: Engine) -> None:
    store = Store(engine)
    rows = [logged("d1", 1, chain="1" * 64), logged("d1", 3, chain="3" * 64)]
    commit(store.journal, "d1", device=at("d1", 3), logged=rows)

    def granted(device: str, n: int, chain: str | None) -> bool:
        outcome = store.renewals.renew(renewal(device, "d1", n, chain=chain))
        assert outcome in (Renewed(None), NoSuchFork())
        return outcome == Renewed(None)

    assert granted("a", 3, "3" * 64)
    assert granted("a", 3, "3" * 64), "the same again"
    assert not granted("b", 3, "f" * 64), "another phone's words stand there"
    assert not granted("b", 4, "f" * 64), "it has not come so far"
    assert granted("b", 0, GENESIS)
    assert granted("c", 2, "f" * 64), "a number that the log does not have is not compared"
    assert granted("d", 3, None), "an older app tells none"
