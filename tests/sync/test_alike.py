"""The same person by more than a NIK: docs/merge.md, M40-M44, M70, M73, M74."""

from typing import Any

import pytest

from sync.threads import Thread
from tests.sync.bench import Bench, contact


def who(nik: str, name: str, phone: str) -> dict[str, Any]:
    return {
        "identity": {"nik": nik},
        "name": {"full_name": name},
        "contact": {"phone": phone},
    }


@pytest.fixture
def bench() -> Bench:
    """Of the clinics c1 and c2: ``one`` and ``two`` look alike by name and phone, ``far`` like nobody."""
    bench = Bench()
    bench.sign_up("d1", "one", **who("n-1", "ani", "p-1"))
    bench.sign_up("d3", "two", **who("n-2", "ani", "p-1"))
    bench.sign_up("d3", "far", **who("n-3", "budi", "p-3"))
    return bench


def question(bench: Bench, key: str) -> Thread | None:
    """The open duplicate thread of a registration."""
    threads = [t for t in bench.now(key).open_threads() if t.kind == "duplicate"]
    assert len(threads) <= 1
    return threads[0] if threads else None


def asked(bench: Bench, key: str) -> tuple[str, ...]:
    thread = question(bench, key)
    return thread.claims if thread else ()


def settle(bench: Bench, key: str, choice: str, **more: Any) -> str:
    (thread,) = (t for t in bench.now(key).threads.values() if t.kind == "duplicate")
    about = {"thread": thread.id, "moves": thread.moves, "choice": choice}
    return bench.resolve(about | more, registration=key)


def test_M40_M70_M74_two_niks_and_one_person(bench: Bench) -> None:
    thread = question(bench, "one")
    assert thread is not None
    assert (thread.claims, thread.alike) == (("one", "two"), ("name_phone",))
    assert bench.now("two").threads == bench.now("one").threads
    assert asked(bench, "far") == ()


def test_M70_a_shared_phone_alone_asks_nothing(bench: Bench) -> None:
    bench.sign_up("d1", "twin", **who("n-4", "citra", "p-1"))
    assert asked(bench, "twin") == ()
    assert asked(bench, "one") == ("one", "two")


def test_M70_an_amend_may_make_two_look_alike(bench: Bench) -> None:
    """What it makes of the record is known only once that is at hand."""
    assert bench.amend("d3", 1, "far", contact=contact("p-1")) == "applied"
    assert asked(bench, "far") == ()
    assert bench.amend("d3", 2, "far", name={"full_name": "ani"}) == "applied"
    assert asked(bench, "far") == ("one", "two", "far")


def test_M70_what_an_admin_chooses_may_make_two_look_alike(bench: Bench) -> None:
    bench.amend("d3", 1, "far", name={"full_name": "dewi"})
    bench.amend("d4", 1, "far", name={"full_name": "doni"})
    bench.say("d5", "amend", "far", base=1, set={"name": {"full_name": "dini"}}, was={})
    bench.amend("d3", 2, "far", contact=contact("p-1"))
    thread = bench.thread("name", "far")
    choice = {"thread": thread.id, "moves": thread.moves, "choice": "value"}
    assert bench.resolve(choice | {"value": {"full_name": "ani"}}, registration="far") == "applied"
    assert asked(bench, "far") == ("one", "two", "far")


def test_M42_two_people_stay_two_whatever_they_come_to_share(bench: Bench) -> None:
    assert settle(bench, "one", "two_people", reason="cousins") == "applied"
    assert bench.amend("d3", 1, "two", identity={"nik": "n-1"}) == "applied"
    assert asked(bench, "one") == asked(bench, "two") == ()


def test_M43_who_was_told_apart_stays_apart_when_a_third_comes_and_goes(bench: Bench) -> None:
    settle(bench, "one", "two_people", reason="cousins")
    bench.sign_up("d1", "third", **who("n-5", "ani", "p-1"))
    assert asked(bench, "one") == ("one", "two", "third")
    bench.say("d1", "withdraw", "third", base=1, reason="member")
    assert asked(bench, "one") == asked(bench, "two") == ()


def test_M43_a_claim_like_one_of_them_does_not_ask_the_other_again(bench: Bench) -> None:
    settle(bench, "one", "two_people", reason="cousins")
    bench.sign_up("d1", "third", **who("n-2", "eka", "p-9"))
    assert asked(bench, "two") == asked(bench, "third") == ("two", "third")
    assert asked(bench, "one") == ()
    assert settle(bench, "third", "keep", keep="two", credit="r2") == "applied"
    assert bench.now("third").status == "rejected"
    assert asked(bench, "one") == asked(bench, "two") == ()


def test_M44_one_of_three_leaves_and_two_are_asked_on(bench: Bench) -> None:
    bench.sign_up("d1", "third", **who("n-5", "ani", "p-1"))
    assert bench.amend("d3", 1, "two", contact=contact("p-7")) == "applied"
    assert asked(bench, "two") == ()
    assert asked(bench, "one") == asked(bench, "third") == ("one", "third")
    assert settle(bench, "two", "reopen") == "stale:moved"


def test_M44_who_comes_back_is_asked_again(bench: Bench) -> None:
    bench.amend("d3", 1, "two", contact=contact("p-7"))
    assert asked(bench, "one") == ()
    bench.amend("d3", 2, "two", contact=contact("p-1"))
    assert asked(bench, "one") == asked(bench, "two") == ("one", "two")


def test_M44_a_chain_falls_apart_where_its_middle_leaves() -> None:
    bench = Bench()
    bench.sign_up("d1", "left", **who("n-1", "ani", "p-1"))
    bench.sign_up("d1", "middle", **who("n-1", "budi", "p-2"))
    bench.sign_up("d1", "right", **who("n-2", "budi", "p-2"))
    assert asked(bench, "left") == ("left", "middle", "right")
    bench.say("d1", "withdraw", "middle", base=1, reason="member")
    assert asked(bench, "left") == asked(bench, "right") == ()


def test_M44_who_is_left_without_a_counterpart_leaves() -> None:
    """Found by seed 1323: the middle turns from one neighbour and keeps the other."""
    bench = Bench()
    bench.sign_up("d1", "left", **who("n-1", "ani", "p-1"))
    bench.sign_up("d1", "middle", **who("n-1", "budi", "p-2"))
    bench.sign_up("d1", "right", **who("n-2", "budi", "p-2"))
    bench.amend("d1", 1, "middle", identity={"nik": "n-9"})
    assert asked(bench, "left") == ()
    assert asked(bench, "middle") == asked(bench, "right") == ("middle", "right")


def test_M40_M33_a_closed_claim_that_goes_on_is_asked_about_again(bench: Bench) -> None:
    settle(bench, "one", "keep", keep="one", credit="r1")
    bench.amend("d3", 1, "two", work={"has_employees": False, "since": 1})
    thread = bench.thread("work", "two")
    choice = {"thread": thread.id, "moves": thread.moves, "choice": "proposed"}
    taken = bench.resolve(choice | {"proposal": thread.proposals[0].stamp.op}, registration="two")
    assert taken == "applied"
    assert bench.now("two").status == "submitted"
    assert asked(bench, "one") == ("one", "two")


def test_M74_the_question_says_by_what_now(bench: Bench) -> None:
    bench.amend("d3", 1, "two", identity={"nik": "n-1"})
    thread = question(bench, "one")
    assert thread is not None
    assert (thread.alike, thread.moves) == (("name_phone", "nik"), 2)


def test_M74_claims_are_in_the_order_of_receipt(bench: Bench) -> None:
    bench.sign_up("d1", "late", **who("n-9", "fitri", "p-9"))
    bench.amend("d3", 1, "far", identity={"nik": "n-9"})
    assert asked(bench, "late") == ("far", "late")
