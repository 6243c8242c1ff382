"""Telling whether the replica is what the server holds, and mending it (P57 to P59).

This client looks at its whole replica each time; one with many rows would keep running sums.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from tests.client.book import Book, entries, note, recall
from tests.client.ids import moment

BUCKETS = 64
LEFT_ALONE = timedelta(days=1)


def held(book: Book) -> list[str]:
    """The digest of each bucket of the live entries."""
    sums = [0] * BUCKETS
    for registration, entry in entries(book).items():
        weight = hashlib.sha256(f"{registration}:{entry['seq']}".encode()).digest()
        sums[_bucket(registration)] += int.from_bytes(weight)
    return [f"{total % 2**256:064x}" for total in sums]


def asking(book: Book) -> list[str] | None:
    """What ``buckets`` of the next request says."""
    return held(book) if recall(book, "mending") == "buckets" else None


def said(book: Book) -> dict[str, str | None]:
    """What the health report says of the last mending."""
    how, at = recall(book, "repair", (None, None))
    return {"repair": how, "repaired_at": at}


def under_way(book: Book) -> bool:
    return recall(book, "mending") is not None


def mend(book: Book, feed: Mapping[str, Any], now: datetime) -> None:
    """After a page: forget what a repaired bucket does not hold, compare, and take the next step."""
    _forget(book, feed)
    if feed["reset"] == "repair":
        note(book, mending="reset")
    if feed["check"] is None:
        return
    total = sum(int(digest, 16) for digest in held(book)) % 2**256
    agrees = feed["check"] == {"count": len(entries(book)), "digest": f"{total:064x}"}
    match recall(book, "mending"):
        case None if not agrees and not _left_alone(book, now):
            note(book, mending="buckets")
        case "buckets" | "reset" as how if agrees:
            note(book, mending=None, repair=(how, moment(now)))
        case "buckets":
            note(book, mending="reset", cursor=None)
        case "reset":
            note(book, mending=None, repair=("failed", moment(now)))


def _left_alone(book: Book, now: datetime) -> bool:
    how, at = recall(book, "repair", (None, ""))
    return bool(how == "failed" and moment(now - LEFT_ALONE) < at)


def _forget(book: Book, feed: Mapping[str, Any]) -> None:
    told = {entry["registration"] for entry in feed["entries"]}
    gone = [
        (registration,)
        for registration in entries(book)
        if _bucket(registration) in (feed["repaired"] or ()) and registration not in told
    ]
    book.executemany(
        "UPDATE replica SET entry = json_set(entry, '$.flag', 'left') WHERE registration = ?", gone
    )


def _bucket(registration: str) -> int:
    return hashlib.sha256(registration.encode()).digest()[0] % BUCKETS
