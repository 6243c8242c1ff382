"""Count and hash of each bucket of a feed, kept with its entries: P57 and P58."""

import random

import pytest

from sync.journal import Changes, Flag, Journal
from sync.tally import BUCKETS, Tally, bucket_of, tally_of, together
from tests.contract.builders import commit, counted, put, registration, tallied

HERE, THERE = "clinic:here", "clinic:there"


def test_P57_a_feed_without_entries_tallies_to_nothing(journal: Journal) -> None:
    assert tallied(journal, HERE) == (Tally(),) * BUCKETS


def test_P57_an_entry_counts_once_at_its_newest_sequence(journal: Journal) -> None:
    put(journal, "r1", HERE, THERE)
    put(journal, "r2", HERE)
    put(journal, "r1", HERE, version=2)
    assert together(tallied(journal, HERE)) == tally_of("r1", 3).plus(tally_of("r2", 2))
    assert together(tallied(journal, THERE)) == tally_of("r1", 1)


def test_P57_what_left_does_not_count_until_it_comes_back(journal: Journal) -> None:
    put(journal, "r1", HERE)
    put(journal, "r1", HERE, version=2, flag="left")
    put(journal, "r1", HERE, version=3, flag="left")
    assert together(tallied(journal, HERE)) == Tally()
    put(journal, "r1", HERE, version=4)
    assert together(tallied(journal, HERE)) == tally_of("r1", 4)


def test_P57_the_tallies_are_what_the_entries_add_up_to(journal: Journal) -> None:
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    versions: dict[str, int] = {}
    for _ in range(40):
        keys = {f"r{chance.randint(1, 60)}" for _ in range(chance.randint(1, 9))}
        fresh = frozenset(key for key in keys if key not in versions)
        versions |= {key: versions.get(key, 0) + 1 for key in keys}
        flags: list[Flag] = ["live", "live", "left"]
        commit(
            journal,
            "d1",
            registrations=[registration(key, versions[key]) for key in keys],
            created=fresh,
            publish={
                (scope, key): chance.choice(flags)
                for key in keys
                for scope in chance.sample([HERE, THERE], chance.randint(1, 2))
            },
        )
    for scope in (HERE, THERE):
        assert tallied(journal, scope) == counted(journal, scope), seed


def cut_off(journal: Journal) -> None:
    """A push that writes everything and dies before its COMMIT."""
    with journal.taking_in() as taking:
        standing = taking.device("d1")
        taking.load(["r2"], [])
        taking.commit(
            Changes(
                standing,
                registrations=[registration("r2")],
                created=frozenset({"r2"}),
                publish={(HERE, "r2"): "live"},
            )
        )
        raise InterruptedError


def test_P57_an_undone_push_leaves_the_tallies_alone(journal: Journal) -> None:
    put(journal, "r1", HERE)
    before = tallied(journal, HERE)
    with pytest.raises(InterruptedError):
        cut_off(journal)
    assert tallied(journal, HERE) == before


def test_P58_a_bucket_brings_its_live_entries_in_order(journal: Journal) -> None:
    keys = [f"r{i}" for i in range(80)]
    for key in keys:
        put(journal, key, HERE)
    put(journal, keys[0], HERE, version=2)
    put(journal, keys[1], HERE, version=2, flag="left")
    asked = {bucket_of(keys[0]), bucket_of(keys[1]), bucket_of(keys[7])}
    expected = [k for k in [*keys[2:], keys[0]] if bucket_of(k) in asked]
    with journal.snapshot() as snapshot:
        rows = snapshot.bucketed(HERE, asked)
        assert [row.registration.id for row in rows] == expected
        assert [row.seq for row in rows] == sorted(row.seq for row in rows)
        assert list(snapshot.bucketed(HERE, set())) == []
        assert list(snapshot.bucketed(THERE, asked)) == []


def test_P58_the_end_of_a_feed_is_its_last_sequence(journal: Journal) -> None:
    put(journal, "r1", HERE)
    put(journal, "r1", HERE, version=2)
    with journal.snapshot() as snapshot:
        assert (snapshot.last(HERE), snapshot.last(THERE)) == (2, 0)


def test_P61_a_snapshot_tallies_what_it_sees(journal: Journal) -> None:
    put(journal, "r1", HERE)
    with journal.snapshot() as snapshot:
        before = tuple(snapshot.tallies(HERE))
        put(journal, "r2", HERE)
        assert (tuple(snapshot.tallies(HERE)), snapshot.last(HERE)) == (before, 1)
