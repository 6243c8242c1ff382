"""A server put back to an older backup, and filled again out of order: docs/recovery.md, P108-P113."""

from typing import Any

import pytest

from sync.canonical import digest
from sync.exchange import Answer
from tests.simulate.language import UNITS
from tests.sync.bench import Bench, contact

FLOOR = 1_795_412_345_000
LATER = "t9999"
"""After five days (P48)."""


@pytest.fixture
def bench() -> Bench:
    return Bench()


def create(bench: Bench, device: str = "d1", registration: str = "reg") -> dict[str, Any]:
    return bench.make(
        device,
        "create",
        registration,
        clinic="c1",
        set=dict(UNITS),
        consent={"notice_version": 3},
        captured_at="2026-11-20T02:00:00.000Z",
    )


def moved(bench: Bench, device: str, base: int, phone: str, *, was: str) -> dict[str, Any]:
    now, before = {"contact": contact(phone)}, {"contact": contact(was)}
    return bench.make(device, "amend", base=base, set=now, was=before)


def verdict(bench: Bench, word: str, base: int, **units: Any) -> dict[str, Any]:
    return bench.make("d4", "review", base=base, verdict=word, read=digest(UNITS | units))


def restored(bench: Bench, backup: Any) -> None:
    bench.journal.restore(backup, epoch="anew", floor=FLOOR)


def told(answer: Answer) -> list[tuple[int, str, str | None]]:
    return [(r.n, r.result, r.code) for r in answer.exceptions]


def test_P108_the_horizon_is_what_a_backup_holds(bench: Bench) -> None:
    assert bench.send("d1", create(bench)).kept_through is None
    backup = bench.journal.backup()
    bench.amend("d1", 1, contact=contact("p-1"))
    bench.journal.keep(backup)
    assert bench.send("d1").kept_through == 1
    assert bench.send("d2").kept_through == 0


def test_P110_the_horizon_after_a_restore_is_that_of_the_backup(bench: Bench) -> None:
    bench.send("d1", create(bench))
    first = bench.journal.backup()
    bench.amend("d1", 1, contact=contact("p-1"))
    bench.journal.keep(bench.journal.backup())
    assert bench.send("d1").kept_through == 2
    restored(bench, first)
    assert (bench.send("d1").through, bench.send("d1").kept_through) == (1, 1)


def test_P110_a_version_never_means_two_things(bench: Bench) -> None:
    bench.sign_up()
    backup = bench.journal.backup()
    bench.amend("d1", 1, contact=contact("p-1"))
    restored(bench, backup)
    assert bench.amend("d4", 1, name={"full_name": "b"}) == "applied"
    now = bench.now()
    assert (now.version, now.gaps) == (FLOOR + 1, ((1, FLOOR),))
    assert now.lost(2)
    assert not now.lost(1)
    assert not now.lost(now.version)


def test_P110_so_nothing_unseen_is_overwritten(bench: Bench) -> None:
    """Version 2 was p-1 to its reader and is p-2 here: the number alone would let p-3 in."""
    bench.sign_up()
    backup = bench.journal.backup()
    bench.amend("d1", 1, contact=contact("p-1"))
    restored(bench, backup)
    bench.made["d1"].pop()
    assert bench.amend("d2", 1, contact=contact("p-2")) == "applied"
    answer = bench.send("d4", moved(bench, "d4", 2, "p-3", was="p-1"))
    assert told(answer) == [(1, "held", "lost_base")]
    assert bench.phone() == "p-2"
    assert told(bench.send("d4", waiting=[1], give_up=LATER)) == [(1, "conflict", None)]
    assert bench.thread("contact").proposals[0].value == contact("p-3")
    assert bench.phone() == "p-2"


def test_P111_what_its_author_saw_stands_again(bench: Bench) -> None:
    bench.sign_up()
    backup = bench.journal.backup()
    first = moved(bench, "d1", 1, "p-1", was="p-0")
    second = moved(bench, "d4", 2, "p-2", was="p-1")
    restored(bench, backup)
    bench.send("d1", first)
    assert told(bench.send("d4", second)) == [(1, "merged", None)]
    assert bench.phone() == "p-2"


def test_P112_P113_in_another_order_the_end_is_the_same(bench: Bench) -> None:
    bench.sign_up()
    backup = bench.journal.backup()
    first = moved(bench, "d1", 1, "p-1", was="p-0")
    second = moved(bench, "d4", 2, "p-2", was="p-1")
    yes = verdict(bench, "approve", 3, contact=contact("p-2"))
    paid = bench.make("d5", "progress", base=4, step="code_issued", facts={"payment_code": "c"})
    restored(bench, backup)
    assert told(bench.send("d5", paid)) == [(1, "held", "lost_base")]
    assert [result for _, result, _ in told(bench.send("d4", second, yes))] == ["held", "held"]
    assert told(bench.send("d1", first)) == []
    assert (bench.phone(), bench.now().status) == ("p-2", "code_issued")
    assert told(bench.send("d4", waiting=[1, 2])) == [(1, "merged", None)]
    assert bench.journal.waiting_rows() == []


def test_P113_a_verdict_does_not_overtake_what_it_was_about(bench: Bench) -> None:
    """Its create comes back in one push with the amend that it had read."""
    backup = bench.journal.backup()
    made, first = create(bench), moved(bench, "d1", 1, "p-1", was="p-0")
    yes = verdict(bench, "approve", 2, contact=contact("p-1"))
    restored(bench, backup)
    assert told(bench.send("d4", yes)) == [(1, "held", "no_registration")]
    bench.send("d1", made, first)
    approval = bench.now().approval
    assert approval is not None
    assert approval.units["contact"] == contact("p-1")
    assert bench.now().open_threads() == []


def test_P113_nor_does_a_withdrawal(bench: Bench) -> None:
    backup = bench.journal.backup()
    made, first = create(bench), moved(bench, "d1", 1, "p-1", was="p-0")
    gone = bench.make("d4", "withdraw", base=2, reason="member")
    restored(bench, backup)
    bench.send("d4", gone)
    bench.send("d1", made, first)
    now = bench.now()
    assert (now.status, bench.phone(), now.open_threads()) == ("withdrawn", "p-1", [])


@pytest.mark.parametrize("read", ["other content", None])
def test_P111_P112_a_verdict_on_other_content_is_not_taken(bench: Bench, read: str | None) -> None:
    bench.sign_up()
    backup = bench.journal.backup()
    yes = verdict(bench, "approve", 2, contact=contact("p-1")) | {"read": read}
    restored(bench, backup)
    assert told(bench.send("d4", yes)) == [(1, "held", "lost_base")]
    assert told(bench.send("d4", waiting=[1], give_up=LATER)) == [(1, "stale", "moved")]
    assert bench.now().status == "submitted"


def test_P111_an_answered_return_is_sent_again(bench: Bench) -> None:
    bench.sign_up()
    backup = bench.journal.backup()
    back = verdict(bench, "return", 1)
    answer = moved(bench, "d1", 2, "p-1", was="p-0")
    restored(bench, backup)
    bench.send("d4", back)
    assert bench.now().status == "returned"
    bench.send("d1", answer)
    assert bench.now().status == "submitted"


def test_P111_a_question_is_asked_again(bench: Bench) -> None:
    """Its thread counted the same moves on the lost line, for another proposal."""
    bench.sign_up()
    backup = bench.journal.backup()
    thread = {"thread": "reg:contact", "moves": 1, "choice": "standing"}
    answer = bench.make("d5", "resolve", base=2, choices=[thread], claims=[])
    restored(bench, backup)
    bench.amend("d1", 1, contact=contact("p-1"))
    assert told(bench.send("d5", answer)) == [(1, "stale", "moved")]
    bench.amend("d4", 1, contact=contact("p-2"))
    assert bench.thread("contact").moves == FLOOR + 1
    again = bench.make("d5", "resolve", base=2, choices=[thread], claims=[])
    assert told(bench.send("d5", again)) == [(2, "stale", "moved")]
    assert bench.thread("contact").open


def test_P111_a_question_of_the_backup_keeps_its_count(bench: Bench) -> None:
    bench.sign_up()
    bench.amend("d1", 1, contact=contact("p-1"))
    bench.amend("d4", 1, contact=contact("p-2"))
    moves = bench.thread("contact").moves
    restored(bench, bench.journal.backup())
    standing = {"thread": "reg:contact", "moves": moves, "choice": "standing"}
    assert bench.resolve(standing) == "applied"
    assert not bench.thread("contact").open


def test_P111_a_base_that_nobody_told_is_not_believed(bench: Bench) -> None:
    bench.sign_up()
    bench.amend("d1", 1, contact=contact("p-1"))
    assert bench.amend("d4", 9_000, contact=contact("p-9")) == "held:lost_base"
    assert bench.phone() == "p-1"
