"""Erasing what is known of a person: docs/merge.md M98 and M99, docs/protocol.md P141 and P144."""

import json
from typing import Any

import pytest

from sync.canonical import digest
from sync.erasure import sweep
from sync.operation import Author
from sync.threads import Stamp
from tests.simulate.language import SmallRules
from tests.sync.bench import Bench, chain_of, contact

SECRET = "p-0"
"""The phone number that ``UNITS`` has."""


@pytest.fixture
def bench() -> Bench:
    bench = Bench()
    bench.sign_up()
    return bench


def kept(bench: Bench) -> str:
    """Everything that the server holds, as text."""
    tables = bench.journal.backup()
    logs = [*tables.log.values(), *(w.logged for w in tables.waiting.values())]
    logs += [one.logged for one in tables.beside.values()]
    states = [one.to_json() for one in tables.registrations.values()]
    return json.dumps([states, [row.raw for row in logs]]) + repr(
        [c for c in tables.claims.items() if c[1]]
    )


def erase(bench: Bench, device: str = "d1", ground: str = "consent_withdrawn") -> str:
    return bench.say(device, "erase", ground=ground)


def test_M98_nothing_of_the_person_is_left(bench: Bench) -> None:
    bench.amend("d4", 1, contact=contact("p-9"))
    bench.say("d4", "review", base=2, verdict="return", remarks={"phone": "p-8"}, message="p-7")
    assert "p-9" in kept(bench)
    assert erase(bench) == "applied"
    for said in (SECRET, "p-9", "p-8", "p-7", "signature"):
        assert said not in kept(bench)
    now = bench.now()
    assert (now.status, now.units, now.consent) == ("withdrawn", {}, {"notice_version": 3})
    assert [event.what for event in now.history] == ["create", "amend", "return", "erase"]
    assert now.history[-1].detail == "consent_withdrawn"


@pytest.mark.parametrize(
    ("device", "ground", "result"),
    [
        ("d1", "consent_withdrawn", "applied"),
        ("d4", "consent_withdrawn", "applied"),
        ("d5", "asked", "applied"),
        ("d1", "asked", "quarantined:not_entitled"),
        ("d4", "asked", "quarantined:not_entitled"),
        ("d5", "retention", "applied"),
        ("d3", "consent_withdrawn", "quarantined:foreign_registration"),
    ],
)
def test_M98_who_may(bench: Bench, device: str, ground: str, result: str) -> None:
    assert erase(bench, device, ground) == result


def test_M99_what_comes_after_has_no_effect_and_is_not_kept(bench: Bench) -> None:
    erase(bench)
    assert bench.amend("d2", 1, contact=contact("p-late")) == "superseded:erased"
    assert bench.review("approve", 1) == "superseded:erased"
    assert "p-late" not in kept(bench)
    assert erase(bench, "d4") == "same"
    assert bench.bugs == []


def test_M99_what_waited_for_it_is_answered_and_emptied(bench: Bench) -> None:
    first = bench.make("d2", "amend", base=1, set={"contact": contact("p-1")}, was={})
    early = bench.make("d2", "amend", base=1, set={"contact": contact("p-2")}, was={})
    bench.send("d2", early)
    erase(bench)
    assert "p-2" not in kept(bench)
    answer = bench.send("d2", first)
    assert {(r.result, r.code) for r in answer.exceptions} == {("superseded", "erased")}
    assert answer.through == 2
    assert answer.chain == chain_of([first, early])
    assert "p-1" not in kept(bench)


def test_P141_lines_of_the_log_keep_their_hash_and_chain(bench: Bench) -> None:
    said = [*bench.made["d1"]]
    erase(bench)
    answer = bench.send("d1", *bench.made["d1"])
    assert answer.chain_matches
    assert answer.chain == chain_of([*said, bench.made["d1"][-1]])
    kinds = {row.kind: row.raw for row in bench.journal.backup().log.values()}
    assert kinds["create"] == {}
    assert kinds["erase"]["ground"] == "consent_withdrawn"


def test_P141_one_push_that_amends_and_erases_leaves_nothing(bench: Bench) -> None:
    amend = bench.make("d1", "amend", base=1, set={"contact": contact("p-3")}, was={})
    gone = bench.make("d1", "erase", base=1, ground="consent_withdrawn")
    assert bench.send("d1", amend, gone).exceptions == ()
    assert "p-3" not in kept(bench)


def test_P106_an_emptied_operation_under_another_number_is_a_repeat(bench: Bench) -> None:
    create = bench.made["d1"][0]
    erase(bench)
    bench.renew("d1", "d7", 2)
    answer = bench.send("d7", bench.anew("d7", create))
    assert [r.result for r in answer.exceptions] == ["same"]
    assert SECRET not in kept(bench)


def test_P142_every_view_is_told_that_it_is_erased(bench: Bench) -> None:
    erase(bench)
    for device in ("d1", "d4", "d5"):
        entry = bench.entries(device)["reg"]
        assert (entry["flag"], sorted(entry)) == ("erased", ["flag", "registration", "seq"])


def test_P144_an_emptied_operation_takes_its_place_by_its_hash(bench: Bench) -> None:
    raw = bench.make("d2", "amend", base=1, set={"contact": contact("p-4")}, was={})
    box = {"device": "d2", "n": 1, "op": raw["op"], "hash": digest(raw), "box": ""}
    answer = bench.send("d2", box)
    assert [(r.result, r.code) for r in answer.exceptions] == [("superseded", "erased")]
    assert answer.chain == chain_of([raw])


def test_M98_others_are_asked_about_it_no_more() -> None:
    bench = Bench()
    for number, device in enumerate(("d1", "d2", "d3")):
        bench.sign_up(device, f"reg{number}")
    assert bench.say("d1", "erase", "reg0", ground="consent_withdrawn") == "applied"
    left = bench.now("reg1").threads["duplicate:reg0"]
    assert left.open
    assert left.claims == ("reg1", "reg2")
    assert bench.now("reg0").threads == {}
    bench.say("d2", "erase", "reg1", ground="consent_withdrawn")
    last = bench.now("reg2").threads["duplicate:reg0"]
    assert not last.open
    bench.sign_up("d1", "reg3")
    asked = [t.claims for t in bench.now("reg3").threads.values()]
    assert asked == [("reg2", "reg3")]
    assert bench.bugs == []


def test_M98_nor_are_they_where_the_question_was_settled() -> None:
    bench = Bench()
    for number, device in enumerate(("d1", "d2", "d3")):
        bench.sign_up(device, f"reg{number}")
    thread = bench.now("reg0").threads["duplicate:reg0"]
    apart = {"thread": thread.id, "moves": thread.moves, "choice": "two_people", "reason": "twins"}
    assert bench.resolve(apart, registration="reg0") == "applied"
    bench.say("d1", "erase", "reg0", ground="consent_withdrawn")
    left = bench.now("reg1").threads[thread.id]
    assert (left.claims, left.open) == (("reg1", "reg2"), False)


def test_M98_who_signs_up_in_the_same_push_is_not_asked_about_them(bench: Bench) -> None:
    create = {**bench.made["d1"][0]}
    for name in ("op", "n", "author", "registration", "recorded_at", "schema", "kind", "base"):
        create.pop(name)
    gone = bench.make("d1", "erase", base=1, ground="consent_withdrawn")
    again = bench.make("d1", "create", "reg9", **create)
    assert bench.send("d1", gone, again).exceptions == ()
    assert bench.now("reg9").threads == {}
    assert bench.bugs == []


def paid(bench: Bench) -> None:
    bench.review("approve", 1)
    bench.say("d5", "progress", base=2, step="paid", facts={"paid_at": "t", "amount": 1})


def test_M98_what_a_law_wants_stays_and_is_told_to_nobody(bench: Bench) -> None:
    paid(bench)
    assert erase(bench) == "applied"
    assert bench.now().erased is not None
    assert bench.phone() == SECRET
    assert bench.entries("d4")["reg"]["flag"] == "erased"
    assert bench.amend("d1", 1, contact=contact("p-1")) == "superseded:erased"


def by_the_server() -> Stamp:
    author = Author("a1", "admin", "server")
    return Stamp("sweep", 1, author, "t9998", "t9998", None, None)


def test_M98_when_a_period_is_over_nothing_stays(bench: Bench) -> None:
    paid(bench)
    erase(bench)
    rules: Any = SmallRules()
    assert sweep(bench.journal, ["reg", "nobody"], stamp=by_the_server(), rules=rules) == ["reg"]
    assert SECRET not in kept(bench)
    assert sweep(bench.journal, ["reg"], stamp=by_the_server(), rules=rules) == []
    assert bench.entries("d4")["reg"]["flag"] == "erased"
