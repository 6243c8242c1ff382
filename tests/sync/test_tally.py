"""Count and hash of a view, and repair by buckets: docs/protocol.md, P57 and P58."""

import random
from dataclasses import replace

import pytest

from sync.cursor import Cursor
from sync.feed import Page, Viewer, page
from sync.scopes import DESK, account_scope, clinic_scope
from sync.tally import (
    BUCKETS,
    Tally,
    bucket_of,
    differing,
    in_buckets,
    read_tally,
    tally_of,
    together,
)
from tests.sync.bench import Bench, contact
from tests.vectors import vectors

VECTORS = vectors("tally")
MINE = Viewer("r1", "recruiter", "d1", (account_scope("r1"),))


@pytest.mark.parametrize("told", VECTORS["entries"])
def test_P57_an_entry_weighs_the_same_in_both_languages(told: dict[str, object]) -> None:
    registration, seq = str(told["registration"]), told["seq"]
    assert isinstance(seq, int)
    assert bucket_of(registration) == told["bucket"]
    assert tally_of(registration, seq).digest == told["digest"]


@pytest.mark.parametrize("told", VECTORS["sets"], ids=lambda s: s["name"])
def test_P57_a_digest_is_the_sum_of_the_weights(told: dict[str, object]) -> None:
    pairs = told["entries"]
    assert isinstance(pairs, list)
    sum_of_all = together(tally_of(registration, seq) for registration, seq in pairs)
    assert (sum_of_all.count, sum_of_all.digest) == (told["count"], told["digest"])


def test_P58_buckets_add_up_in_both_languages() -> None:
    told = VECTORS["many"]
    tallies = in_buckets((f"reg-{i}", i * 3 + 1) for i in range(told["registrations"]))
    assert [tally.digest for tally in tallies] == told["buckets"]
    assert together(tallies).digest == told["digest"]


def test_P57_no_order_counts_and_what_is_taken_away_is_gone() -> None:
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    pairs = [(f"reg-{i}", chance.randint(1, 2**40)) for i in range(50)]
    mixed = chance.sample(pairs, len(pairs))
    assert in_buckets(pairs) == in_buckets(mixed), seed
    running = together(tally_of(*pair) for pair in pairs)
    for pair in mixed:
        running = running.minus(tally_of(*pair))
    assert running == Tally(), seed


def test_P57_a_tally_survives_its_text() -> None:
    tally = tally_of("reg-1", 17)
    assert read_tally(tally.count, tally.digest) == tally


def filled(*registrations: str) -> Bench:
    bench = Bench()
    for registration in registrations:
        bench.sign_up(registration=registration, identity={"nik": f"n-{registration}"})
    return bench


def told(bench: Bench, viewer: Viewer, cursor: Cursor | None, *held: str, limit: int = 9) -> Page:
    with bench.journal.snapshot() as snapshot:
        return page(snapshot, viewer, cursor, limit, held=held)


def held_of(part: Page) -> dict[str, int]:
    return {e["registration"]: e["seq"] for e in part.entries if e["flag"] == "live"}


def digests(held: dict[str, int]) -> list[str]:
    return [tally.digest for tally in in_buckets(held.items())]


def test_P57_the_last_page_tells_the_tally_of_the_whole_view() -> None:
    bench = filled("a", "b", "c")
    first = told(bench, MINE, None, limit=2)
    assert (first.more, first.check) == (True, None)
    last = told(bench, MINE, first.cursor, limit=2)
    held = held_of(first) | held_of(last)
    assert last.check == together(tally_of(*pair) for pair in held.items())
    assert last.check.count == 3


def test_P57_what_left_no_longer_counts() -> None:
    bench = filled("a")
    bench.amend("d1", 1, "a", contact=contact("one"))
    bench.amend("d4", 1, "a", contact=contact("two"))
    admin = Viewer("a1", "admin", "d5", (DESK,))
    opened = told(bench, admin, None)
    assert opened.check == tally_of("a", opened.entries[0]["seq"])
    thread = bench.thread("contact", "a")
    standing = {"thread": thread.id, "moves": thread.moves, "choice": "standing"}
    assert bench.resolve(standing, registration="a") == "applied"
    assert told(bench, admin, opened.cursor).check == Tally()


def test_P57_a_view_of_several_scopes_has_one_tally() -> None:
    bench = filled("a", "b")
    bench.sign_up("d3", "c", identity={"nik": "n-c"})
    both = Viewer("s1", "supervisor", "d4", (clinic_scope("c1"), clinic_scope("c2")))
    whole = told(bench, both, None)
    assert whole.check == together(tally_of(*pair) for pair in held_of(whole).items())
    assert whole.check.count == 3


def test_P58_only_the_buckets_that_differ_are_told_and_then_everything_agrees() -> None:
    names = [f"reg-{i}" for i in range(40)]
    bench = filled(*names)
    whole = told(bench, MINE, None, limit=50)
    held = held_of(whole)
    lost, old = names[3], names[8]
    del held[lost]
    held[old] = 0
    held["left over"] = 7
    bench.amend("d1", 1, names[20], contact=contact("newer"))
    repaired = told(bench, MINE, whole.cursor, *digests(held), limit=20)
    touched = {bucket_of(key) for key in (lost, old, "left over", names[20])}
    assert set(repaired.repaired or ()) == touched
    assert {e["registration"] for e in repaired.entries} == {
        key for key in names if bucket_of(key) in touched
    }
    mended = {k: v for k, v in held.items() if bucket_of(k) not in touched} | held_of(repaired)
    assert (repaired.more, repaired.reset) == (False, None)
    assert repaired.check == together(tally_of(*pair) for pair in mended.items())
    after = told(bench, MINE, repaired.cursor)
    assert (after.entries, after.cursor) == ((), repaired.cursor)
    bench.amend("d1", 1, names[21], contact=contact("newest"))
    (next_entry,) = told(bench, MINE, repaired.cursor).entries
    assert next_entry["registration"] == names[21]


def test_P58_a_repair_that_agrees_after_all_tells_nothing() -> None:
    bench = filled("a", "b")
    whole = told(bench, MINE, None)
    again = told(bench, MINE, whole.cursor, *digests(held_of(whole)))
    assert (again.entries, again.repaired, again.check) == ((), (), whole.check)


def test_P58_what_is_more_than_a_page_is_a_reset() -> None:
    names = [f"reg-{i}" for i in range(12)]
    bench = filled(*names)
    cursor = told(bench, MINE, None, limit=50).cursor
    nothing = [Tally().digest] * BUCKETS
    first = told(bench, MINE, cursor, *nothing, limit=11)
    assert (first.reset, first.repaired, first.more) == ("repair", None, True)
    last = told(bench, MINE, first.cursor, limit=11)
    assert set(held_of(first) | held_of(last)) == set(names)
    assert (last.reset, last.more) == (None, False)


def test_P53_an_outdated_cursor_goes_before_any_repair() -> None:
    bench = filled("a")
    cursor = told(bench, MINE, None).cursor
    nothing = [Tally().digest] * BUCKETS
    assert told(bench, MINE, replace(cursor, epoch="00" * 8), *nothing).reset == "epoch"
    assert told(bench, MINE, replace(cursor, view="00" * 8), *nothing).reset == "view"


def test_P58_every_bucket_is_looked_at() -> None:
    standing = in_buckets((f"reg-{i}", 1) for i in range(999))
    assert differing([Tally().digest] * BUCKETS, standing) == tuple(range(BUCKETS))
    assert differing([tally.digest for tally in standing], standing) == ()
