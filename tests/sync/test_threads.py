"""Open questions and their answers: docs/merge.md, M30-M36 and M40-M44."""

from typing import Any

import pytest

from tests.sync.bench import Bench, contact


@pytest.fixture
def bench() -> Bench:
    """p-1 stands, d2's p-2 waits."""
    bench = Bench()
    bench.sign_up()
    bench.amend("d1", 1, contact=contact("p-1"))
    bench.amend("d2", 1, contact=contact("p-2"))
    return bench


def answer(bench: Bench, choice: str, unit: str = "contact", **more: Any) -> dict[str, Any]:
    thread = bench.thread(unit)
    return {"thread": thread.id, "moves": thread.moves, "choice": choice, **more}


def proposed(bench: Bench) -> dict[str, Any]:
    return answer(bench, "proposed", proposal=bench.thread("contact").proposals[0].stamp.op)


def test_M30_one_thread_grows(bench: Bench) -> None:
    bench.amend("d4", 1, contact=contact("p-3"))
    thread = bench.thread("contact")
    assert len(bench.now().threads) == 1
    assert [p.value["phone"] for p in thread.proposals] == ["p-2", "p-3"]
    bench.resolve(answer(bench, "standing"))
    bench.amend("d2", 1, contact=contact("p-4"))
    assert bench.thread("contact").open
    assert len(bench.now().threads) == 1


def test_M31_a_resolution_that_missed_a_proposal_is_stale(bench: Bench) -> None:
    choice = answer(bench, "standing")
    bench.amend("d4", 1, contact=contact("p-3"))
    assert bench.resolve(choice) == "stale:moved"
    assert bench.thread("contact").open


def test_M31_all_choices_or_none(bench: Bench) -> None:
    missing = {"thread": "reg:note", "moves": 1, "choice": "standing"}
    assert bench.resolve(proposed(bench), missing) == "quarantined:no_such_thread"
    assert bench.phone() == "p-1"


def test_M32_settled_anew_by_somebody_who_saw_the_settlement(bench: Bench) -> None:
    bench.resolve(answer(bench, "standing"))
    assert bench.resolve(proposed(bench), by="d6") == "applied"
    assert bench.phone() == "p-2"


@pytest.mark.parametrize(
    ("choice", "phone"), [("standing", "p-1"), ("proposed", "p-2"), ("value", "p-9")]
)
def test_M33_each_choice_settles(bench: Bench, choice: str, phone: str) -> None:
    picks = {
        "standing": answer(bench, "standing"),
        "proposed": proposed(bench),
        "value": answer(bench, "value", value=contact("p-9")),
    }
    version = bench.now().version
    assert bench.resolve(picks[choice]) == "applied"
    assert bench.phone() == phone
    assert bench.thread("contact").settlement.outcome == choice
    assert bench.now().version == version + (choice != "standing")


def test_M34_a_resolution_may_not_break_a_rule(bench: Bench) -> None:
    bench.amend("d4", 1, work={"has_employees": False})
    bench.amend("d1", 2, contribution={"programmes": ["jkk", "jkm", "jht"]})
    bench.amend("d2", 1, contribution={"programmes": ["jkk"]})
    bench.amend("d4", bench.now().version, work={"has_employees": True})
    choice = answer(bench, "value", "contribution", value={"programmes": ["jkk", "jkm"]})
    assert bench.resolve(choice) == "quarantined:invalid"
    assert bench.thread("contribution").open


def test_M35_reopen_puts_back_what_stood(bench: Bench) -> None:
    bench.resolve(proposed(bench))
    assert bench.resolve(answer(bench, "reopen")) == "applied"
    assert bench.phone() == "p-1"
    assert bench.thread("contact").open
    assert bench.thread("contact").proposals[0].value == contact("p-2")


def test_M35_reopen_leaves_what_somebody_wrote_since(bench: Bench) -> None:
    bench.resolve(proposed(bench))
    bench.amend("d1", bench.now().version, contact=contact("p-8"))
    bench.resolve(answer(bench, "reopen"))
    assert bench.phone() == "p-8"


def test_M35_reopen_gives_an_approval_back(bench: Bench) -> None:
    bench.resolve(answer(bench, "standing"))
    bench.review("approve", bench.now().version)
    bench.amend("d1", bench.now().version, contact=contact("p-5"))
    bench.resolve(proposed(bench))
    assert bench.now().status == "submitted"
    bench.resolve(answer(bench, "reopen"))
    assert bench.now().status == "approved"
    assert bench.phone() == "p-1"


def test_M35_what_its_author_settled_has_nothing_to_open(bench: Bench) -> None:
    """Found by seed 269: an open question without a single proposal."""
    bench.amend("d2", 2, contact=contact("p-4"))
    assert bench.thread("contact").settlement.outcome == "author"
    assert bench.resolve(answer(bench, "reopen")) == "same"
    assert not bench.thread("contact").open


def test_M36_two_admins_unseen_by_each_other_are_contested(bench: Bench) -> None:
    first, second = answer(bench, "standing"), proposed(bench)
    assert bench.resolve(first, by="d5") == "applied"
    assert bench.resolve(second, by="d6") == "conflict:contested"
    thread = bench.thread("contact")
    assert (thread.kind, thread.open) == ("contested", True)
    assert [(p.value, p.was) for p in thread.proposals] == [(contact("p-2"), contact("p-1"))]
    assert bench.phone() == "p-1"


def test_M36_two_admins_who_choose_alike_agree(bench: Bench) -> None:
    first = answer(bench, "standing")
    assert bench.resolve(first, by="d5") == "applied"
    assert bench.resolve(first, by="d6") == "same"


@pytest.fixture
def twice() -> Bench:
    bench = Bench()
    bench.sign_up("d1", "reg")
    bench.sign_up("d3", "far")
    return bench


def claims_of(bench: Bench) -> Any:
    (thread,) = (t for t in bench.now().threads.values() if t.kind == "duplicate")
    return thread


def keep(bench: Bench, which: str, credit: str) -> dict[str, Any]:
    thread = claims_of(bench)
    about = {"thread": thread.id, "moves": thread.moves}
    return about | {"choice": "keep", "keep": which, "credit": credit}


def test_M40_the_same_person_twice_keeps_both(twice: Bench) -> None:
    assert claims_of(twice).claims == ("reg", "far")
    assert twice.now("far").threads == twice.now("reg").threads
    assert {twice.now("reg").status, twice.now("far").status} == {"submitted"}
    assert set(twice.entries("d5")) == {"reg", "far"}


def test_M41_keep_one_closes_the_other_and_credits_one(twice: Bench) -> None:
    assert twice.resolve(keep(twice, "far", "r1")) == "applied"
    assert (twice.now("reg").status, twice.now("reg").duplicate_of) == (
        "rejected",
        "far",
    )
    assert (twice.now("far").status, twice.now("far").credit) == ("submitted", "r1")
    assert twice.review("approve", 2) == "quarantined:not_allowed_now"


def test_M42_two_people_both_go_on(twice: Bench) -> None:
    thread = claims_of(twice)
    about = {"thread": thread.id, "moves": thread.moves}
    assert twice.resolve(about | {"choice": "two_people", "reason": "printed wrong"}) == "applied"
    assert twice.review("approve", 1) == "applied"
    twice.amend("d3", 1, "far", contact=contact("p-1"))
    assert not twice.now("far").open_threads()


def test_M43_a_third_claim_opens_the_question_again(twice: Bench) -> None:
    twice.resolve(keep(twice, "reg", "r1"))
    twice.sign_up("d2", "third")
    assert claims_of(twice).claims == ("reg", "far", "third")
    assert claims_of(twice).open


def test_M44_a_corrected_nik_closes_the_question(twice: Bench) -> None:
    assert twice.amend("d3", 1, "far", identity={"nik": "n-other"}) == "applied"
    assert not twice.now("reg").open_threads()
    assert claims_of(twice).settlement.outcome == "author"


def test_M44_a_withdrawal_closes_the_question(twice: Bench) -> None:
    twice.say("d3", "withdraw", "far", base=1, reason="member")
    assert not twice.now("reg").open_threads()


def test_M35_a_duplicate_is_reopened_whole(twice: Bench) -> None:
    twice.resolve(keep(twice, "reg", "r1"))
    thread = claims_of(twice)
    about = {"thread": thread.id, "moves": thread.moves}
    assert twice.resolve(about | {"choice": "reopen"}) == "applied"
    assert twice.now("far").status == "submitted"
    assert twice.now("far").duplicate_of is None
    assert claims_of(twice).open
