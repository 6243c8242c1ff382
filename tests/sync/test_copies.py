"""A phone and its copy: docs/protocol.md P100-P106, docs/merge.md M94."""

from typing import Any

import pytest

from sync.exchange import Answer
from sync.incarnation import Copied, Incarnation, Showing, turn
from tests.sync.bench import Bench, chain_of, contact


@pytest.fixture
def bench() -> Bench:
    bench = Bench()
    bench.sign_up()
    return bench


def given(epoch: str = "e", present: str | None = "b", before: str | None = "a") -> Incarnation:
    return Incarnation(epoch, present, before)


@pytest.mark.parametrize(
    ("kept", "shown", "now"),
    [
        (Incarnation(), None, given(present="fresh", before=None)),
        (Incarnation(), "forged", Incarnation(None, "fresh", "forged")),
        (given(), "b", given(present="fresh", before="b")),
        (given(), "a", given()),
        (given(), "forged", Copied()),
        (given(), None, Copied()),
        (given(before=None), None, given(before=None)),
        (given(epoch="older"), "b", given(present="fresh", before="b")),
        (given(epoch="older"), "a", given(epoch="older", present="fresh", before="a")),
        (given(epoch="older"), "unknown", given("older", present="fresh", before="unknown")),
    ],
)
def test_P101_P102_what_a_phone_may_show(
    kept: Incarnation, shown: str | None, now: Incarnation | Copied
) -> None:
    assert turn(kept, Showing(shown, "fresh"), "e") == now


class Talk:
    """A phone that shows its incarnation, over the bench."""

    def __init__(self, bench: Bench, token: str | None = None) -> None:
        self.bench = bench
        self.token = token

    def send(self, *operations: dict[str, Any], heard: bool = True, **more: Any) -> Answer | Copied:
        showing = Showing(self.token, f"token {self.bench.ticks}")
        answer = self.bench.post("d1", *operations, showing=showing, **more)
        if heard and isinstance(answer, Answer):
            self.token = answer.incarnation
        return answer

    def copy(self) -> "Talk":
        return Talk(self.bench, self.token)


def amend(bench: Bench, phone: str, **more: Any) -> dict[str, Any]:
    return bench.make("d1", "amend", base=1, set={"contact": contact(phone)}, was={}, **more)


def test_P100_each_answer_has_a_fresh_one_and_an_older_app_none(bench: Bench) -> None:
    phone = Talk(bench)
    told = set()
    for _ in range(3):
        assert isinstance(phone.send(chain=(1, chain_of(bench.made["d1"]))), Answer)
        told.add(phone.token)
    assert len(told) == 3
    assert bench.send("d1").incarnation is None
    assert isinstance(phone.send(), Answer), "the older app's request moved nothing"


def test_P101_a_lost_answer_a_second_delivery_and_a_restore_are_no_copies(bench: Bench) -> None:
    phone = Talk(bench)
    phone.send()
    operation = amend(bench, "p-1")
    assert isinstance(phone.send(operation, heard=False), Answer)
    assert isinstance(phone.send(operation, heard=False), Answer)
    assert isinstance(phone.send(operation), Answer)
    bench.journal.renew_epoch("restored")
    phone.token = "given after the backup was made"
    assert isinstance(phone.send(), Answer)
    assert isinstance(phone.send(), Answer)


@pytest.mark.parametrize("first", [0, 1])
def test_P102_whichever_comes_later_is_the_copy_and_nothing_of_it_is_taken(
    bench: Bench, first: int
) -> None:
    phone = Talk(bench)
    phone.send()
    pair = [phone, phone.copy()]
    one, other = pair[first], pair[1 - first]
    one.send()
    one.send()
    operation = amend(bench, "p-1")
    assert other.send(operation) == Copied()
    assert bench.now().version == 1
    assert isinstance(one.send(operation), Answer)
    assert bench.phone() == "p-1"


def test_P102_another_content_for_a_number_in_custody_is_a_copys(bench: Bench) -> None:
    phone = Talk(bench)
    phone.send()
    copy = phone.copy()
    phone.send(amend(bench, "p-1"))
    bench.made["d1"].pop()
    assert copy.send(amend(bench, "p-2", op="another")) == Copied()
    assert not bench.journal.beside()
    assert bench.phone() == "p-1"


def test_P101_a_restore_lets_no_twin_go_on_from_anothers_words(bench: Bench) -> None:
    """Both say number 2; after a restore the second would be taken as the same phone going on (M14)."""
    phone = Talk(bench)
    phone.send()
    copy = phone.copy()
    bench.journal.restore(bench.journal.backup(), epoch="restored", floor=1_795_412_345_000)
    phone.send(amend(bench, "p-1", op="its own"))
    bench.made["d1"].pop()
    amend(bench, "p-2", op="its twin's")
    before = (2, chain_of(bench.made["d1"]))
    assert copy.send(amend(bench, "p-3"), chain=before) == Copied()
    assert bench.phone() == "p-1"


def test_P103_a_chain_that_broke_asks_for_a_new_identity(bench: Bench) -> None:
    bench.make("d1", "withdraw", base=1, reason="lost")
    third = amend(bench, "p-3")
    bench.send("d1", third)
    phone = Talk(bench)
    answer = phone.send(give_up="t9999", chain=(3, chain_of(bench.made["d1"])))
    assert isinstance(answer, Answer)
    assert (answer.through, answer.chain_matches, answer.renew) == (3, False, True)


def test_P103_a_phone_that_does_not_know_of_its_own_numbers_is_told_so(bench: Bench) -> None:
    phone = Talk(bench)
    answer = phone.send(chain=(1, chain_of(bench.made["d1"])))
    assert isinstance(answer, Answer)
    assert not answer.renew
    copy = phone.copy()
    phone.send(amend(bench, "p-1"))
    answer = copy.send(chain=(1, chain_of(bench.made["d1"][:1])))
    assert isinstance(answer, Answer)
    assert answer.renew


def test_P106_what_comes_again_under_a_new_number_has_no_second_effect(bench: Bench) -> None:
    first = amend(bench, "p-1")
    bench.send("d1", first)
    bench.renew("d1", "d1x", 1)
    again = bench.anew("d1x", first)
    before = bench.now()
    answer = bench.send("d1x", again)
    assert [(r.n, r.result, r.version, r.first) for r in answer.exceptions] == [
        (1, "same", 2, None)
    ]
    assert answer.chain == chain_of(bench.made["d1x"])
    assert bench.now() == before
    assert bench.send("d1x", again).exceptions == answer.exceptions


def test_P106_the_twin_may_be_the_later_one(bench: Bench) -> None:
    operation = amend(bench, "p-1")
    bench.renew("d1", "d1x", 1)
    assert bench.send("d1x", bench.anew("d1x", operation)).exceptions == ()
    before = bench.now()
    assert [r.result for r in bench.send("d1", operation).exceptions] == ["same"]
    assert bench.now() == before


def test_P106_a_repeats_author_hears_the_firsts_last_word(bench: Bench) -> None:
    orphan = bench.make("d1", "amend", "new", base=0, set={"contact": contact("p-1")}, was={})
    bench.send("d1", orphan)
    bench.renew("d1", "d1x", 2)
    answer = bench.send("d1x", bench.anew("d1x", orphan))
    assert [(r.n, r.result, r.code) for r in answer.exceptions] == [(1, "held", "no_registration")]
    bench.sign_up("d2", "new", identity={"nik": "n-new"})
    answer = bench.send("d1x", waiting=[1])
    assert [(r.n, r.result) for r in answer.exceptions] == [(1, "conflict")]
    assert len(bench.now("new").history) == 2


def test_P106_a_repeat_in_one_push_and_a_repeat_of_a_repeat(bench: Bench) -> None:
    operation = amend(bench, "p-1")
    bench.renew("d1", "d1x", 1)
    bench.send("d1x", bench.anew("d1x", operation), bench.anew("d1x", operation))
    bench.renew("d1x", "d1y", 2)
    answer = bench.send("d1y", bench.anew("d1y", operation))
    assert [r.result for r in answer.exceptions] == ["same"]
    assert bench.now().version == 2


@pytest.mark.parametrize("liar", ["d2", "d3"])
def test_P44_P106_another_content_or_account_is_no_repeat(bench: Bench, liar: str) -> None:
    operation = amend(bench, "p-1")
    bench.send("d1", operation)
    changed = bench.anew(liar, operation)
    if liar == "d2":
        changed["set"] = {"contact": contact("p-2")}
    assert [r.result for r in bench.send(liar, changed).exceptions] == ["id_reuse"]
    assert bench.phone() == "p-1"


def beside(bench: Bench) -> dict[str, Any]:
    """An older app's copy has said something under a number of the other."""
    bench.send("d1", amend(bench, "p-1"))
    bench.made["d1"].pop()
    other = amend(bench, "p-2", op="another")
    assert [r.result for r in bench.send("d1", other).exceptions] == ["id_reuse"]
    return other


def about(bench: Bench) -> dict[str, Any]:
    (one,) = bench.journal.beside()
    return {"device": "d1", "n": 2, "hash": one.logged.hash}


def decide(bench: Bench, choice: str, seen: str = "waiting") -> str:
    reason = None if choice == "take" else "no"
    return bench.say("d5", "decide", about=about(bench), choice=choice, seen=seen, reason=reason)


def test_M94_what_is_beside_the_log_can_be_taken(bench: Bench) -> None:
    other = beside(bench)
    assert decide(bench, "take") == "applied"
    assert bench.phone() == "p-2", "the same device said both"
    assert [r.result for r in bench.send("d1", other).exceptions] == []
    assert decide(bench, "take") == "same"
    bench.renew("d1", "d1x", 1)
    answer = bench.send("d1x", bench.anew("d1x", other))
    assert [r.result for r in answer.exceptions] == ["same"]
    assert len(bench.now().history) == 4


def test_M94_what_is_beside_the_log_can_be_dismissed(bench: Bench) -> None:
    beside(bench)
    assert decide(bench, "dismiss") == "applied"
    answer = bench.send("d1", waiting=[2])
    assert [(r.result, r.code) for r in answer.exceptions] == [("id_reuse", "dismissed")]
    assert bench.phone() == "p-1"
    assert decide(bench, "take", "dismissed") == "applied"


def test_M94_what_comes_under_a_number_of_its_own_leaves_the_desk(bench: Bench) -> None:
    other = beside(bench)
    bench.renew("d1", "d1x", 1)
    assert bench.send("d1x", bench.anew("d1x", other)).exceptions[0].result == "conflict"
    (one,) = bench.journal.beside()
    assert one.receipt.result == "same"
    assert decide(bench, "take") == "same"
    assert decide(bench, "dismiss") == "stale:moved"


def test_M66_M94_another_hash_is_no_operation(bench: Bench) -> None:
    beside(bench)
    wrong = about(bench) | {"hash": "0" * 64}
    told = bench.say("d5", "decide", about=wrong, choice="take", seen="waiting", reason=None)
    assert told == "quarantined:no_such_operation"


def test_P46_P106_what_waits_behind_a_gap_elsewhere_waits_for_nobody(bench: Bench) -> None:
    second = amend(bench, "p-1")
    third = amend(bench, "p-2")
    assert [r.result for r in bench.send("d1", third).exceptions] == ["held"]
    bench.renew("d1", "d1x", 1)
    assert bench.send("d1x", bench.anew("d1x", second), bench.anew("d1x", third)).exceptions == ()
    assert [r.result for r in bench.send("d1", waiting=[3]).exceptions] == ["same"]
    before = bench.now()
    assert [r.result for r in bench.send("d1", second, waiting=[3]).exceptions] == ["same", "same"]
    assert bench.now() == before
    assert not bench.journal.waiting_rows()


def test_P48_L4_what_was_said_under_an_earlier_id_waits_no_longer(bench: Bench) -> None:
    orphan = bench.make("d1", "amend", "never", base=0, set={"contact": contact("p")}, was={})
    bench.send("d1", orphan)
    bench.renew("d1", "d1x", 2)
    bench.send("d1x", bench.anew("d1x", orphan))
    bench.send("d1x", give_up="t9999")
    answer = bench.send("d1x", waiting=[1])
    assert [(r.n, r.result, r.code) for r in answer.exceptions] == [
        (1, "quarantined", "no_registration")
    ]
    assert not bench.journal.waiting_rows()
