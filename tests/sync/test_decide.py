"""Decisions about what waits for an admin: docs/merge.md, M60-M66."""

from typing import Any

import pytest

from sync.receipt import Receipt
from tests.simulate.language import UNITS
from tests.sync.bench import Bench, contact


@pytest.fixture
def bench() -> Bench:
    bench = Bench()
    bench.sign_up()
    return bench


def foreign(bench: Bench, registration: str = "far", **units: Any) -> str:
    """A recruiter of c1 signs somebody up for c2."""
    return bench.say(
        "d1",
        "create",
        registration,
        clinic="c2",
        set=UNITS | {"identity": {"nik": f"n-{registration}"}} | units,
        consent={"notice_version": 3},
        captured_at="2026-11-20T02:00:00.000Z",
    )


def decide(  # noqa: PLR0913  each test names only what it is about
    bench: Bench,
    choice: str,
    *,
    device: str = "d1",
    n: int = 2,
    on: str = "far",
    by: str = "d5",
    seen: str = "waiting",
    reason: str | None = "because",
) -> str:
    about = {"device": device, "n": n}
    return bench.say(by, "decide", on, about=about, choice=choice, seen=seen, reason=reason)


def receipt(bench: Bench, device: str = "d1", n: int = 2) -> Receipt | None:
    """What the phone is told when it asks (P4); None once it was applied."""
    return next(iter(bench.send(device, waiting=[n]).exceptions), None)


def test_M60_a_create_is_taken_and_its_author_is_told(bench: Bench) -> None:
    assert foreign(bench) == "quarantined:foreign_clinic"
    assert decide(bench, "take") == "applied"
    assert receipt(bench) is None
    assert bench.now("far").clinic == "c2"
    assert bench.now("far").recruiter == "r1"
    assert set(bench.entries("d1")) == {"reg", "far"}


def test_M60_what_was_held_for_it_follows(bench: Bench) -> None:
    foreign(bench)
    assert bench.amend("d1", 0, "far", contact=contact("p-7")) == "held:no_registration"
    decide(bench, "take")
    assert bench.phone("far") == "p-7"
    assert receipt(bench, n=3) is None
    assert not bench.journal.waiting_rows()


def test_M60_it_meets_what_stands_now(bench: Bench) -> None:
    bench.amend("d1", 1, contact=contact("p-1"))
    assert bench.amend("d3", 1, contact=contact("p-3")) == "quarantined:foreign_registration"
    assert decide(bench, "take", device="d3", n=1, on="reg") == "applied"
    told = receipt(bench, "d3", 1)
    assert told is not None
    assert (told.result, dict(told.units)) == ("conflict", {"contact": "conflict"})
    assert bench.phone() == "p-1"
    assert bench.thread("contact").proposals[0].stamp.author.account == "r2"


def test_M60_the_same_person_is_found(bench: Bench) -> None:
    foreign(bench, identity={"nik": "n-0"})
    decide(bench, "take")
    assert set(bench.now("far").open_threads()[0].claims) == {"reg", "far"}


def test_M61_a_dismissal_keeps_it_and_says_why(bench: Bench) -> None:
    foreign(bench)
    assert decide(bench, "dismiss", reason="not our clinic") == "applied"
    told = receipt(bench)
    assert told is not None
    assert (told.result, told.code, told.detail) == ("quarantined", "dismissed", "not our clinic")
    assert "far" not in bench.journal.registrations()
    assert bench.journal.logged_op("d1-2").raw["registration"] == "far"


def test_M61_repeating_it_brings_the_same_words(bench: Bench) -> None:
    foreign(bench)
    decide(bench, "dismiss")
    (told,) = bench.send("d1", bench.made["d1"][1]).exceptions
    assert told.code == "dismissed"


@pytest.mark.parametrize(
    ("kind", "fields", "why"),
    [
        ("create", {"set": 7}, "malformed"),
        ("dance", {}, "unknown_kind"),
        ("amend", {"base": 0, "set": {"contact": contact("p")}, "was": {}}, "no_registration"),
    ],
)
def test_M62_what_cannot_be_done_cannot_be_taken(
    bench: Bench, kind: str, fields: dict[str, Any], why: str
) -> None:
    bench.say("d1", kind, "far", **fields)
    bench.send("d1", give_up="t9999")
    before = receipt(bench)
    assert decide(bench, "take") == "stale:not_takable"
    assert receipt(bench) == before
    assert before is not None
    assert before.code == why


def test_M62_a_hard_rule_is_still_asked(bench: Bench) -> None:
    assert foreign(bench, work={"has_employees": True}) == "quarantined:foreign_clinic"
    about = {"device": "d1", "n": 2}
    take = {"about": about, "choice": "take", "seen": "waiting", "reason": None}
    (told,) = bench.send("d5", bench.make("d5", "decide", "far", **take)).exceptions
    assert (told.result, told.code) == ("stale", "not_takable")
    assert told.detail == "invalid:jht_required"
    assert "far" not in bench.journal.registrations()


def test_M62_a_decision_is_never_taken(bench: Bench) -> None:
    foreign(bench)
    assert decide(bench, "take", by="d4") == "quarantined:not_entitled"
    assert decide(bench, "take", device="d4", n=1) == "stale:not_takable"
    assert "far" not in bench.journal.registrations()


def test_M63_it_is_the_word_of_who_sent_it(bench: Bench) -> None:
    forged = bench.make("d3", "amend", base=1, set={"contact": contact("p-3")}, was={})
    forged["author"] = {"account": "r1", "role": "recruiter", "device": "d1"}
    assert [r.code for r in bench.send("d3", forged).exceptions] == ["wrong_author"]
    decide(bench, "take", device="d3", n=1, on="reg")
    now = bench.now()
    author = now.stamps[now.units["contact"].op].author
    assert (author.account, author.device) == ("r2", "d3")


def test_M63_a_reused_op_is_taken_under_an_id_of_its_own(bench: Bench) -> None:
    again = bench.make("d1", "amend", base=1, set={"contact": contact("p-9")}, was={})
    again["op"] = "d1-1"
    assert [r.result for r in bench.send("d1", again).exceptions] == ["id_reuse"]
    decide(bench, "dismiss", on="reg")
    assert decide(bench, "take", on="reg", seen="dismissed") == "applied"
    assert bench.phone() == "p-9"
    assert receipt(bench) is None
    now = bench.now()
    assert now.units["name"].op == "d1-1"
    assert len(now.units["contact"].op) == len("01234567-0123-0123-0123-0123456789ab")


def test_M64_it_is_in_the_history_with_its_reason(bench: Bench) -> None:
    bench.amend("d3", 1, contact=contact("p-3"))
    decide(bench, "dismiss", device="d3", n=1, on="reg", reason="not yours")
    decide(bench, "take", device="d3", n=1, on="reg", seen="dismissed", reason=None)
    told = [(e["what"], e["by"], e["detail"]) for e in bench.entries("d1")["reg"]["history"]]
    assert told == [
        ("create", "r1", None),
        ("dismiss", "a1", "not yours"),
        ("amend", "r2", "contact"),
        ("take", "a1", None),
    ]


def test_M65_the_same_decision_by_two_admins_is_one(bench: Bench) -> None:
    foreign(bench)
    assert decide(bench, "dismiss", reason="first") == "applied"
    assert decide(bench, "dismiss", by="d6", reason="second") == "same"
    told = receipt(bench)
    assert told is not None
    assert told.detail == "first"
    assert decide(bench, "take", seen="dismissed") == "applied"
    before = bench.now("far")
    assert decide(bench, "take", by="d6") == "same"
    assert bench.now("far") == before


def test_M65_against_what_was_not_seen_it_is_stale(bench: Bench) -> None:
    foreign(bench)
    decide(bench, "dismiss")
    assert decide(bench, "take", by="d6") == "stale:moved"
    assert decide(bench, "take", seen="dismissed") == "applied"
    assert decide(bench, "dismiss", by="d6") == "stale:moved"


def test_M65_dismissed_and_undone_in_one_push(bench: Bench) -> None:
    foreign(bench)
    say = {"about": {"device": "d1", "n": 2}, "reason": "oops"}
    first = bench.make("d5", "decide", "far", choice="dismiss", seen="waiting", **say)
    second = bench.make("d5", "decide", "far", choice="take", seen="dismissed", **say)
    assert bench.send("d5", first, second).exceptions == ()
    assert bench.now("far").status == "submitted"
    assert receipt(bench) is None


def test_M66_only_what_waits_and_as_it_is_named(bench: Bench) -> None:
    foreign(bench)
    assert decide(bench, "take", n=9) == "quarantined:no_such_operation"
    assert decide(bench, "take", on="reg") == "quarantined:no_such_operation"
    bench.amend("d2", 0, "never", contact=contact("p-3"))
    unknown = decide(bench, "take", device="d2", n=1, on="never")
    assert unknown == "quarantined:no_such_operation"
    assert decide(bench, "dismiss", n=1, on="reg") == "stale:moved"
    assert decide(bench, "take", by="d1") == "quarantined:not_entitled"


def test_M66_what_names_no_registration_is_decided_on_its_device(bench: Bench) -> None:
    bench.send("d1", bench.make("d1", "amend") | {"registration": 7})
    assert decide(bench, "dismiss", on="d1") == "applied"
    told = receipt(bench)
    assert told is not None
    assert told.code == "dismissed"
