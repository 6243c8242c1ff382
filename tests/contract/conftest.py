"""The journals under test."""

from collections.abc import Iterator

import pytest

from server.store import Store
from server.store.engine import open_engine
from sync.journal import Journal
from sync.memory import MemoryJournal
from tests.contract.builders import ACCOUNT
from tests.contract.people import add_device
from tests.databases import DATABASES

DEVICES = ("d1", "d2")


@pytest.fixture(params=["memory", *DATABASES])
def journal(request: pytest.FixtureRequest) -> Iterator[Journal]:
    """An empty journal of each kind, with two devices."""
    if request.param == "memory":
        memory = MemoryJournal()
        for device in DEVICES:
            memory.add_device(device, ACCOUNT)
        yield memory
        return
    fixture = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    engine = open_engine(request.getfixturevalue(fixture))
    store = Store(engine)
    for device in DEVICES:
        add_device(store, device)
    yield store.journal
    engine.dispose()
