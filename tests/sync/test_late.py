"""Late work, and moves from clinic to clinic: docs/merge.md, M75-M78 and M80-M83."""

from typing import Any

import pytest

from sync.feed import Viewer, page
from sync.late import Entitlement
from sync.moves import Move, move
from sync.operation import Author, Role
from sync.threads import Stamp
from tests.simulate.language import UNITS
from tests.sync.bench import Bench, contact

EARLY, LOST = "t0003", "t0010"


@pytest.fixture
def bench() -> Bench:
    """The recruiter r1 signed ``reg`` up and worked at c1 until t0010; the server's clock is there."""
    bench = Bench()
    bench.sign_up()
    bench.ticks = 10
    entitle(bench, "r1", "recruiter", "c2")
    return bench


def entitle(bench: Bench, account: str, role: Role, *clinics: str, active: bool = True) -> None:
    """From t0010 on the account may this, and no more what it might."""
    (first,) = bench.entitlements[account]
    bench.entitlements[account] = [
        Entitlement(first.role, first.clinics, until=LOST),
        Entitlement(role, frozenset(clinics), active, since=LOST),
    ]


def late(bench: Bench, device: str, kind: str, registration: str = "reg", **said: Any) -> str:
    """Push one operation recorded at ``recorded_at``; its result, or its code where quarantined."""
    more = {"skew_ms": said.pop("skew_ms", 0), "late_from": said.pop("late_from", "")}
    raw = bench.make(device, kind, registration, **({"recorded_at": EARLY} | said))
    for receipt in bench.send(device, raw, **more).exceptions:
        return receipt.code or receipt.result
    return "applied"


def sign_up(bench: Bench, **more: Any) -> str:
    said = {"set": UNITS, "consent": {}, "captured_at": "…", "clinic": "c1"}
    return late(bench, "d1", "create", "new", **(said | more))


def test_M76_a_sign_up_made_in_time_is_taken(bench: Bench) -> None:
    assert sign_up(bench) == "applied"
    assert bench.now("new").clinic == "c1"


def test_M76_what_was_made_afterwards_is_not(bench: Bench) -> None:
    assert sign_up(bench, recorded_at="t0011") == "foreign_clinic"


def test_M76_the_measured_skew_puts_the_clock_right(bench: Bench) -> None:
    assert sign_up(bench, recorded_at="t0013", skew_ms=5) == "applied"
    assert sign_up(bench, recorded_at="t0003", skew_ms=-9) == "foreign_clinic"


def test_M76_a_clock_that_runs_ahead_makes_nothing_later_than_received(bench: Bench) -> None:
    bench.ticks = 8
    assert sign_up(bench, recorded_at="t9999") == "applied"
    assert bench.now("new").stamps["d1-2"].entitled_until is None


def test_M75_a_closed_account_may_nothing_but_what_it_did_in_time(bench: Bench) -> None:
    entitle_closed(bench)
    assert late(bench, "d1", "amend", base=1, set={"contact": contact("p-1")}, was={}) == "applied"
    assert sign_up(bench, recorded_at="t0011") == "not_entitled"
    assert bench.phone() == "p-1"


def entitle_closed(bench: Bench) -> None:
    del bench.entitlements["r1"][1:]
    entitle(bench, "r1", "recruiter", "c1", active=False)


def test_M75_what_waited_is_judged_by_when_it_was_received() -> None:
    bench = Bench()
    held = bench.make("d4", "amend", "new", base=1, set={"contact": contact("p-4")}, was={})
    assert bench.send("d4", held).exceptions[0].result == "held"
    bench.ticks = 10
    entitle(bench, "s1", "supervisor", "c2")
    bench.sign_up("d1", "new")
    assert bench.phone("new") == "p-4"


def test_M76_a_verdict_given_in_time_is_taken(bench: Bench) -> None:
    entitle(bench, "s1", "supervisor", "c2")
    assert late(bench, "d4", "review", base=1, verdict="approve") == "applied"
    assert bench.now().status == "approved"


def test_M77_too_late_is_too_late(bench: Bench) -> None:
    assert sign_up(bench, late_from="t0011") == "foreign_clinic"


def test_M77_an_unmeasured_clock_is_not_asked(bench: Bench) -> None:
    assert sign_up(bench, skew_ms=None) == "foreign_clinic"


def test_M77_the_role_is_the_one_of_that_time(bench: Bench) -> None:
    bench.entitlements["r1"] = [
        Entitlement("supervisor", frozenset({"c1"}), until=LOST),
        Entitlement("recruiter", frozenset({"c2"}), since=LOST),
    ]
    assert sign_up(bench) == "foreign_clinic"


def test_M77_what_an_admin_decides_is_not_taken_late(bench: Bench) -> None:
    entitle(bench, "a1", "supervisor", "c1")
    assert late(bench, "d5", "progress", base=1, step="paid", facts={}) == "not_entitled"


def test_M78_late_work_is_marked_and_other_work_is_not(bench: Bench) -> None:
    sign_up(bench)
    assert bench.now("new").stamps["d1-2"].entitled_until == LOST
    assert bench.now().stamps["d1-1"].entitled_until is None


def moved(bench: Bench, to: str = "c2") -> int:
    bench.ticks += 1
    at = bench.now_is()
    stamp = Stamp(f"act-{at}", 0, Author("a1", "admin", "d5"), at, at, 0, None)
    return move(bench.journal, Move("r1", "c1", to, stamp))


def test_M81_a_move_leaves_one_clinic_and_enters_the_other(bench: Bench) -> None:
    assert set(bench.entries("d4")) == {"reg"}
    assert moved(bench) == 1
    assert [e["flag"] for e in bench.entries("d4").values()] == ["left"]
    viewer = Viewer("s9", "supervisor", "d6", ("clinic:c2",))
    with bench.journal.snapshot() as snapshot:
        (entry,) = page(snapshot, viewer, None, 9).entries
    assert (entry["clinic"], entry["flag"]) == ("c2", "live")
    assert entry["history"][-1]["what"] == "move"
    assert entry["history"][-1]["detail"] == "c1 c2"
    assert bench.entries("d1")["reg"]["clinic"] == "c2"


@pytest.mark.parametrize("to", ["c0", "c2"])
def test_M84_who_sees_both_clinics_sees_it_still(bench: Bench, to: str) -> None:
    viewer = Viewer("s9", "supervisor", "d6", ("clinic:c1", f"clinic:{to}"))
    with bench.journal.snapshot() as snapshot:
        first = page(snapshot, viewer, None, 9)
    moved(bench, to)
    with bench.journal.snapshot() as snapshot:
        then = page(snapshot, viewer, first.cursor, 9)
    assert [(e["flag"], e["clinic"]) for e in then.entries] == [("live", to)]
    assert then.check is not None
    assert then.check.count == 1


def test_M81_an_open_question_goes_along(bench: Bench) -> None:
    bench.amend("d4", 1, contact=contact("p-4"))
    late(bench, "d1", "amend", base=1, set={"contact": contact("p-1")}, was={})
    moved(bench)
    assert bench.entries("d5")["reg"]["clinic"] == "c2"
    assert bench.now().open_threads()


def test_M82_no_verdict_is_stale_by_a_move(bench: Bench) -> None:
    moved(bench)
    entitle(bench, "s1", "supervisor", "c2")
    assert late(bench, "d4", "review", base=1, verdict="approve") == "applied"


def test_M83_a_move_made_again_takes_what_came_late(bench: Bench) -> None:
    assert moved(bench) == 1
    assert moved(bench) == 0
    sign_up(bench)
    assert moved(bench) == 1
    assert bench.now("new").clinic == "c2"


def test_M80_a_change_holds_from_then_on(bench: Bench) -> None:
    """Where r1 works now they sign up as ever, and nothing of it is late."""
    assert sign_up(bench, clinic="c2", recorded_at="t0011") == "applied"
    assert bench.now("new").stamps["d1-2"].entitled_until is None


def test_P116_a_recruiters_view_names_their_clinics() -> None:
    def view(*clinics: str) -> str:
        return Viewer("r1", "recruiter", "d1", ("account:r1",), clinics).view

    assert view("c1") != view("c2")
    assert view("c1", "c2") == view("c2", "c1")
