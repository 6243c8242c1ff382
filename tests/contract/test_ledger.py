"""The ledger, and what a hand in the database cannot hide from it (docs/proof.md)."""

import json
from collections.abc import Iterator

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from server.store import Store
from server.store.audit import Fault, Head, anchor, anchored, heads, verify
from server.store.engine import migration_engine, open_engine
from server.store.ledger import LANES, lane_of
from server.store.migrate import MIGRATIONS
from sync.journal import Beside, Journal, Logged
from tests.contract.builders import at, commit, logged, receipt
from tests.contract.people import add_device

SENT = 12
WRITTEN = "2026-11-23T17:00:00.000Z"


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A log of two devices in two lanes, and something beside it."""
    engine = open_engine(database_url)
    store = Store(engine)
    for device in ("d1", "d2"):
        add_device(store, device)
        push(store.journal, device)
    aside = logged("d1", 3, raw={"n": 3, "said": "otherwise"}, registration="", kind="")
    commit(store.journal, "d1", beside=[Beside(aside, receipt(aside, "id_reuse"))])
    yield engine
    engine.dispose()


def said(device: str, n: int) -> Logged:
    """An operation whose columns are what its payload says."""
    return logged(device, n, kind="")


def push(journal: Journal, device: str) -> None:
    """Two pushes of half of what a device sends."""
    for numbers in (range(1, SENT // 2 + 1), range(SENT // 2 + 1, SENT + 1)):
        rows = [said(device, n) for n in numbers]
        receipts = [(device, receipt(row)) for row in rows]
        commit(journal, device, device=at(device, rows[-1].n), logged=rows, receipts=receipts)


def faults(engine: Engine, *against: Head) -> list[Fault]:
    return [told for told in verify(engine, against) if isinstance(told, Fault)]


def tamper(engine: Engine, *statements: str) -> None:
    """A hand in the database, past the server."""
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def codes(found: list[Fault]) -> set[str]:
    return {fault.code for fault in found}


def test_P170_every_operation_has_its_line_in_the_lane_of_its_device(engine: Engine) -> None:
    ends = {head.lane: head.seq for head in heads(engine) if head.seq}
    assert ends == {lane_of("d1"): SENT + 1, lane_of("d2"): SENT}
    assert len(heads(engine)) == LANES
    assert faults(engine) == []


def test_P171_lines_and_operations_are_one_commit(engine: Engine) -> None:
    journal, before = Store(engine).journal, heads(engine)
    row = said("d1", SENT + 1)
    twice = [row, row]
    with pytest.raises(IntegrityError):
        commit(journal, "d1", device=at("d1", row.n), logged=twice)
    assert heads(engine) == before
    commit(journal, "d1", device=at("d1", row.n), logged=[row], receipts=[("d1", receipt(row))])
    assert sum(h.seq for h in heads(engine)) == sum(h.seq for h in before) + 1


def test_P171_new_words_on_what_is_beside_the_log_are_no_second_line(engine: Engine) -> None:
    before = heads(engine)
    aside = logged("d1", 3, raw={"n": 3, "said": "otherwise"}, registration="", kind="")
    commit(Store(engine).journal, "d1", beside=[Beside(aside, receipt(aside, "superseded"))])
    assert heads(engine) == before
    assert faults(engine) == []


@pytest.mark.parametrize(
    ("hand", "code"),
    [
        ("UPDATE operation SET raw = '{\"n\":4}' WHERE device = 'd1' AND n = 4", "payload_changed"),
        ("UPDATE operation SET raw = '{}' WHERE device = 'd1' AND n = 4", "payload_gone"),
        ("UPDATE operation SET account = 'x' WHERE device = 'd1' AND n = 4", "operation_changed"),
        ("UPDATE operation SET kind = 'x' WHERE device = 'd1' AND n = 4", "payload_changed"),
        (
            "UPDATE operation SET received_at = '2020' WHERE device = 'd1' AND n = 4",
            "operation_changed",
        ),
        ("DELETE FROM operation WHERE device = 'd1' AND n = 4", "operation_removed"),
        (
            "UPDATE ledger SET hash = 'x' WHERE device = 'd1' AND n = 4",
            "operation_changed",
        ),
    ],
)
def test_P172_a_changed_or_removed_operation_is_named(engine: Engine, hand: str, code: str) -> None:
    tamper(engine, hand)
    (fault,) = faults(engine)
    assert fault.code == code
    assert "device=d1 n=4" in fault.where


def test_P172_an_operation_put_in_is_named(engine: Engine) -> None:
    columns = "op, registration, kind, raw, hash, chain, account, role, received_at, skew_ms, app"
    tamper(
        engine,
        f"INSERT INTO operation (device, n, {columns}) SELECT device, 99, {columns}"  # noqa: S608
        " FROM operation WHERE device = 'd1' AND n = 4",
    )
    assert faults(engine) == [Fault("operation_inserted", "device=d1 n=99")]


def test_P172_two_that_changed_places_are_named(engine: Engine) -> None:
    swap = "UPDATE operation SET n = {to} WHERE device = 'd1' AND n = {of}"
    tamper(engine, *(swap.format(of=of, to=to) for of, to in [(4, 99), (5, 4), (99, 5)]))
    found = faults(engine)
    assert codes(found) == {"operation_changed"}
    assert [fault.where.split()[-1] for fault in found] == ["n=4", "n=5"]


def test_P172_what_is_beside_the_log_is_held_too(engine: Engine) -> None:
    with engine.begin() as connection:
        said = json.loads(connection.execute(text("SELECT logged FROM stray")).scalar_one())
        said["raw"]["said"] = "thus"
        changed = text("UPDATE stray SET logged = :logged")
        connection.execute(changed, {"logged": json.dumps(said)})
    assert codes(faults(engine)) == {"payload_changed"}
    tamper(engine, "DELETE FROM stray")
    assert codes(faults(engine)) == {"operation_removed"}


def test_P172_lines_that_are_gone_are_missed(engine: Engine) -> None:
    line = "DELETE FROM ledger WHERE device = 'd1' AND n IN (4, 5) AND what = 'operation'"
    tamper(engine, line, "DELETE FROM operation WHERE device = 'd1' AND n IN (4, 5)")
    assert faults(engine) == [Fault("lines_removed", f"lane={lane_of('d1')} seq=4..5")]


def test_P172_an_end_that_is_cut_off_is_missed(engine: Engine) -> None:
    tamper(
        engine,
        f"DELETE FROM ledger WHERE device = 'd2' AND n = {SENT}",  # noqa: S608
        f"DELETE FROM operation WHERE device = 'd2' AND n = {SENT}",  # noqa: S608
    )
    assert codes(faults(engine)) == {"head_changed"}


def test_P173_a_chain_written_anew_fits_itself_and_not_the_head_kept_elsewhere(
    engine: Engine,
) -> None:
    kept = anchored(json.dumps(anchor(heads(engine))))
    assert faults(engine, *kept) == []
    push_more = said("d2", SENT + 1)
    later = [("d2", receipt(push_more))]
    journal = Store(engine).journal
    commit(journal, "d2", device=at("d2", SENT + 1), logged=[push_more], receipts=later)
    assert faults(engine, *kept) == [], "the ledger has grown since, and passes through the head"
    tamper(engine, "UPDATE operation SET account = 'x' WHERE device = 'd1' AND n = 4")
    chain_anew(engine)
    assert faults(engine) == []
    assert codes(faults(engine, *kept)) == {"anchor_missed"}


def chain_anew(engine: Engine) -> None:
    """What somebody would do who has the database, the program and all the time of the world."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    before = ScriptDirectory(str(MIGRATIONS)).get_revision("0012").down_revision
    with engine.begin() as connection:
        now = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    version = "UPDATE alembic_version SET version_num = '{}'"
    tamper(engine, "DROP TABLE lane", "DROP TABLE ledger", version.format(before))
    with migration_engine(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0012")
    tamper(engine, version.format(now))


@pytest.mark.parametrize("rubbish", ["", "{}", "[]", '{"lanes": [[1]], "head": ""}'])
def test_P173_what_is_no_head_is_refused(rubbish: str) -> None:
    with pytest.raises(ValueError, match="no head"):
        anchored(rubbish)


def test_P173_a_head_that_was_changed_is_refused(engine: Engine) -> None:
    told = anchor(heads(engine))
    told["lanes"][lane_of("d1")][1] -= 1
    with pytest.raises(ValueError, match="changed"):
        anchored(json.dumps(told))


def test_P170_what_was_there_before_the_ledger_is_chained_by_the_migration(engine: Engine) -> None:
    before = {head.lane: head.seq for head in heads(engine)}
    chain_anew(engine)
    assert {head.lane: head.seq for head in heads(engine)} == before
    assert faults(engine) == []
    push_on = said("d1", SENT + 1)
    commit(
        Store(engine).journal,
        "d1",
        device=at("d1", SENT + 1),
        logged=[push_on],
        receipts=[("d1", receipt(push_on))],
    )
    assert faults(engine) == []


def forget_lines(engine: Engine, device: str, *, above: int) -> None:
    """What a process does that knows of no ledger: the end of a lane is as if it had written nothing."""
    lane = lane_of(device)
    with engine.begin() as connection:
        rows = connection.exec_driver_sql(
            f"SELECT seq, link, device, n FROM ledger WHERE lane = {lane} ORDER BY seq"  # noqa: S608
        ).all()
    seq, last = next(
        (seq - 1, rows[seq - 2].link)
        for seq, _, whose, n in rows
        if (whose, n > above) == (device, True)
    )
    tamper(
        engine,
        f"DELETE FROM ledger WHERE lane = {lane} AND seq > {seq}",  # noqa: S608
        f"UPDATE lane SET seq = {seq}, link = '{last}' WHERE lane = {lane}",  # noqa: S608
    )


def test_P231_what_old_processes_took_is_entered_once(engine: Engine) -> None:
    kept = anchored(json.dumps(anchor(heads(engine))))
    late = [said("d1", SENT + n) for n in (1, 2)]
    receipts = [("d1", receipt(one)) for one in late]
    commit(Store(engine).journal, "d1", device=at("d1", SENT + 2), logged=late, receipts=receipts)
    forget_lines(engine, "d1", above=SENT)
    assert codes(faults(engine, *kept)) == {"operation_inserted"}
    enter = Store(engine).enter_late
    assert enter(at=WRITTEN, upgraded=True) == 2, "and the ledger stays open for more of them"
    assert faults(engine, *kept) == []
    assert enter(at=WRITTEN, upgraded=True) == 0
    assert enter(at=WRITTEN, upgraded=False) == 0
    forget_lines(engine, "d1", above=SENT + 1)
    for upgraded in (True, False):
        assert enter(at=WRITTEN, upgraded=upgraded) == 0, "closed for good"
    assert codes(faults(engine, *kept)) == {"operation_inserted"}


def test_P231_a_database_that_nobody_has_used_is_closed_at_once(database_url: str) -> None:
    engine = open_engine(database_url)
    store = Store(engine)
    assert store.enter_late(at=WRITTEN, upgraded=True) == 0
    add_device(store, "d1")
    push(store.journal, "d1")
    forget_lines(engine, "d1", above=SENT // 2)
    assert store.enter_late(at=WRITTEN, upgraded=True) == 0
    assert codes(faults(engine)) == {"operation_inserted"}
    engine.dispose()
