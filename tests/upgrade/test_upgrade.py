"""An upgrade that no phone notices, and one that is killed in the middle (docs/running.md, "Upgrading"; P16, I1)."""

import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, text

from server.store import Store
from server.store.accounts import Account
from server.store.audit import Fault, verify
from server.store.engine import open_engine
from server.store.migrate import is_behind, newest_schema, read_schema
from server.store.rekeying import counts
from tests.chaos.site import free_port
from tests.chaos.test_drill import all_heard, evidence
from tests.chaos.writer import Intention, Writer
from tests.client import book as books
from tests.client.wire import Answered, Reply, Transport
from tests.databases import DATABASES, in_postgres, shown
from tests.server.people import BUDI, RINA, SARI
from tests.upgrade.fleet import NEW, Fleet, Knocker, environment, released, run

SOME, CREATED = 2, 100
SETTLE = """
from server.settings import Settings
from server.store import Store
from server.store.engine import open_engine
from tests.server.people import settle
engine = open_engine(Settings.from_environment().database_url)
settle(Store(engine))
"""
FILL = f"""
from server.settings import Settings
from tests.bench.crowd import fill
from tests.server.people import HERE, RINA
fill(Settings.from_environment().database_url, RINA, HERE, count={CREATED}, seed=20261123)
"""
STOPS = """
import sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from server.cli import main
changes = 0
@event.listens_for(Engine, "before_cursor_execute")
def stop(_connection, _cursor, statement, *_):
    global changes
    changes += statement.lstrip().upper().startswith(("ALTER", "CREATE", "UPDATE", "INSERT", "DROP"))
    if changes == int(sys.argv[1]):
        print("here", flush=True)
        sys.stdin.read()
main(["migrate"])
"""
"""Migrates up to its n-th change, says so, and waits there to be killed."""


def as_released(transport: Transport) -> Transport:
    """The released phones' way to speak: they work out no entries of their own (P181), and none is meant."""

    def send(method: str, path: str, credential: str | None, body: dict[str, Any] | None) -> Reply:
        said = body and {name: value for name, value in body.items() if name != "own_from"}
        reply = transport(method, path, credential, said)
        if path != "/sync" or not isinstance(reply, Answered) or reply.body["feed"] is None:
            return reply
        assert reply.body["feed"].get("own") is None, "nobody asked for it"
        return Answered(reply.body | {"feed": reply.body["feed"] | {"own": None}})

    return send


class OldWriter(Writer):
    """A phone whose app is the released one."""

    def __init__(self, folder: Path, name: str, account: Account, port: int) -> None:
        super().__init__(folder, name, account, port)
        self._transport = as_released(self._transport)


class OldPhone(OldWriter):
    """A phone whose app is of schema 1, which knows no photos."""

    def _intentions(self, book: books.Book) -> Iterator[Intention]:
        for intention in super()._intentions(book):
            known = {name: unit for name, unit in intention["set"].items() if name != "photo"}
            yield {**intention, "schema": 1, "set": known}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    folder = tmp_path / "released"
    folder.mkdir()
    return released(folder)


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path: Path, old: Path) -> Iterator[str]:
    """A database of the released server, with its people."""
    with ExitStack() as stack:
        address = f"sqlite:///{tmp_path / 'perisai.sqlite3'}"
        if request.param == "postgresql":
            server: URL = request.getfixturevalue("postgres_server")
            name = f"upgrade_{uuid.uuid4().hex}"
            in_postgres(server, f"CREATE DATABASE {name}")
            stack.callback(in_postgres, server, f"DROP DATABASE {name} WITH (FORCE)")
            address = shown(server.set(database=name))
        run(old, address, "-m", "server.cli", "migrate")
        run(old, address, "-c", SETTLE)
        yield address


def schema(url: str) -> str:
    engine = open_engine(url)
    found = read_schema(engine)
    engine.dispose()
    return found


def contents(url: str) -> dict[str, list[tuple[object, ...]]]:
    """What of a push must outlive everything: the log and the registrations."""
    engine = open_engine(url)
    asked = {
        "operation": "SELECT device, n, op, raw, hash, chain FROM operation ORDER BY device, n",
        "registration": "SELECT id, version, status, state FROM registration ORDER BY id",
        "feed": "SELECT scope, registration, seq, flag FROM feed ORDER BY scope, seq",
    }
    with engine.connect() as connection:
        found = {name: [tuple(r) for r in connection.execute(text(q))] for name, q in asked.items()}
    engine.dispose()
    return found


def unwitnessed(url: str) -> int:
    """How many operations the ledger has no line of (P172, P231)."""
    engine = open_engine(url)
    found = [told for told in verify(engine) if isinstance(told, Fault)]
    engine.dispose()
    assert {fault.code for fault in found} <= {"operation_inserted"}
    return len(found)


def test_I1_P16_P188_phones_push_on_while_the_server_is_upgraded(
    url: str, old: Path, tmp_path: Path
) -> None:
    before, port = schema(url), free_port()
    assert is_behind(before), "there is something to migrate"
    crew = (
        (OldWriter, "rina-1", RINA),
        (OldPhone, "budi-1", BUDI),
        (OldWriter, "sari-1", SARI),
        (Writer, "rina-2", RINA),  # of the new app already, which meets old processes (P188)
    )
    writers = [kind(tmp_path, name, account, port) for kind, name, account in crew]
    knocker = Knocker(port)
    with ExitStack() as stack:
        running = stack.enter_context(Fleet(old, url, shared=port, log=tmp_path / "old.log"))
        running.wait()
        for thread in (*writers, knocker):
            thread.start()
        for writer in writers:
            stack.callback(writer.stop)
        all_heard(writers, SOME)
        run(NEW, url, "-m", "server.cli", "migrate")
        assert schema(url) == newest_schema()
        all_heard(writers, SOME)  # the old processes, on the new schema
        new = stack.enter_context(Fleet(NEW, url, shared=port, log=tmp_path / "new.log"))
        new.wait()
        all_heard(writers, SOME)  # both together
        running.end()
        all_heard(writers, SOME)
        assert unwitnessed(url) > 0, "those know of no ledger"
        run(NEW, url, "-m", "server.cli", "migrate")
        assert unwitnessed(url) == 0
        asked, unanswered = knocker.stop()
        for writer in writers:
            writer.stop()
        for _ in range(3):
            assert {writer.catch_up() for writer in writers} == {"caught_up"}
        found = evidence(url, writers, port)
    assert found == []
    assert asked > SOME
    assert unanswered == 0, "somebody answered at every moment"
    for log in ("old.log", "new.log"):
        assert "internal_error" not in (tmp_path / log).read_text()
    engine = open_engine(url)
    assert Store(engine).fill_since() == 0, "what old processes left out is filled"
    assert counts(engine).keys() == {""}, "what was in clear stays so until there is a key (P194)"
    engine.dispose()


@pytest.mark.parametrize(
    ("url", "change"), [("sqlite", 1), ("sqlite", 5), ("postgresql", 3)], indirect=["url"]
)
def test_a_migration_that_is_killed_has_changed_nothing(url: str, old: Path, change: int) -> None:
    run(old, url, "-c", FILL)
    before, kept = schema(url), contents(url)
    assert len(kept["operation"]) == CREATED
    with subprocess.Popen(  # noqa: S603  our own program
        [sys.executable, "-c", STOPS, str(change)],
        cwd=NEW,
        env=environment(NEW, url),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as migrating:
        assert migrating.stdout
        assert migrating.stdout.readline() == "here\n"
        migrating.kill()
    assert (schema(url), contents(url)) == (before, kept)
    for _ in range(2):
        run(NEW, url, "-m", "server.cli", "migrate")
        assert (schema(url), contents(url)) == (newest_schema(), kept)
