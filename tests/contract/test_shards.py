"""What makes the store fit for an engine of many machines (docs/scale.md): clinics do not wait for each other,
and nothing is asked that such engines do not have."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import event

import server.store
from server.store import Store
from server.store.engine import open_engine
from server.store.ledger import lane_of
from sync.journal import Changes
from tests.contract.builders import at, commit, counted, fed, logged, receipt, registration, tallied
from tests.contract.people import add_device
from tests.sharded import BY, SHARDS, shard

HERE, THERE = "clinic:here", "clinic:there"
WAIT_S = 60
MIGRATING = {"migrate.py", "postgres_backup.py", "rekeying.py"}
"""An operator's commands: a distributed engine brings its own of the first two, and turns keys while it rests."""
FOREIGN = re.compile(
    r"skip_locked|pg_advisory|\bxmin\b|\bctid\b|deferrable\s*=|pg_notify|\bLISTEN\b|CREATE TRIGGER|nextval",
    re.IGNORECASE,
)


@pytest.fixture
def sharded(postgres_url: str) -> Iterator[Store]:
    """A store whose tables are cut by hash."""
    engine = open_engine(postgres_url)
    shard(engine)
    yield Store(engine)
    engine.dispose()


def devices_of_two_lanes() -> tuple[str, str]:
    first = "d0"
    other = next(f"d{n}" for n in count(1) if lane_of(f"d{n}") != lane_of(first))
    return first, other


def sign_up(store: Store, device: str, key: str, scope: str) -> None:
    """Everything that a push writes, of one registration."""
    row = logged(device, 1, key)
    commit(
        store.journal,
        device,
        device=at(device, 1),
        logged=[row],
        receipts=[(device, receipt(row))],
        registrations=[registration(key)],
        created=frozenset({key}),
        persons={f"nik:{key}"},
        claims={key: frozenset({f"nik:{key}"})},
        publish={(scope, key): "live", (f"account:{device}", key): "live"},
    )


def test_P60_a_push_waits_for_none_of_another_clinic(sharded: Store) -> None:
    """The one of here has written everything and holds it; the one of there is through before it commits."""
    one, other = devices_of_two_lanes()
    for device in (one, other):
        add_device(sharded, device)
    row = logged(one, 1, "r-here")
    with ThreadPoolExecutor(1) as pool, sharded.journal.taking_in() as held:
        standing = held.device(one)
        held.load(["r-here"], {"nik:r-here"})
        held.commit(
            Changes(
                device=standing,
                logged=[row],
                receipts=[(one, receipt(row))],
                registrations=[registration("r-here")],
                created=frozenset({"r-here"}),
                claims={"r-here": frozenset({"nik:r-here"})},
                publish={(HERE, "r-here"): "live"},
            )
        )
        pool.submit(sign_up, sharded, other, "r-there", THERE).result(WAIT_S)
        assert fed(sharded.journal, THERE) == [(1, "r-there")]
        assert fed(sharded.journal, HERE) == []
    assert fed(sharded.journal, HERE) == [(1, "r-here")]


def test_P57_feeds_and_tallies_are_right_across_shards(sharded: Store) -> None:
    add_device(sharded, "d1")
    for number in range(4 * SHARDS):
        commit(
            sharded.journal,
            "d1",
            registrations=[registration(f"r{number}")],
            created=frozenset({f"r{number}"}),
            publish={(HERE, f"r{number}"): "live"},
        )
    assert [seq for seq, _ in fed(sharded.journal, HERE)] == list(range(1, 4 * SHARDS + 1))
    assert tallied(sharded.journal, HERE) == counted(sharded.journal, HERE)


def test_what_is_read_by_its_key_is_read_in_one_shard(sharded: Store) -> None:
    """The statements of a page name the scope: the planner looks into no other shard."""
    asked: list[str] = []
    engine = sharded.journal._engine  # noqa: SLF001  what is sent is what this is about
    with engine.connect() as connection:
        for table, column in BY.items():
            text = f"EXPLAIN SELECT * FROM {table} WHERE {column} = '1'"  # noqa: S608
            plan = "\n".join(row[0] for row in connection.exec_driver_sql(text))
            seen = set(re.findall(rf"\b{table}_(\d)\b(?!_)", plan))
            assert len(seen) == 1, (table, plan)

    @event.listens_for(engine, "before_cursor_execute")
    def note(*given: object) -> None:
        asked.append(str(given[2]))

    fed(sharded.journal, HERE)
    assert any("feed.scope = " in text for text in asked)


def test_nothing_is_asked_that_distributed_engines_lack() -> None:
    folder = Path(server.store.__file__).parent
    found = [
        f"{path.name}: {line.strip()}"
        for path in sorted(folder.glob("*.py"))
        if path.name not in MIGRATING
        for line in path.read_text().splitlines()
        if FOREIGN.search(line)
    ]
    assert found == []
