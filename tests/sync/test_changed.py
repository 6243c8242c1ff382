"""Of what a phone holds it is told what has changed: docs/protocol.md, P222 to P225."""

from dataclasses import replace
from typing import Any

from sync.canonical import digest
from sync.cursor import Cursor
from sync.feed import Page, Viewer, page
from sync.scopes import DESK, account_scope, clinic_scope
from tests.simulate.changed import laid_over
from tests.sync.bench import Bench, contact
from tests.sync.test_own import create

MINE = Viewer("r1", "recruiter", "d1", (account_scope("r1"),), holds=True)
CLINIC = Viewer("s1", "supervisor", "d4", (clinic_scope("c1"),), holds=True)
ADMIN = Viewer("a1", "admin", "d5", (DESK,), holds=True)


def told(bench: Bench, viewer: Viewer, cursor: Cursor | None, limit: int = 9) -> Page:
    with bench.journal.snapshot() as snapshot:
        return page(snapshot, viewer, cursor, limit)


def amend(bench: Bench, registration: str, phone: str, *, by: str = "d1", base: int = 1) -> None:
    bench.send(
        by,
        bench.make(by, "amend", registration, base=base, set={"contact": contact(phone)}, was={}),
    )


def whole(bench: Bench, viewer: Viewer) -> dict[str, Any]:
    page = told(bench, replace(viewer, holds=False), None, 99)
    return {entry["registration"]: dict(entry) for entry in page.entries}


def started(*registrations: str) -> Bench:
    bench = Bench()
    bench.send("d1", *(create(bench, registration) for registration in registrations))
    return bench


def test_P223_a_unit_that_changed_comes_without_the_others() -> None:
    bench = started("a", "b")
    held, cursor = whole(bench, MINE), told(bench, MINE, None).cursor
    amend(bench, "b", "p-2")
    part = told(bench, MINE, cursor)
    assert part.entries == ()
    assert part.changed is not None
    (news,) = part.changed.entries
    assert (news["registration"], news["since"], set(news["units"])) == ("b", 1, {"contact"})
    assert not {"consent", "captured_at", "received_at", "location"} & set(news)
    assert laid_over(held, part.changed) == [whole(bench, MINE)["b"]]
    assert part.changed.digest == digest([whole(bench, MINE)["b"]])


def test_P223_a_verdict_tells_no_unit_and_stands_in_the_history() -> None:
    bench = started("a")
    held, cursor = whole(bench, CLINIC), told(bench, CLINIC, None).cursor
    bench.send("d4", bench.make("d4", "review", "a", base=1, verdict="approve"))
    part = told(bench, CLINIC, cursor)
    assert part.changed is not None
    assert part.changed.entries[0]["units"] == {}
    assert laid_over(held, part.changed) == [whole(bench, CLINIC)["a"]]


def test_P223_a_line_of_history_that_made_no_version_is_told() -> None:
    """A second proposal on an open thread changes no value."""
    bench = started("a")
    bench.send(
        "d4", bench.make("d4", "amend", "a", base=1, set={"contact": contact("p-2")}, was={})
    )
    held, cursor = whole(bench, CLINIC), told(bench, CLINIC, None).cursor
    amend(bench, "a", "p-3")
    now = whole(bench, CLINIC)["a"]
    assert now["version"] == held["a"]["version"]
    assert len(now["history"]) > len(held["a"]["history"])
    part = told(bench, CLINIC, cursor)
    assert part.changed is not None
    assert part.changed.entries[0]["units"] == {}
    assert laid_over(held, part.changed) == [now]


def test_P223_a_desk_has_the_stamps_of_what_changed_alone() -> None:
    bench = started("a")
    bench.send(
        "d4", bench.make("d4", "amend", "a", base=1, set={"contact": contact("p-2")}, was={})
    )
    amend(bench, "a", "p-3")
    held, cursor = whole(bench, ADMIN), told(bench, ADMIN, None).cursor
    bench.amend("d4", bench.now("a").version, "a", name={"full_name": "Siti Aminah"})
    part = told(bench, ADMIN, cursor)
    assert part.changed is not None
    assert set(part.changed.entries[0]["unit_stamps"]) == {"name"}
    assert laid_over(held, part.changed) == [whole(bench, ADMIN)["a"]]


def test_P223_what_moved_twice_or_is_new_or_came_back_is_told_whole() -> None:
    bench = started("a", "b")
    cursor = told(bench, MINE, None).cursor
    amend(bench, "a", "p-2")
    amend(bench, "a", "p-3", base=2)
    bench.send("d1", create(bench, "c"))
    part = told(bench, MINE, cursor)
    assert [entry["registration"] for entry in part.entries] == ["a", "c"]
    assert part.changed is None


def test_P223_a_phone_in_the_middle_of_its_pages_is_told_whole() -> None:
    """An entry that moved while it pulled may have been on none of its pages."""
    bench = started("a", "b", "c")
    first = told(bench, MINE, None, limit=2)
    amend(bench, "a", "p-2")
    last = told(bench, MINE, first.cursor)
    assert [entry["registration"] for entry in last.entries] == ["c", "a"]
    assert (last.changed, last.cursor.complete) == (None, True)


def test_P222_a_phone_that_does_not_say_so_is_told_whole() -> None:
    bench = started("a")
    cursor = told(bench, MINE, None).cursor
    amend(bench, "a", "p-2")
    part = told(bench, replace(MINE, holds=False), cursor)
    assert (len(part.entries), part.changed) == (1, None)


def test_P225_a_phone_that_holds_something_else_has_been_told_nothing() -> None:
    bench = started("a")
    held, cursor = whole(bench, MINE), told(bench, MINE, None).cursor
    amend(bench, "a", "p-2")
    news = told(bench, MINE, cursor).changed
    held["a"]["units"] = held["a"]["units"] | {"name": {"full_name": "Somebody else"}}
    assert laid_over(held, news) is None
    assert laid_over({}, news) is None
