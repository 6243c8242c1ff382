"""Taking in an answer: receipts, then the page, in one transaction (section 3)."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from tests.client.book import Book, Entry, hash_at, note, recall, writing
from tests.client.erasing import erase
from tests.client.ids import moment
from tests.client.mending import mend
from tests.client.own import with_own
from tests.client.renewing import let_go

KEPT_WITHOUT_BACKUPS, KEPT_BEHIND_THEM = timedelta(days=30), timedelta(days=7)
MOST_BEYOND = 5000
MOST_ASKED = 500


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
    receipts = body["receipts"]
    with writing(book):
        feed = with_own(book, body["feed"])
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
                _release(book, receipts.get("kept_through"), now)
            _ask_anew(book, request, restored=feed["reset"] == "epoch")
        told = [r["n"] for r in receipts["exceptions"] if r.get("code") == "erased"]
        erase(book, feed, told, now)


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


def _release(book: Book, horizon: int | None, now: datetime) -> None:
    """Old bytes go once a backup of the server has had them for a week (P109)."""
    kept = moment(now - (KEPT_WITHOUT_BACKUPS if horizon is None else KEPT_BEHIND_THEM))
    book.execute(
        "UPDATE outbox SET body = x'' WHERE covered_at < ? AND (? IS NULL OR n <= ?)",
        (kept, horizon, horizon),
    )
    book.execute(
        "UPDATE outbox SET body = x'' WHERE n IN (SELECT n FROM outbox"
        " WHERE covered_at < ? AND body != x'' ORDER BY covered_at DESC LIMIT -1 OFFSET ?)",
        (kept, MOST_BEYOND),
    )
    book.execute("DELETE FROM past WHERE covered_at < ?", (moment(now - KEPT_WITHOUT_BACKUPS),))


def _ask_anew(book: Book, request: dict[str, Any], *, restored: bool) -> None:
    """After a restore of the server every receipt is asked for once more, in order (P114)."""
    if restored:
        note(book, asked_anew=0)
    elif recall(book, "asked_anew") is not None:
        asked = request["waiting"]
        note(book, asked_anew=asked[-1] if len(asked) == MOST_ASKED else None)


def _lost(book: Book, through: int) -> None:
    """A server that was restored has less than it had: what it lost is pending again (P35)."""
    if through < recall(book, "through", 0):
        book.execute(
            "UPDATE outbox SET receipt = NULL, covered_at = NULL WHERE n > ?"
            " AND (body != x'' OR emptied IS NOT NULL)",
            (through,),
        )


def _store(book: Book, request: dict[str, Any], receipts: dict[str, Any]) -> None:
    """Everything asked about and not listed was applied, as far as custody reaches (P41)."""
    sent = [*request["operations"], *(request.get("sealed") or [])]
    asked = {operation["n"] for operation in sent} | set(request["waiting"])
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
    gone = asked - applied.keys() - told.keys()  # a restored server does not have it (P114)
    book.executemany(
        "UPDATE outbox SET receipt = NULL WHERE n = ? AND (body != x'' OR emptied IS NOT NULL)",
        [(n,) for n in gone],
    )
    # A restored server holds again what it had taken: its overlay comes back (P114).
    book.execute("UPDATE outbox SET covered_at = NULL WHERE waits AND covered_at IS NOT NULL")


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
    if entry["flag"] == "erased":
        return  # see `erase`
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
    """Numbers whose last word may change (P4), those not asked for longest first; after a restore
    all that have a receipt (P114)."""
    after = recall(book, "asked_anew")
    if after is not None:
        rows = book.execute(
            "SELECT n FROM outbox WHERE receipt IS NOT NULL AND n > ? ORDER BY n LIMIT ?",
            (after, most),
        )
        return [row["n"] for row in rows]
    rows = book.execute("SELECT n FROM outbox WHERE waits ORDER BY asked, n LIMIT ?", (most,))
    return [row["n"] for row in rows]
