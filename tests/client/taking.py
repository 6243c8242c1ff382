"""Taking in an answer: receipts, then the page, in one transaction (section 3)."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from tests.client.book import Book, Entry, hash_at, note, recall, writing
from tests.client.ids import moment
from tests.client.mending import mend
from tests.client.renewing import let_go

KEPT_AFTER_COVERED = timedelta(days=30)


def well_formed(body: dict[str, Any]) -> bool:
    """Whether a body is a sync answer at all; one that is not is as good as none."""
    match body:
        case {
            "receipts": {
                "through": int(),
                "chain": str(),
                "chain_matches": bool(),
                "exceptions": list(),
            },
            "feed": None
            | {
                "entries": list(),
                "cursor": str(),
                "more": bool(),
                "reset": _,
                "covers": _,
                "check": _,
                "repaired": _,
            },
            "reading": str(),
            "incarnation": str(),
            "renew": bool(),
            "limits": {"operations": int(), "bytes": int()},
        }:
            return True
        case _:
            return False


def take(book: Book, request: dict[str, Any], body: dict[str, Any], now: datetime) -> None:
    """Store an answer whole. Where the chain is not ours nothing is dropped, and the book says so (P32)."""
    receipts, feed = body["receipts"], body["feed"]
    with writing(book):
        ours = hash_at(book, receipts["through"])
        trusted = receipts["chain_matches"] and ours == receipts["chain"]
        _lost(book, receipts["through"])
        _store(book, request, receipts)
        note(
            book,
            diverged=not trusted,
            limits=body["limits"],
            reading=body["reading"],
            through=receipts["through"],
            incarnation=body["incarnation"],
        )
        let_go(book)
        if feed is not None:
            if feed["reset"] == "epoch":
                note(book, recall=True)
            _page(book, feed, from_nothing=request["cursor"] is None)
            mend(book, feed, now)
            if trusted and not feed["more"]:
                _drop(book, feed["covers"], now)


def _drop(book: Book, covers: int | None, now: datetime) -> None:
    """Let go of what is no longer needed: overlays (P55), what left the view (P51), old bytes (P70)."""
    book.execute(
        "UPDATE outbox SET covered_at = ?"
        " WHERE n <= ? AND receipt IS NOT NULL AND NOT waits AND covered_at IS NULL",
        (moment(now), covers),
    )
    book.execute(
        "DELETE FROM replica WHERE json_extract(entry, '$.flag') = 'left' AND registration"
        " NOT IN (SELECT registration FROM outbox WHERE receipt IS NULL)"
    )
    book.execute(
        "UPDATE outbox SET body = x'' WHERE covered_at < ?", (moment(now - KEPT_AFTER_COVERED),)
    )
    book.execute("DELETE FROM past WHERE covered_at < ?", (moment(now - KEPT_AFTER_COVERED),))


def _lost(book: Book, through: int) -> None:
    """A server that was restored has less than it had: what it lost is pending again (P35)."""
    if through < recall(book, "through", 0):
        book.execute(
            "UPDATE outbox SET receipt = NULL, covered_at = NULL WHERE n > ? AND body != x''",
            (through,),
        )


def _store(book: Book, request: dict[str, Any], receipts: dict[str, Any]) -> None:
    """Everything asked about and not listed was applied, as far as custody reaches (P41)."""
    asked = {operation["n"] for operation in request["operations"]} | set(request["waiting"])
    told = {receipt["n"]: receipt for receipt in receipts["exceptions"]}
    applied = {n: {"n": n, "result": "applied"} for n in asked if n <= receipts["through"]}
    book.executemany(
        "UPDATE outbox SET receipt = ? WHERE n = ?",
        [
            (json.dumps(receipt), n)
            for n, receipt in (applied | told).items()
            if receipt["result"] != "retry"  # the one result that is not custody (P47)
        ],
    )


def _page(book: Book, feed: dict[str, Any], *, from_nothing: bool) -> None:
    """Apply a page (P51 to P54). A refill is collected aside, so that nobody sees half of a view."""
    if from_nothing or feed["reset"] is not None:
        book.execute("DELETE FROM arriving")
        note(book, refilling=True)
    refilling = recall(book, "refilling", otherwise=False)
    for entry in feed["entries"]:
        _put(book, "arriving" if refilling else "replica", entry)
    note(book, cursor=feed["cursor"])
    if refilling and not feed["more"]:
        _swap(book)
        note(book, refilling=False)


def _put(book: Book, table: Literal["arriving", "replica"], entry: Entry) -> None:
    """One entry in its place. What left the view keeps what was last seen of it (P51)."""
    key = entry["registration"]
    if entry["flag"] == "left":
        row = book.execute(
            "SELECT entry FROM replica WHERE registration = ?", (key,)
        ).fetchone()  # fmt: skip
        entry = (json.loads(row["entry"]) if row else {}) | entry
    statement = {
        "arriving": "INSERT OR REPLACE INTO arriving VALUES (?, ?)",
        "replica": "INSERT OR REPLACE INTO replica VALUES (?, ?)",
    }[table]
    book.execute(statement, (key, json.dumps(entry)))


def _swap(book: Book) -> None:
    """Let the refill stand in the replica's place; what is being worked on leaves only later (P53)."""
    book.execute(
        "UPDATE replica SET entry = json_set(entry, '$.flag', 'left')"
        " WHERE registration NOT IN (SELECT registration FROM arriving)"
    )
    book.execute("INSERT OR REPLACE INTO replica SELECT * FROM arriving")
    book.execute("DELETE FROM arriving")


def asked_again(book: Book, most: int) -> Sequence[int]:
    """Numbers whose last word may change (P4), those not asked for longest first."""
    rows = book.execute("SELECT n FROM outbox WHERE waits ORDER BY asked, n LIMIT ?", (most,))
    return [row["n"] for row in rows]
