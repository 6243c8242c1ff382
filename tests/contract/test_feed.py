"""The feed: one entry a registration and scope, which only moves forward."""

from sync.journal import Before, Journal
from tests.contract.builders import commit, fed, put, registration

HERE, THERE = "clinic:here", "clinic:there"


def test_P51_entries_come_in_the_order_of_their_pushes(journal: Journal) -> None:
    for key in ("r2", "r3", "r1"):
        put(journal, key, HERE)
    assert [key for _, key in fed(journal, HERE)] == ["r2", "r3", "r1"]
    assert [seq for seq, _ in fed(journal, HERE)] == [1, 2, 3]


def test_P51_a_registration_has_one_entry_at_its_newest_sequence(journal: Journal) -> None:
    put(journal, "r1", HERE)
    put(journal, "r2", HERE)
    put(journal, "r1", HERE, version=2)
    assert fed(journal, HERE) == [(2, "r2"), (3, "r1")]


def test_P51_in_another_clinic_an_entry_is_beyond_where_it_was(journal: Journal) -> None:
    """Else a copy that is older, of the clinic before, would weigh as much as the new entry (P57)."""
    for key in ("r1", "r2", "r3"):
        put(journal, key, HERE)
    put(journal, "r4", THERE)
    commit(
        journal,
        "d1",
        registrations=[registration("r3", 2)],
        publish={(HERE, "r3"): "left", (THERE, "r3"): "live"},
    )
    assert fed(journal, THERE) == [(1, "r4"), (4, "r3")]
    put(journal, "r5", THERE)
    assert fed(journal, THERE) == [(1, "r4"), (4, "r3"), (5, "r5")]


def test_P50_scopes_count_for_themselves(journal: Journal) -> None:
    put(journal, "r1", HERE, THERE)
    put(journal, "r2", THERE)
    assert fed(journal, HERE) == [(1, "r1")]
    assert fed(journal, THERE) == [(1, "r1"), (2, "r2")]
    assert fed(journal, "clinic:nowhere") == []


def test_P54_pages_add_up_to_the_whole(journal: Journal) -> None:
    keys = [f"r{n:02}" for n in range(25)]
    commit(
        journal,
        "d1",
        registrations=[registration(key) for key in keys],
        created=frozenset(keys),
        publish={(HERE, key): "live" for key in keys},
    )
    pages: list[tuple[int, str]] = []
    while page := fed(journal, HERE, after=pages[-1][0] if pages else 0, limit=10):
        assert len(page) <= 10
        pages += page
    assert pages == fed(journal, HERE)
    assert sorted(key for _, key in pages) == keys


def test_P56_nothing_new_is_nothing(journal: Journal) -> None:
    put(journal, "r1", HERE)
    assert fed(journal, HERE, after=1) == []


def test_P51_an_entry_that_left_says_so(journal: Journal) -> None:
    put(journal, "r1", HERE)
    put(journal, "r1", HERE, version=2, flag="left")
    with journal.snapshot() as snapshot:
        (row,) = snapshot.feed(HERE, 0, 9)
    assert (row.scope, row.seq, row.flag, row.registration.version) == (HERE, 2, "left", 2)


def test_an_entry_carries_the_registration_as_it_stands(journal: Journal) -> None:
    put(journal, "r1", HERE)
    moved = registration("r1", version=2)
    commit(journal, "d1", registrations=[moved])
    with journal.snapshot() as snapshot:
        (row,) = snapshot.feed(HERE, 0, 9)
    assert row.registration == moved


def test_P61_a_snapshot_does_not_see_what_came_after(journal: Journal) -> None:
    put(journal, "r1", HERE)
    with journal.snapshot() as snapshot:
        before = [row.registration.version for row in snapshot.feed(HERE, 0, 9)]
        put(journal, "r1", HERE, version=2)
        put(journal, "r2", HERE)
        assert [row.registration.version for row in snapshot.feed(HERE, 0, 9)] == before == [1]
    assert fed(journal, HERE) == [(2, "r1"), (3, "r2")]


def test_P52_the_epoch_stays(journal: Journal) -> None:
    with journal.snapshot() as first, journal.snapshot() as second:
        assert first.epoch() == second.epoch() != ""


def stood(journal: Journal, scope: str) -> dict[str, Before | None]:
    with journal.snapshot() as snapshot:
        return {row.registration.id: row.before for row in snapshot.feed(scope, 0, 99)}


def test_P223_a_feed_knows_where_an_entry_stood_before_it_moved_last(journal: Journal) -> None:
    put(journal, "r1", HERE)
    put(journal, "r2", HERE)
    assert stood(journal, HERE) == {"r1": None, "r2": None}
    put(journal, "r1", HERE, version=2)
    assert stood(journal, HERE) == {"r1": Before(1, 1), "r2": None}
    put(journal, "r1", HERE, version=4)
    assert stood(journal, HERE)["r1"] == Before(3, 2)


def test_P223_what_left_stood_nowhere_when_it_comes_back(journal: Journal) -> None:
    put(journal, "r1", HERE)
    for flag in ("left", "live"):
        commit(journal, "d1", registrations=[registration("r1", 2)], publish={(HERE, "r1"): flag})
        assert stood(journal, HERE) == {"r1": None}
