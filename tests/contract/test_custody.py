"""Devices, the log, receipts and what waits."""

import pytest

from sync.canonical import GENESIS
from sync.journal import Beside, Changes, Device, Journal, Waiting
from sync.receipt import Receipt
from tests.contract.builders import ACCOUNT, at, commit, logged, receipt, registration


class PowerCutError(Exception):
    """The transaction does not reach its end."""


def test_a_new_device_has_nothing_in_custody(journal: Journal) -> None:
    with journal.taking_in() as taking:
        assert taking.device("d1") == Device("d1", ACCOUNT, 0, GENESIS)
    with journal.snapshot() as snapshot:
        assert snapshot.through("d1") == 0


def test_an_unknown_device_is_a_lookup_error(journal: Journal) -> None:
    with pytest.raises(LookupError), journal.taking_in() as taking:
        taking.device("nobody's")


def test_custody_moves_with_the_device_alone(journal: Journal) -> None:
    commit(journal, "d1", device=at("d1", 7))
    with journal.taking_in() as taking:
        assert taking.device("d1") == at("d1", 7)
        assert taking.device("d2").through == 0
    with journal.snapshot() as snapshot:
        assert snapshot.through("d1") == 7


def test_P45_an_exception_takes_everything_back(journal: Journal) -> None:
    row = logged("d1", 1)
    changes = Changes(
        device=at("d1", 1),
        logged=[row],
        receipts=[("d1", receipt(row))],
        registrations=[registration("r1")],
        created=frozenset({"r1"}),
        claims={"r1": frozenset({"person"})},
        hold=[Waiting("registration", logged("d1", 2, "r9"))],
        publish={("clinic:c1", "r1"): "live"},
    )

    def fail_after_commit() -> None:
        with journal.taking_in() as taking:
            taking.device("d1")
            taking.load(["r1"], ["person"])
            taking.commit(changes)
            raise PowerCutError

    with pytest.raises(PowerCutError):
        fail_after_commit()
    with journal.taking_in() as taking:
        assert taking.device("d1").through == 0
        assert taking.receipts("d1", range(1, 10)) == {}
        assert list(taking.known_ops([row.op])) == []
        loaded = taking.load(["r1", "r9"], ["person"])
    assert (loaded.registrations, loaded.claims, loaded.waiting) == ({}, {}, {})
    with journal.snapshot() as snapshot:
        assert snapshot.feed("clinic:c1", 0, 9) == []


def test_P43_receipts_come_back_with_their_hash(journal: Journal) -> None:
    one, two, three = (logged("d1", n) for n in (1, 2, 3))
    conflict = Receipt(2, two.op, "r1", "conflict", 4, units={"name": "conflict"})
    refused = Receipt(3, three.op, "r1", "quarantined", 4, code="invalid", detail="phone")
    told = [("d1", receipt(one)), ("d1", conflict), ("d1", refused)]
    commit(journal, "d1", device=at("d1", 3), logged=[one, two, three], receipts=told)
    with journal.taking_in() as taking:
        assert taking.receipts("d1", range(1, 3)) == {
            1: (one.hash, receipt(one)),
            2: (two.hash, conflict),
        }
        assert taking.receipts("d1", range(3, 10)) == {3: (three.hash, refused)}
        assert taking.receipts("d2", range(1, 10)) == {}


def test_P33_the_log_knows_the_chain_at_each_number(journal: Journal) -> None:
    row = logged("d1", 1)
    commit(journal, "d1", device=at("d1", 1), logged=[row], receipts=[("d1", receipt(row))])
    with journal.taking_in() as taking:
        assert taking.chain_at("d1", 0) == GENESIS
        assert taking.chain_at("d1", 1) == row.chain
        assert taking.chain_at("d1", 2) is None
        assert taking.chain_at("d2", 1) is None


def test_P44_P106_an_op_is_known_wherever_it_was(journal: Journal) -> None:
    one, again = logged("d1", 1), logged("d1", 2, op="d1-op-1")
    receipts = [("d1", receipt(one)), ("d1", receipt(again, "id_reuse"))]
    commit(journal, "d1", device=at("d1", 2), logged=[one, again], receipts=receipts)
    with journal.taking_in() as taking:
        assert list(taking.known_ops(["d1-op-1", "unheard of"])) == [one, again]
        assert list(taking.known_ops([])) == []


def test_P44_a_stray_is_kept_once_and_beside(journal: Journal) -> None:
    row, stray = logged("d1", 1), logged("d1", 1, raw={"n": 1, "other": True})
    commit(journal, "d1", device=at("d1", 1), logged=[row], receipts=[("d1", receipt(row))])
    aside = Beside(stray, receipt(stray, "id_reuse", 0))
    commit(journal, "d1", beside=[aside])
    commit(journal, "d1", beside=[aside])
    with journal.taking_in() as taking:
        assert list(taking.beside("d1", {1})) == [aside]
        assert taking.receipts("d1", range(1, 2)) == {1: (row.hash, receipt(row))}


def test_P46_operations_beyond_a_gap_wait_in_order_of_n(journal: Journal) -> None:
    early = [logged("d1", n, chain="") for n in (5, 3)]
    held = [("d1", receipt(row, "held", 0)) for row in early]
    commit(journal, "d1", receipts=held, hold=[Waiting("gap", row) for row in early])
    with journal.taking_in() as taking:
        assert [w.logged for w in taking.held("d1")] == [early[1], early[0]]
        assert list(taking.held("d2")) == []
        assert set(taking.receipts("d1", range(1, 10))) == {3, 5}
        assert taking.load(["r1"], []).waiting == {}


def test_P46_a_filled_gap_logs_what_waited(journal: Journal) -> None:
    early = logged("d1", 2, chain="")
    commit(
        journal,
        "d1",
        receipts=[("d1", receipt(early, "held", 0))],
        hold=[Waiting("gap", early)],
    )
    rows = [logged("d1", 1), logged("d1", 2)]
    commit(
        journal,
        "d1",
        device=at("d1", 2),
        logged=rows,
        receipts=[("d1", receipt(row)) for row in rows],
        unhold=[("d1", 2)],
    )
    with journal.taking_in() as taking:
        assert list(taking.held("d1")) == []
        assert taking.receipts("d1", range(2, 3)) == {2: (rows[1].hash, receipt(rows[1]))}


def test_P46_what_waited_for_a_gap_may_wait_on_for_its_registration(journal: Journal) -> None:
    early = logged("d1", 2, "r9", chain="")
    held = [("d1", receipt(early, "held", 0))]
    commit(journal, "d1", receipts=held, hold=[Waiting("gap", early)])
    rows = [logged("d1", 1), logged("d1", 2, "r9")]
    commit(
        journal,
        "d1",
        device=at("d1", 2),
        logged=rows,
        receipts=[("d1", receipt(rows[0])), *held],
        unhold=[("d1", 2)],
        hold=[Waiting("registration", rows[1])],
    )
    with journal.taking_in() as taking:
        assert [w.waits_for for w in taking.held("d1")] == ["registration"]
        assert taking.load(["r9"], []).waiting == {"r9": (rows[1],)}


def test_P46_operations_wait_for_their_registration_in_order_of_receipt(journal: Journal) -> None:
    later, first = logged("d1", 1, "r9"), logged("d2", 4, "r9")
    for row in (first, later):
        commit(
            journal,
            row.device,
            device=at(row.device, row.n),
            logged=[row],
            receipts=[(row.device, receipt(row, "held", 0))],
            hold=[Waiting("registration", row)],
        )
    with journal.taking_in() as taking:
        assert taking.load(["r9", "r1"], []).waiting == {"r9": (first, later)}


def test_P46_a_receipt_of_another_device_is_reworded(journal: Journal) -> None:
    row = logged("d2", 1, "r9")
    commit(
        journal,
        "d2",
        device=at("d2", 1),
        logged=[row],
        receipts=[("d2", receipt(row, "held", 0))],
        hold=[Waiting("registration", row)],
    )
    create = logged("d1", 1, "r9")
    told = [("d1", receipt(create)), ("d2", receipt(row, "merged", 2))]
    commit(
        journal,
        "d1",
        device=at("d1", 1),
        logged=[create],
        receipts=told,
        unhold=[("d2", 1)],
    )
    with journal.taking_in() as taking:
        assert taking.receipts("d2", range(1, 2)) == {1: (row.hash, receipt(row, "merged", 2))}
        assert taking.load(["r9"], []).waiting == {}


def test_P42_custody_takes_what_no_column_would(journal: Journal) -> None:
    rubbish = "\0 \ud800 💥"
    row = logged("d1", 1, rubbish, kind=rubbish, raw={"n": 1, "note": rubbish})
    held = logged("d1", 2, rubbish, raw={"n": 2, rubbish: [rubbish]})
    aside = logged("d1", 2, raw={"other": rubbish}, op=rubbish)
    commit(
        journal,
        "d1",
        device=at("d1", 2),
        logged=[row, held],
        receipts=[("d1", receipt(row, "quarantined")), ("d1", receipt(held, "held"))],
        hold=[Waiting("registration", held)],
        beside=[Beside(aside, receipt(aside, "id_reuse"))],
    )
    with journal.taking_in() as taking:
        found = taking.receipts("d1", range(1, 3))
    assert found[1] == (row.hash, receipt(row, "quarantined"))
    assert found[2][1].registration == rubbish


def test_a_push_of_many_is_one_commit(journal: Journal) -> None:
    rows = [logged("d1", n, f"r{n}") for n in range(1, 501)]
    commit(
        journal,
        "d1",
        device=at("d1", 500),
        logged=rows,
        receipts=[("d1", receipt(row)) for row in rows],
        registrations=[registration(row.registration) for row in rows],
        created=frozenset(row.registration for row in rows),
        claims={row.registration: frozenset({f"person {row.n}"}) for row in rows},
        persons=[f"person {row.n}" for row in rows],
        publish={("clinic:c1", row.registration): "live" for row in rows},
    )
    with journal.taking_in() as taking:
        assert len(taking.receipts("d1", range(1, 501))) == 500
        loaded = taking.load([], [f"person {n}" for n in range(1, 501)])
    assert len(loaded.registrations) == 500
