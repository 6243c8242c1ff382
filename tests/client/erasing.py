"""Letting go of a person who was erased (section 11, P142-P144)."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tests.client.book import Book
from tests.client.ids import moment


def erase(book: Book, feed: dict[str, Any] | None, told: Iterable[int], now: datetime) -> None:
    """Drop what a page says is erased, and the words of what the server keeps nothing of."""
    entries = feed["entries"] if feed else []
    gone = [entry["registration"] for entry in entries if entry["flag"] == "erased"]
    for key in gone:
        for table in ("replica", "arriving", "photo"):
            book.execute(f"DELETE FROM {table} WHERE registration = ?", (key,))  # noqa: S608
    marks = ", ".join("?" * len(gone))
    rows = book.execute(
        f"SELECT n, body FROM outbox WHERE registration IN ({marks})"  # noqa: S608
        " AND receipt IS NOT NULL AND body != x''",
        gone,
    ).fetchall()
    for n in told:
        rows += book.execute("SELECT n, body FROM outbox WHERE n = ?", (n,)).fetchall()
    for row in rows:
        if row["body"] and json.loads(row["body"])["kind"] != "erase":
            _empty(book, row["n"], row["body"], now)


def _empty(book: Book, n: int, body: bytes, now: datetime) -> None:
    item = {"n": n, "op": json.loads(body)["op"], "hash": hashlib.sha256(body).hexdigest()}
    book.execute(
        "UPDATE outbox SET body = x'', emptied = ?, covered_at = coalesce(covered_at, ?) WHERE n = ?",
        (json.dumps(item | {"box": ""}), moment(now), n),
    )


def emptied(book: Book) -> list[dict[str, Any]]:
    """What is to be handed over again and says nothing any more: its hash and an empty box (P144)."""
    rows = book.execute(
        "SELECT emptied FROM outbox WHERE receipt IS NULL AND emptied IS NOT NULL ORDER BY n"
    )
    return [json.loads(row["emptied"]) for row in rows]
