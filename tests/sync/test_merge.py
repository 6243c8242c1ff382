"""One amend against what stands: docs/merge.md, M1-M22."""

import itertools

import pytest

from sync.merge import fate_of
from sync.units import UNIT_OF, UNITS
from tests.sync.bench import Bench, contact


@pytest.fixture
def bench() -> Bench:
    bench = Bench()
    bench.sign_up()
    return bench


def test_M1_every_field_belongs_to_one_unit() -> None:
    assert len(UNIT_OF) == sum(len(fields) for fields in UNITS.values())


def test_M10_to_M15_the_whole_truth_table() -> None:
    for later, equal, frozen, seen, own in itertools.product([True, False], repeat=5):
        fate = fate_of(later=later, equal=equal, frozen=frozen, seen=seen, own=own)
        if later:
            expected = "superseded"
        elif equal:
            expected = "same"
        elif frozen:
            expected = "conflict"
        else:
            expected = "applied" if seen or own else "conflict"
        assert fate == expected


def test_M2_a_version_counts_changes_of_content_only(bench: Bench) -> None:
    bench.amend("d1", 1, contact=contact("p-1"))
    assert bench.now().version == 2
    bench.amend("d2", 1, contact=contact("p-2"))
    assert bench.now().version == 2
    assert bench.thread("contact").open


def test_M10_a_later_number_of_the_same_device_supersedes(bench: Bench) -> None:
    early = bench.make("d1", "amend", base=1, set={"contact": contact("early")}, was={})
    late = bench.make("d1", "amend", base=1, set={"contact": contact("late")}, was={})
    bench.send("d1", early, late)
    again = bench.make("d2", "amend", base=1, set={"contact": contact("other")}, was={})
    bench.send("d2", again)
    assert bench.phone() == "late"


def test_M11_an_equal_value_is_the_same(bench: Bench) -> None:
    bench.amend("d1", 1, contact=contact("p-1"))
    assert bench.amend("d2", 1, contact=contact("p-1")) == "same"
    assert bench.now().version == 2


def test_M13_who_saw_what_stands_may_write(bench: Bench) -> None:
    assert bench.amend("d4", 1, contact=contact("p-1")) == "applied"
    assert bench.amend("d1", 2, contact=contact("p-2")) == "applied"
    assert bench.phone() == "p-2"


def test_M14_a_phone_never_conflicts_with_itself(bench: Bench) -> None:
    assert bench.amend("d1", 0, contact=contact("p-1")) == "applied"
    assert bench.amend("d1", 0, contact=contact("p-2")) == "applied"
    assert bench.phone() == "p-2"


def test_M15_two_unseen_values_wait_with_all_evidence(bench: Bench) -> None:
    bench.amend("d1", 1, contact=contact("p-1"))
    answer = bench.send(
        "d2",
        bench.make(
            "d2",
            "amend",
            base=1,
            set={"contact": contact("p-2")},
            was={"contact": contact("p-0")},
        ),
    )
    assert answer.exceptions[0].units == {"contact": "conflict"}
    assert bench.phone() == "p-1"
    (proposal,) = bench.thread("contact").proposals
    assert (proposal.value, proposal.base, proposal.was) == (
        contact("p-2"),
        1,
        contact("p-0"),
    )
    assert proposal.stamp.author.device == "d2"


def test_M15_different_units_merge_by_themselves(bench: Bench) -> None:
    bench.amend("d1", 1, contact=contact("p-1"))
    assert bench.amend("d2", 1, name={"full_name": "b"}) == "merged"
    assert bench.phone() == "p-1"
    assert bench.now().units["name"].value == {"full_name": "b"}


def test_M16_two_valid_edits_that_break_a_rule_together_wait_whole(
    bench: Bench,
) -> None:
    bench.amend("d1", 1, contribution={"programmes": ["jkk", "jkm", "jht"]})
    bench.amend("d1", 2, contribution={"programmes": ["jkk", "jkm"]})
    result = bench.amend("d2", 1, work={"has_employees": True}, name={"full_name": "b"})
    assert result == "conflict"
    assert bench.now().units["name"].value == {"full_name": "a"}
    assert bench.thread("work").kind == "invalid"
    assert bench.thread("work").problems == ("jht_required",)
    assert bench.thread("name").open


def test_M16_what_waits_whole_sends_nothing_again(bench: Bench) -> None:
    bench.amend("d4", 1, work={"has_employees": False}, name={"full_name": "b"})
    bench.review("return", 2)
    assert bench.amend("d1", 3, work={"has_employees": True}) == "conflict"
    assert bench.now().status == "returned"
    assert bench.now().version == 3


def test_M17_a_later_word_of_the_same_device_replaces_its_proposal(
    bench: Bench,
) -> None:
    bench.amend("d1", 1, contact=contact("p-1"))
    bench.amend("d2", 1, contact=contact("p-2"))
    bench.amend("d2", 1, contact=contact("p-3"))
    assert [p.value for p in bench.thread("contact").proposals] == [contact("p-3")]
    assert bench.amend("d2", 2, contact=contact("p-4")) == "applied"
    assert bench.thread("contact").settlement.outcome == "author"
    assert bench.phone() == "p-4"


def test_M18_the_result_of_the_whole(bench: Bench) -> None:
    bench.amend("d1", 1, contact=contact("p-1"))
    result = bench.amend("d2", 1, contact=contact("p-2"), name={"full_name": "b"})
    assert result == "conflict"
    assert bench.now().units["name"].value == {"full_name": "b"}


def test_M19_no_clock_decides(bench: Bench) -> None:
    bench.amend("d1", 1, contact=contact("p-1"))
    future = bench.make("d2", "amend", base=1, set={"contact": contact("p-2")}, was={})
    future["recorded_at"] = "2036-01-01T00:00:00.000Z"
    bench.send("d2", future)
    assert bench.phone() == "p-1"


def test_M20_an_amend_that_saw_the_return_sends_again(bench: Bench) -> None:
    bench.review("return", 1)
    assert bench.amend("d1", 1, name={"full_name": "b"}) == "merged"
    assert bench.now().status == "returned"
    assert bench.amend("d1", bench.now().version, contact=contact("p-1")) == "applied"
    assert bench.now().status == "submitted"


def test_M21_after_approval_the_snapshot_stands(bench: Bench) -> None:
    bench.review("approve", 1)
    assert bench.amend("d1", 2, contact=contact("p-1")) == "conflict"
    assert bench.now().status == "approved"
    assert bench.phone() == "p-0"
    assert bench.thread("contact").kind == "after_approval"
    approval = bench.now().approval
    assert approval is not None
    assert approval.units["contact"] == contact("p-0")


def test_M22_after_withdrawal_an_amend_waits(bench: Bench) -> None:
    bench.say("d1", "withdraw", base=1, reason="member")
    assert bench.amend("d2", 1, contact=contact("p-1")) == "conflict"
    assert bench.thread("contact").kind == "after_close"


def test_M12_what_is_approved_is_not_written_even_by_who_saw_it(bench: Bench) -> None:
    bench.review("approve", 1)
    assert bench.amend("d4", 2, contact=contact("p-1")) == "conflict"
    assert bench.amend("d4", 2, contact=contact("p-0")) == "same"
