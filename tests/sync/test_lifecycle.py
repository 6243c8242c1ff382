"""Withdraw, review, progress, entitlement: docs/merge.md, M23-M28 and M50-M54."""

from typing import Any

import pytest

from tests.simulate.language import UNITS
from tests.sync.bench import Bench, contact


@pytest.fixture
def bench() -> Bench:
    bench = Bench()
    bench.sign_up()
    return bench


def test_M23_withdraw_works_whatever_it_had_seen(bench: Bench) -> None:
    bench.amend("d4", 1, contact=contact("p-1"))
    assert bench.say("d1", "withdraw", base=1, reason="member") == "merged"
    assert bench.say("d2", "withdraw", base=1, reason="member") == "same"
    assert bench.now().status == "withdrawn"


def test_M24_a_verdict_on_a_moved_registration_is_not_taken(bench: Bench) -> None:
    bench.amend("d1", 1, contact=contact("p-1"))
    assert bench.review("approve", 1) == "stale:moved"
    assert bench.now().status == "submitted"
    assert bench.review("approve", 2) == "applied"


def test_M24_a_supervisors_own_correction_does_not_make_their_verdict_stale(
    bench: Bench,
) -> None:
    bench.amend("d4", 1, contact=contact("p-1"))
    assert bench.review("approve", 1) == "applied"


def test_M25_nothing_is_approved_while_a_question_is_open(bench: Bench) -> None:
    bench.amend("d1", 1, contact=contact("p-1"))
    bench.amend("d2", 1, contact=contact("p-2"))
    assert bench.review("approve", 2) == "stale:being_settled"


def test_M26_verdicts_and_their_undo(bench: Bench) -> None:
    assert bench.review("approve", 1) == "applied"
    assert bench.review("return", 2) == "quarantined:not_allowed_now"
    assert bench.review("reopen", 2) == "applied"
    assert bench.now().status == "submitted"
    assert bench.review("reject", 3) == "applied"
    assert bench.now().status == "rejected"


def test_M27_progress_comes_in_its_order(bench: Bench) -> None:
    issued: dict[str, Any] = {"step": "code_issued", "facts": {"payment_code": "c1"}}
    assert bench.say("d5", "progress", **issued) == "quarantined:not_allowed_now"
    bench.review("approve", 1)
    assert bench.say("d5", "progress", base=2, **issued) == "applied"
    again: dict[str, Any] = {"step": "code_issued", "facts": {"payment_code": "c2"}}
    assert bench.say("d5", "progress", base=3, **again) == "applied"
    early: dict[str, Any] = {"step": "registered", "facts": {"kpj": "k"}}
    assert bench.say("d5", "progress", base=4, **early) == "quarantined:not_allowed_now"
    bench.say("d5", "progress", base=4, step="paid", facts={"paid_at": "t"})
    assert bench.say("d5", "progress", base=5, **early) == "applied"
    assert bench.now().progress == {"payment_code": "c2", "paid_at": "t", "kpj": "k"}


def test_M28_a_second_approval_returns_to_what_the_facts_say(bench: Bench) -> None:
    bench.review("approve", 1)
    bench.say("d5", "progress", base=2, step="code_issued", facts={"payment_code": "c1"})
    bench.amend("d1", 3, contact=contact("p-1"))
    thread = bench.thread("contact")
    proposal = thread.proposals[0].stamp.op
    choice = {
        "thread": thread.id,
        "moves": 1,
        "choice": "proposed",
        "proposal": proposal,
    }
    assert bench.resolve(choice) == "applied"
    assert bench.now().status == "submitted"
    approval = bench.now().approval
    assert approval is not None
    assert approval.units["contact"] == contact("p-0")
    assert bench.review("approve", bench.now().version) == "applied"
    assert bench.now().status == "code_issued"


@pytest.mark.parametrize(
    ("device", "clinic", "result"),
    [
        ("d3", "c1", "quarantined:foreign_clinic"),
        ("d4", "c1", "quarantined:not_entitled"),
        ("d5", "c1", "quarantined:not_entitled"),
    ],
)
def test_M50_create_is_for_recruiters_in_their_clinic(
    bench: Bench, device: str, clinic: str, result: str
) -> None:
    body: dict[str, Any] = {
        "clinic": clinic,
        "set": UNITS,
        "consent": {},
        "captured_at": "2026-11-20",
    }
    assert bench.say(device, "create", "other", **body) == result
    assert "other" not in bench.journal.registrations()


def test_M51_a_foreign_registration_is_out_of_reach(bench: Bench) -> None:
    before = bench.now()
    assert bench.amend("d3", 1, contact=contact("p-9")) == "quarantined:foreign_registration"
    assert (
        bench.say("d3", "withdraw", base=1, reason="member") == "quarantined:foreign_registration"
    )
    assert bench.now() == before


def test_M52_only_supervisors_review_and_only_admins_resolve(bench: Bench) -> None:
    review: dict[str, Any] = {"base": 1, "verdict": "approve"}
    assert bench.say("d1", "review", **review) == "quarantined:not_entitled"
    resolve: dict[str, Any] = {"base": 1, "choices": [], "claims": []}
    assert bench.say("d4", "resolve", **resolve) == "quarantined:not_entitled"
    assert bench.say("d4", "progress", base=1, step="paid", facts={}) == "quarantined:not_entitled"


def test_M52_a_supervisor_of_another_clinic_does_not_review(bench: Bench) -> None:
    bench.sign_up("d3", "far", identity={"nik": "n-9"})
    assert bench.review("approve", 1, "far") == "quarantined:foreign_registration"


def test_M53_an_author_is_the_sender(bench: Bench) -> None:
    raw = bench.make("d1", "withdraw", base=1, reason="member")
    raw["author"] = {"account": "r2", "role": "recruiter", "device": "d3"}
    answer = bench.send("d1", raw)
    assert [r.code for r in answer.exceptions] == ["wrong_author"]


def test_M54_a_second_create_merges_unit_by_unit(bench: Bench) -> None:
    body: dict[str, Any] = {"clinic": "c1", "consent": {}, "captured_at": "2026-11-20"}
    assert bench.say("d2", "create", set=UNITS, **body) == "same"
    changed = UNITS | {"contact": contact("p-7")}
    assert bench.say("d2", "create", set=changed, **body) == "conflict"
    body["clinic"] = "c2"
    assert bench.say("d3", "create", set=UNITS, **body) == "quarantined:foreign_registration"
