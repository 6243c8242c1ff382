"""A duplicate kept with units of another claim (docs/merge.md, M106)."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.sync.bench import Bench, contact

THEIRS = contact("p-far")


@pytest.fixture
def twice() -> Bench:
    """``reg`` and ``far`` are one person; ``far`` has a number of its own."""
    bench = Bench()
    bench.sign_up("d1", "reg")
    bench.sign_up("d3", "far", contact=THEIRS)
    return bench


def keep(bench: Bench, **units: Any) -> dict[str, Any]:
    (thread,) = (t for t in bench.now().threads.values() if t.kind == "duplicate")
    about = {"thread": thread.id, "moves": thread.moves, "choice": "keep"}
    return about | {"keep": "reg", "credit": "r1", "set": units}


def settle(bench: Bench, choice: Mapping[str, Any], *, base: int = 1, on: str = "reg") -> str:
    words = {"choices": [dict(choice)], "claims": ["far", "reg"], "base": base}
    return bench.say("d5", "resolve", on, **words)


def value(bench: Bench, unit: str, registration: str = "reg") -> Any:
    return bench.now(registration).units[unit].value


def test_M106_units_of_another_claim_go_into_the_kept_one(twice: Bench) -> None:
    assert settle(twice, keep(twice, contact=THEIRS)) == "applied"
    assert value(twice, "contact") == THEIRS
    assert value(twice, "contact", "far") == THEIRS
    assert twice.now().version == 2
    assert (twice.now().status, twice.now().credit) == ("submitted", "r1")
    assert (twice.now("far").status, twice.now("far").duplicate_of) == ("rejected", "reg")


def test_M106_a_value_that_stands_already_is_no_change(twice: Bench) -> None:
    same = value(twice, "contact")
    assert settle(twice, keep(twice, contact=same)) == "applied"
    assert twice.now().version == 1


def test_M106_what_somebody_wrote_unseen_is_not_written_over(twice: Bench) -> None:
    twice.amend("d1", 1, contact=contact("p-1"))
    assert settle(twice, keep(twice, contact=THEIRS), base=1) == "stale:moved"
    assert value(twice, "contact") == contact("p-1")
    assert twice.now("far").status == "submitted"
    assert settle(twice, keep(twice, contact=THEIRS), base=2) == "applied"


def test_M106_a_unit_with_a_question_of_its_own_is_left_to_it(twice: Bench) -> None:
    twice.amend("d1", 1, contact=contact("p-1"))
    assert twice.amend("d2", 1, contact=contact("p-2")) == "conflict"
    seen = twice.now().version
    assert settle(twice, keep(twice, contact=THEIRS), base=seen) == "stale:being_settled"
    assert twice.now("far").status == "submitted"


def test_M106_only_on_the_one_that_is_kept(twice: Bench) -> None:
    elsewhere = settle(twice, keep(twice, contact=THEIRS), on="far")
    assert elsewhere == "quarantined:no_such_thread"


def test_M106_the_merged_record_is_checked(twice: Bench) -> None:
    whole = {"programmes": ["jkk", "jkm", "jht"]}
    twice.amend("d1", 1, work={"has_employees": True}, contribution=whole)
    broken = keep(twice, contribution={"programmes": ["jkk", "jkm"]})
    assert settle(twice, broken, base=2) == "quarantined:invalid"
    assert twice.now("far").status == "submitted"


def test_M106_an_approved_one_is_approved_anew(twice: Bench) -> None:
    settle(twice, keep(twice))
    twice.review("approve", 1)
    twice.sign_up("d3", "third", contact=THEIRS)
    choice = keep(twice, contact=THEIRS)
    words = {"choices": [choice], "claims": ["far", "reg", "third"], "base": twice.now().version}
    assert twice.say("d5", "resolve", "reg", **words) == "applied"
    assert twice.now().status == "submitted"
    undone = choice | {"choice": "reopen", "moves": choice["moves"] + 1}
    for word in ("keep", "credit", "set"):
        undone.pop(word)
    assert twice.say("d5", "resolve", "reg", **(words | {"choices": [undone]})) == "applied"
    assert twice.now().status == "approved"


def test_M106_M35_undone_what_stood_stands_again(twice: Bench) -> None:
    stood, choice = value(twice, "contact"), keep(twice, contact=THEIRS)
    settle(twice, choice)
    about = {"thread": choice["thread"], "moves": choice["moves"] + 1}
    assert settle(twice, about | {"choice": "reopen"}) == "applied"
    assert value(twice, "contact") == stood
    assert twice.now("far").status == "submitted"
    again = {**choice, "moves": choice["moves"] + 2}
    assert settle(twice, again, base=1) == "applied"  # its own writing is nobody else's
    assert value(twice, "contact") == THEIRS


def test_M106_M35_what_somebody_wrote_since_stays(twice: Bench) -> None:
    choice = keep(twice, contact=THEIRS)
    settle(twice, choice)
    twice.amend("d1", twice.now().version, contact=contact("p-9"))
    about = {"thread": choice["thread"], "moves": choice["moves"] + 1}
    assert settle(twice, about | {"choice": "reopen"}) == "applied"
    assert value(twice, "contact") == contact("p-9")


def test_M106_M98_what_stood_is_erased_with_its_person(twice: Bench) -> None:
    stood = value(twice, "contact")["phone"]
    settle(twice, keep(twice, contact=THEIRS))
    assert stood in str(twice.now("far").to_json())
    twice.say("d5", "erase", "reg", base=2, ground="asked")
    assert stood not in str(twice.now("far").to_json())


def test_M106_claims_that_were_not_named_are_no_fault(twice: Bench) -> None:
    """A client that lies: it names a claim to keep, and not that it is about it."""
    choice = keep(twice) | {"keep": "far"}
    words = {"choices": [choice], "claims": [], "base": 1}
    assert twice.say("d5", "resolve", "reg", **words) in ("applied", "quarantined:no_such_thread")
    assert twice.bugs == []
