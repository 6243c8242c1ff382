"""What a phone has said itself is named, not told back: docs/protocol.md, P180 to P184."""

import random
from dataclasses import replace
from typing import Any

import pytest

from sync.cursor import Cursor
from sync.feed import Page, Viewer, page
from sync.journal import Arrival
from sync.moves import Move, move
from sync.operation import Author
from sync.photos import arrive
from sync.scopes import account_scope, clinic_scope
from sync.threads import Stamp
from tests.simulate.language import UNITS, SmallRules
from tests.simulate.own import worked_out
from tests.sync.bench import Bench, contact

MINE = Viewer("r1", "recruiter", "d1", (account_scope("r1"),), own_from=1)
WHOLE = replace(MINE, own_from=None)
PICTURE = {"id_photo": {"sha256": "ab" * 32, "bytes": 10, "type": "image/jpeg"}}


def told(bench: Bench, viewer: Viewer = MINE, cursor: Cursor | None = None, limit: int = 9) -> Page:
    with bench.journal.snapshot() as snapshot:
        return page(snapshot, viewer, cursor, limit)


def numbers(part: Page) -> list[tuple[int, int]]:
    """The ranges of numbers that a page names."""
    return [both for made in (part.own.made if part.own else ()) for both in made.n]


def create(bench: Bench, registration: str, **units: Any) -> dict[str, Any]:
    return bench.make(
        "d1",
        "create",
        registration,
        clinic="c1",
        set=UNITS | {"identity": {"nik": f"n-{registration}"}} | units,
        consent={"notice_version": 3, "signature": [[1, 2]]},
        captured_at="2026-11-20T02:00:00.000Z",
    )


def some(bench: Bench, *registrations: str) -> None:
    bench.send("d1", *(create(bench, registration) for registration in registrations))


def laid(bench: Bench, part: Page) -> dict[str, Any]:
    """What a phone holds after a page."""
    own = worked_out(part.own, {raw["n"]: raw for raw in bench.made["d1"]})
    assert own is not None
    return {e["registration"]: dict(e) for e in (*part.entries, *own)}


def test_P181_P183_what_came_out_as_it_was_said_is_named() -> None:
    bench = Bench()
    some(bench, "a", "b", "c")
    part = told(bench)
    assert (part.entries, numbers(part)) == ((), [(1, 3)])
    assert laid(bench, part) == {e["registration"]: e for e in told(bench, WHOLE).entries}
    assert (part.covers, part.check) == (3, told(bench, WHOLE).check)


def test_P182_sequences_go_by_the_ids_of_the_registrations() -> None:
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    bench = Bench()
    ids = [f"{chance.getrandbits(40):010x}" for _ in range(9)]
    some(bench, *ids[:5])
    some(bench, *ids[5:])
    part = told(bench)
    assert numbers(part) == [(1, 5), (6, 9)], seed
    assert laid(bench, part) == {e["registration"]: e for e in told(bench, WHOLE).entries}, seed


def test_P182_what_came_in_at_the_same_moment_by_another_push_is_another_part() -> None:
    bench = Bench()
    some(bench, "b")
    bench.ticks -= 1
    some(bench, "a")
    part = told(bench)
    assert numbers(part) == [(1, 1), (2, 2)]
    assert laid(bench, part) == {e["registration"]: e for e in told(bench, WHOLE).entries}


def test_P181_named_entries_count_in_a_page_like_others() -> None:
    bench = Bench()
    some(bench, "a", "b", "c")
    first = told(bench, limit=2)
    assert (numbers(first), first.more, first.covers) == ([(1, 2)], True, None)
    last = told(bench, cursor=first.cursor, limit=2)
    assert (numbers(last), last.more, last.covers) == ([(3, 3)], False, 3)
    assert told(bench, cursor=last.cursor).own is None


def test_P180_what_was_said_before_is_told_whole() -> None:
    bench = Bench()
    some(bench, "a", "b", "c")
    part = told(bench, replace(MINE, own_from=3))
    assert [e["registration"] for e in part.entries] == ["a", "b"]
    assert numbers(part) == [(3, 3)]
    assert told(bench, WHOLE).own is None, "an older app announces nothing"


def test_P181_another_phone_of_the_same_person_is_told_whole() -> None:
    bench = Bench()
    some(bench, "a")
    part = told(bench, replace(MINE, device="d2"))
    assert (len(part.entries), part.own) == (1, None)


def test_P181_a_phone_under_a_new_id_is_told_whole() -> None:
    bench = Bench()
    some(bench, "a")
    bench.renew("d1", "d9", 0)
    bench.send("d9", bench.anew("d9", bench.made["d1"][0]))
    assert told(bench, replace(MINE, device="d9")).own is None


def test_P181_a_supervisor_is_told_whole() -> None:
    bench = Bench()
    some(bench, "a")
    desk = Viewer("s1", "supervisor", "d1", (clinic_scope("c1"),), own_from=1)
    assert (len(told(bench, desk).entries), told(bench, desk).own) == (1, None)


def amended(bench: Bench) -> None:
    bench.amend("d1", 1, "a", contact=contact("p-9"))


def amended_by_another_phone(bench: Bench) -> None:
    bench.amend("d2", 1, "a", contact=contact("p-9"))


def reviewed(bench: Bench) -> None:
    bench.review("return", 1, "a")


def withdrawn(bench: Bench) -> None:
    bench.say("d1", "withdraw", "a", base=1, reason="x")


def erased(bench: Bench) -> None:
    bench.say("d1", "erase", "a", base=1, ground="consent_withdrawn")


def alike(bench: Bench) -> None:
    bench.sign_up("d3", "z", identity={"nik": "n-a"})


def moved(bench: Bench) -> None:
    bench.people["d1"] = ("r1", "recruiter", {"c2"})
    stamp = Stamp("move", 0, Author("a1", "admin", "d5"), "t", "t", 0, None)
    assert move(bench.journal, Move("r1", "c1", "c2", stamp)) == 1


@pytest.mark.parametrize(
    "deed", [amended, amended_by_another_phone, reviewed, withdrawn, erased, alike, moved]
)
def test_P181_whatever_else_was_done_is_told_whole(deed: Any) -> None:
    bench = Bench()
    some(bench, "a")
    deed(bench)
    part = told(bench)
    assert ([e["registration"] for e in part.entries], part.own) == (["a"], None)


def test_P181_a_photo_that_has_come_in_is_told() -> None:
    bench = Bench()
    bench.send("d1", create(bench, "a", photo=PICTURE))
    part = told(bench)
    assert laid(bench, part)["a"]["photos"] == {"id_photo": "awaited"}
    came = Arrival("ab" * 32, "r1", (account_scope("r1"),), "image/jpeg", "in", "t0009")
    assert arrive(bench.journal, came, device="d1", registration="a", rules=SmallRules())
    later = told(bench, cursor=part.cursor)
    assert [e["photos"]["id_photo"] for e in later.entries] == ["in"]


def test_P181_after_a_restore_the_new_line_of_versions_is_told() -> None:
    bench = Bench()
    bench.journal.restore(bench.journal.backup(), epoch="other", floor=1000)
    some(bench, "a")
    assert [e["version"] for e in told(bench).entries] == [1000]


def test_P181_a_repair_names_nothing() -> None:
    bench = Bench()
    some(bench, "a")
    with bench.journal.snapshot() as snapshot:
        part = page(snapshot, MINE, told(bench).cursor, 9, held=["f" * 64] * 64)
    assert (len(part.entries), part.own) == (1, None)


def test_P184_something_else_under_the_same_number_is_seen() -> None:
    bench = Bench()
    some(bench, "a", "b")
    own = told(bench).own
    said = {raw["n"]: raw for raw in bench.made["d1"]}
    assert worked_out(own, said) is not None
    assert worked_out(own, said | {2: said[2] | {"clinic": "c2"}}) is None
    assert worked_out(own, {1: said[1]}) is None
