"""Boxes that could not be opened, and what is carried by others: docs/protocol.md, P92, P93, P97."""

from typing import Any

import pytest

from sync.canonical import digest
from sync.operation import is_box
from tests.sync.bench import Bench, chain_of, contact


@pytest.fixture
def bench() -> Bench:
    bench = Bench()
    bench.sign_up()
    return bench


def box(operation: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """The operation as a box that nobody here opens."""
    device = operation["author"]["device"]
    said = {"device": device, "n": operation["n"], "op": operation["op"]}
    return {**said, "hash": digest(operation), "box": "AAAA", **fields}


def amend(bench: Bench, phone: str) -> dict[str, Any]:
    return bench.make("d1", "amend", base=1, set={"contact": contact(phone)}, was={})


def test_P93_a_box_is_known_by_the_digest_of_what_is_in_it(bench: Bench) -> None:
    operation = amend(bench, "p-1")
    answer = bench.send("d1", box(operation))
    assert [(r.n, r.result, r.code) for r in answer.exceptions] == [
        (2, "quarantined", "unsealable")
    ]
    assert (answer.through, answer.chain) == (2, chain_of(bench.made["d1"]))
    assert bench.phone() != "p-1"


def test_P93_in_clear_it_takes_effect_once(bench: Bench) -> None:
    operation = amend(bench, "p-1")
    bench.send("d1", box(operation))
    again = bench.send("d1", operation)
    assert (again.exceptions, again.taken) == ((), 1)
    assert bench.phone() == "p-1"
    before = bench.now()
    for repeat in (operation, box(operation)):
        told = bench.send("d1", repeat)
        assert (told.exceptions, told.taken) == ((), 0)
    assert bench.now() == before


def test_P93_the_same_twice_in_one_push_takes_effect_once(bench: Bench) -> None:
    operation = amend(bench, "p-1")
    bench.send("d1", box(operation))
    answer = bench.send("d1", operation, operation)
    assert answer.taken == 1
    assert [e.op for e in bench.now().history] == ["d1-1", "d1-2"]


def test_P93_what_waited_for_a_create_in_a_box_follows_it(bench: Bench) -> None:
    made = bench.make(
        "d1",
        "create",
        "other",
        clinic="c1",
        set=dict(bench.made["d1"][0]["set"]),
        consent={"notice_version": 3},
        captured_at="2026-11-20T02:00:00.000Z",
    )
    withdraw = bench.make("d1", "withdraw", "other", reason="member")
    answer = bench.send("d1", box(made), withdraw)
    assert [r.result for r in answer.exceptions] == ["quarantined", "held"]
    assert bench.send("d1", made).exceptions == ()
    assert bench.now("other").status == "withdrawn"


def test_P46_P93_a_box_beyond_a_gap_waits_its_turn(bench: Bench) -> None:
    first, second = amend(bench, "p-1"), amend(bench, "p-2")
    assert [r.result for r in bench.send("d1", box(second)).exceptions] == ["held"]
    answer = bench.send("d1", first)
    assert answer.through == 3
    assert bench.phone() == "p-1"
    assert bench.send("d1", second).exceptions == ()
    assert bench.phone() == "p-2"


def test_P93_a_box_of_another_device_is_nothing_here(bench: Bench) -> None:
    stolen = box(amend(bench, "p-1")) | {"n": 1}
    answer = bench.send("d2", stolen)
    assert [(r.result, r.code) for r in answer.exceptions] == [("quarantined", "malformed")]
    assert answer.chain == chain_of([stolen])


@pytest.mark.parametrize(
    "change", [{"hash": "x"}, {"hash": 7}, {"box": None}, {"device": 1}, {"more": 1}]
)
def test_P93_what_only_looks_like_a_box_is_none(bench: Bench, change: dict[str, Any]) -> None:
    raw = box(amend(bench, "p-1")) | change
    assert not is_box(raw)
    assert [r.code for r in bench.send("d1", raw).exceptions] == ["malformed"]


def test_P97_taken_counts_what_came_into_custody(bench: Bench) -> None:
    first, second, third = (amend(bench, f"p-{i}") for i in (1, 2, 3))
    assert bench.send("d1", third).taken == 1
    assert bench.send("d1", third).taken == 0
    assert bench.send("d1", first, second).taken == 2
    assert bench.send("d1", first, second, third).taken == 0
    assert bench.phone() == "p-3"
