"""What journals keep of copied phones, on every kind of journal (P44, P101, P106, M90, M94)."""

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import sqlalchemy as sa

from server.store import Store
from server.store.engine import open_engine
from server.store.migrate import upgrade
from server.store.renewals import InUse, NewSelf, NoSuchFork, Renewed
from sync.incarnation import Incarnation
from sync.journal import Beside, Device, Journal, Waiting
from sync.lineage import GENERATIONS, Ancestor
from sync.receipt import Place
from tests.contract.builders import ACCOUNT, AT, at, commit, logged, receipt
from tests.contract.people import add_device
from tests.contract.test_quarantine import _upgrade_to


def test_P101_a_device_keeps_what_it_was_given(journal: Journal) -> None:
    given = Incarnation("epoch", "present", "before")
    commit(journal, "d1", device=Device("d1", ACCOUNT, incarnation=given))
    with journal.taking_in() as taking:
        assert taking.device("d1").incarnation == given
        assert taking.device("d2").incarnation == Incarnation()
    with journal.taking_in() as taking, journal.snapshot() as snapshot:
        assert taking.epoch() == snapshot.epoch()


def test_P106_a_receipt_knows_where_it_was_first(journal: Journal) -> None:
    rows = [logged("d1", 1), logged("d1", 2)]
    told = [
        replace(receipt(row, "same"), first=place)
        for row, place in zip(rows, [Place("d2", 7), Place("d2", 8, "ab" * 32)], strict=True)
    ]
    commit(journal, "d1", device=at("d1", 2), logged=rows, receipts=[("d1", r) for r in told])
    with journal.taking_in() as taking:
        assert [r for _, (_, r) in sorted(taking.receipts("d1", {1, 2}).items())] == told


def test_M94_what_is_beside_the_log_is_found_and_reworded(journal: Journal) -> None:
    one, other = (
        Beside(row, receipt(row, "id_reuse", 0))
        for row in (logged("d1", 1, op="a"), logged("d2", 1, op="a"))
    )
    commit(journal, "d1", beside=[one, other])
    now = replace(one, receipt=replace(one.receipt, code="dismissed", detail="no"))
    commit(journal, "d2", beside=[now])
    with journal.taking_in() as taking:
        assert list(taking.beside("d1", {1, 2})) == [now]
        assert list(taking.beside("d1", {2})) == []
        found = taking.beside_ops(["a", "b"])
        assert sorted(found, key=lambda b: b.logged.device) == [now, other]
        assert list(taking.beside_ops([])) == []


def test_M92_P106_each_handing_over_is_known(journal: Journal) -> None:
    one, again = logged("d1", 1, op="a"), logged("d2", 1, op="a")
    early = logged("d2", 3, op="b", chain="")
    commit(journal, "d1", device=at("d1", 1), logged=[one], receipts=[("d1", receipt(one))])
    commit(
        journal,
        "d2",
        device=at("d2", 1),
        logged=[again],
        receipts=[("d2", receipt(again, "same")), ("d2", receipt(early, "held", 0))],
        hold=[Waiting("gap", early)],
    )
    with journal.taking_in() as taking:
        assert set(taking.handed_over({"a", "b"})) == {("a", "d1", 1), ("a", "d2", 1)}
        assert list(taking.early_ops(["a", "b"])) == [early]
        assert list(taking.early_ops([])) == []


def renewal(
    device: str, of: str, n: int, *, account: str = ACCOUNT, chain: str | None = None
) -> NewSelf:
    tokens = {"token_hash": f"hash of {device}", "session_hash": f"session of {device}"}
    named = {"device": device, "account": account, "ancestor": Ancestor(of, n), "hash": chain}
    return NewSelf(**named, **tokens, why="copied", session=None, at=AT)  # type: ignore[arg-type]


def test_P104_a_renewal_is_written_once(store: Store) -> None:
    add_device(store, "d1")
    add_device(store, "foreign", "account-2")
    commit(store.journal, "d1", device=at("d1", 3))
    assert store.renewals.renew(renewal("x", "d1", 4)) == NoSuchFork()
    for _ in range(2):
        assert store.renewals.renew(renewal("x", "d1", 2)) == Renewed(None)
    assert store.renewals.renew(renewal("foreign", "d1", 2)) == InUse(foreign=True)
    assert store.renewals.renew(renewal("d1", "d1", 2)) == InUse(foreign=False)
    assert store.renewals.renew(renewal("x", "d1", 3)) == InUse(foreign=False)
    known = store.devices.device_by_id("x")
    assert known is not None
    assert (known.ancestor, known.fork, known.renewal, known.label) == ("d1", 2, "copied", "HP d1")


def test_M90_ancestors_are_found(store: Store) -> None:
    line = ["d1", *(f"x{i}" for i in range(GENERATIONS + 2))]
    add_device(store, "d1")
    for old, new in pairwise(line):
        commit(store.journal, old, device=replace(_device(store, old), through=5))
        store.renewals.renew(renewal(new, old, 1))
    with store.journal.taking_in() as taking:
        found = taking.ancestors({"d1", "x1", line[-1], "unheard of"})
    assert found["x1"] == (Ancestor("x0", 1), Ancestor("d1", 1))
    assert found["d1"] == ()
    assert len(found[line[-1]]) == GENERATIONS


def _device(store: Store, device: str) -> Device:
    with store.journal.taking_in() as taking:
        return taking.device(device)


def test_M94_the_desk_lists_what_is_beside_the_log_page_by_page(store: Store) -> None:
    add_device(store, "d1")
    row = logged("d1", 1)
    told = replace(receipt(row, "quarantined"), code="invalid")
    commit(store.journal, "d1", device=at("d1", 1), logged=[row], receipts=[("d1", told)])
    strays = [logged("d1", 1, raw={"other": number}) for number in range(3)]
    aside = [Beside(stray, receipt(stray, "id_reuse", 0)) for stray in strays]
    commit(store.journal, "d1", beside=aside)
    count, found = store.quarantine.waiting(None, 9)
    assert count == 4
    assert {(w.logged.hash, w.aside) for w in found} == {
        (row.hash, False),
        *((stray.hash, True) for stray in strays),
    }
    paged, before = [], None
    for _ in range(4):
        _, (one,) = store.quarantine.waiting(before, 1)
        paged.append(one)
        before = (one.logged.received_at, one.logged.device, one.logged.n, one.logged.hash)
    assert tuple(paged) == found
    closed = replace(aside[0], receipt=replace(aside[0].receipt, result="same"))
    commit(store.journal, "d1", beside=[closed])
    assert store.quarantine.waiting(None, 9)[0] == 3


def test_an_older_databases_strays_can_be_decided_about(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'older'}")
    _upgrade_to(engine, "0003")
    stray = {
        "device": "d1",
        "n": 2,
        "op": "op-2",
        "registration": "r1",
        "kind": "amend",
        "raw": {},
        "hash": "h",
        "chain": "",
        "account": "a1",
        "role": "recruiter",
        "received_at": AT,
        "skew_ms": None,
        "app": "0.1.0",
    }
    with engine.begin() as connection:
        connection.execute(
            sa.text("INSERT INTO stray (device, hash, logged) VALUES ('d1', 'h', :logged)"),
            {"logged": json.dumps(stray)},
        )
    upgrade(engine)
    with engine.connect() as connection:
        row = connection.execute(sa.text("SELECT n, op, body, waits_since FROM stray")).one()
    assert (row.n, row.op, row.waits_since) == (2, "op-2", AT)
    assert json.loads(row.body)["result"] == "id_reuse"
    engine.dispose()
