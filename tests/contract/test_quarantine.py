"""What waits, as the server lists it; and the log that decisions look into."""

import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from server.store import Store
from server.store.engine import open_engine, writing
from server.store.migrate import MIGRATIONS, upgrade
from server.store.quarantine import Waits
from sync.journal import Changes, Journal, Waiting
from sync.receipt import Receipt
from tests.contract.builders import at, commit, logged, receipt, registration
from tests.contract.people import add_device


def test_M60_the_log_gives_an_operation_back(journal: Journal) -> None:
    row, early = logged("d1", 1, raw={"n": 1, "deep": [{"a": None}]}), logged("d1", 3, chain="")
    commit(journal, "d1", device=at("d1", 1), logged=[row], receipts=[("d1", receipt(row))])
    commit(journal, "d1", receipts=[("d1", receipt(early))], hold=[Waiting("gap", early)])
    with journal.taking_in() as taking:
        assert taking.logged({("d1", 1), ("d1", 3), ("d2", 1)}) == {("d1", 1): row}
        assert taking.logged(()) == {}


@pytest.fixture(autouse=True)
def two_phones(request: pytest.FixtureRequest) -> None:
    """The phones whose operations are listed."""
    if "store" in request.fixturenames:
        for device in ("d1", "d2"):
            add_device(request.getfixturevalue("store"), device)


def quarantined(store: Store, device: str, n: int, received: str) -> Receipt:
    row = logged(device, n, received_at=received)
    told = Receipt(n, row.op, "r1", "quarantined", code="invalid")
    commit(store.journal, device, device=at(device, n), logged=[row], receipts=[(device, told)])
    return told


def places(found: tuple[Waits, ...]) -> list[tuple[str, int]]:
    return [(waits.logged.device, waits.logged.n) for waits in found]


def test_what_waits_is_listed_newest_first_page_by_page(store: Store) -> None:
    for device, n, received in (
        ("d1", 1, "2026-11-23T03:00:00.000Z"),
        ("d2", 1, "2026-11-23T04:00:00.000Z"),
        ("d1", 2, "2026-11-23T04:00:00.000Z"),
        ("d2", 2, "2026-11-23T04:00:00.000Z"),
    ):
        quarantined(store, device, n, received)
    everything = [("d2", 2), ("d2", 1), ("d1", 2), ("d1", 1)]
    count, found = store.quarantine.waiting(None, 9)
    assert (count, places(found)) == (4, everything)
    paged, before = [], None
    for _ in everything:
        count, (one,) = store.quarantine.waiting(before, 1)
        assert count == 4
        paged += places((one,))
        row = one.logged
        before = (row.received_at, row.device, row.n, row.hash)
    assert paged == everything
    assert store.quarantine.waiting(before, 9) == (4, ())


def test_M61_what_was_decided_is_listed_no_more(store: Store) -> None:
    told = quarantined(store, "d1", 1, "2026-11-23T03:00:00.000Z")
    quarantined(store, "d1", 2, "2026-11-23T03:00:00.000Z")
    gone = Receipt(1, told.op, "r1", "quarantined", code="dismissed", detail="no")
    with store.journal.taking_in() as taking:
        taking.commit(Changes(device=taking.device("d2"), receipts=[("d1", gone)]))
    assert places(store.quarantine.waiting(None, 9)[1]) == [("d1", 2)]


def test_held_ones_are_listed_until_they_take_effect(store: Store) -> None:
    gap, orphan = logged("d1", 3, chain=""), logged("d2", 1, "r9")
    held = receipt(gap, "held", 0), receipt(orphan, "held", 0)
    commit(store.journal, "d1", receipts=[("d1", held[0])], hold=[Waiting("gap", gap)])
    commit(
        store.journal,
        "d2",
        device=at("d2", 1),
        logged=[orphan],
        receipts=[("d2", held[1])],
        hold=[Waiting("registration", orphan)],
    )
    _, found = store.quarantine.waiting(None, 9)
    assert [(w.logged, w.receipt, w.label) for w in found] == [
        (orphan, held[1], "HP d2"),
        (gap, held[0], "HP d1"),
    ]
    filled = [logged("d1", n) for n in (1, 2, 3)]
    commit(
        store.journal,
        "d1",
        device=at("d1", 3),
        logged=filled,
        receipts=[("d1", receipt(row)) for row in filled],
        unhold=[("d1", 3)],
    )
    assert places(store.quarantine.waiting(None, 9)[1]) == [("d2", 1)]


def test_an_item_has_its_registration_as_it_stands(store: Store) -> None:
    commit(store.journal, "d1", registrations=[registration("r1")], created=frozenset({"r1"}))
    quarantined(store, "d1", 1, "2026-11-23T03:00:00.000Z")
    (_, (found,)) = store.quarantine.waiting(None, 9)
    assert found.standing == registration("r1")


def test_an_older_database_learns_what_waits(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'older'}")
    _upgrade_to(engine, "0001")
    rows = {1: ("quarantined", "a"), 2: ("applied", "b"), 3: ("id_reuse", "c"), 5: ("held", "d")}
    with engine.begin() as connection:
        for n, (result, received) in rows.items():
            _as_0001(connection, n, result, received)
    upgrade(engine)
    with engine.connect() as connection:
        since = connection.execute(sa.text("SELECT n, waits_since FROM receipt ORDER BY n"))
        assert [tuple(row) for row in since] == [(1, "a"), (2, None), (3, "c"), (5, "d")]
    engine.dispose()


def _upgrade_to(engine: sa.Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def _as_0001(connection: sa.Connection, n: int, result: str, received: str) -> None:
    """A receipt as the first release wrote it, with its line of the log or, if held, what waits."""
    body = {"device": "d1", "n": n, "hash": "h", "body": json.dumps({"result": result})}
    receipts = sa.text(
        "INSERT INTO receipt (device, n, hash, body) VALUES (:device, :n, :hash, :body)"
    )
    connection.execute(receipts, body)
    if result == "held":
        waiting = (
            "INSERT INTO waiting (device, n, registration, waits_for, logged)"
            " VALUES ('d1', :n, 'r', 'gap', :logged)"
        )
        connection.execute(
            sa.text(waiting), {"n": n, "logged": json.dumps({"received_at": received})}
        )
        return
    log = (
        "INSERT INTO operation (device, n, op, registration, kind, raw, hash, chain, account, role,"
        " received_at) VALUES ('d1', :n, 'op', 'r', 'k', '{}', 'h', 'c', 'a', 'recruiter', :at)"
    )
    connection.execute(sa.text(log), {"n": n, "at": received})
