"""Stores that hold many registrations: the first thousand pushed as phones push, the others copies of it."""

import shutil
import sqlite3
import time
from pathlib import Path

from server.store import Store
from server.store.engine import open_engine
from server.store.migrate import upgrade
from tests.bench.crowd import fill
from tests.bench.figures import say
from tests.bench.multiply import Multiplied
from tests.e2e.cast import ANGGREK, KAYLA, hire

SEED = 20261124
BLOCK = 1000
"""Registrations of one recruiter, and of one clinic."""


def build(folder: Path, sizes: list[int], *, most_seconds: float) -> list[tuple[Path, int]]:
    """A SQLite file for each size with how many it holds: fewer where there was no time for more."""
    until = time.monotonic() + most_seconds
    path = folder / "first.sqlite3"
    device = _first(path)
    built = []
    for size in sizes:
        grown = folder / f"{size}.sqlite3"
        shutil.copyfile(path, grown)
        begun = time.monotonic()
        more = Multiplied(grown, clinic=ANGGREK.id, recruiter=KAYLA, device=device)
        count = more.grow(size, until=until)
        more.close()
        took = time.monotonic() - begun
        say(f"{count} registrations, {grown.stat().st_size / 1e9:.1f} GB, {took:.0f} s")
        if count < size:
            say(f"{size} would take more than {most_seconds:.0f} s to build here: {count} instead")
        path = grown
        built.append((grown, count))
    return built


def _first(path: Path) -> str:
    """The thousand of one recruiter; the device they came from."""
    url = f"sqlite:///{path}"
    engine = open_engine(url)
    upgrade(engine)
    store = Store(engine)
    hire(store)
    kayla = store.accounts.account_by_id(KAYLA)
    engine.dispose()
    assert kayla is not None
    fill(url, kayla, ANGGREK, count=BLOCK, seed=SEED)
    connection = sqlite3.connect(path)
    device: str = connection.execute("select device from operation limit 1").fetchone()[0]
    connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()
    return device
