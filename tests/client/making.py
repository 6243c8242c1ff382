"""Making operations: saved with their number, before anybody is told so (rules P10 to P16)."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tests.client.book import Book, Entry, hash_at, last, recall, writing
from tests.client.canonical import canonical, link
from tests.client.ids import moment, uuid7
from tests.client.view import project


def make(book: Book, now: datetime, intention: Mapping[str, Any]) -> int:
    """Save an operation and return its number.

    ``intention`` has the kind, the registration and the kind's own fields (section 2), without
    ``was`` and ``read``. The version that the author saw is the replica's at this moment and is frozen into the
    bytes (P11).
    """
    registration = intention["registration"]
    with writing(book):
        seen = _seen(book, registration)
        n = last(book) + 1
        operation = {
            "op": uuid7(now),
            "n": n,
            "schema": 2,
            "base": seen["version"] if seen else 0,
            "author": recall(book, "author"),
            "recorded_at": moment(now),
            **intention,
        }
        if intention["kind"] == "amend":
            operation["was"] = _was(seen, intention["set"])
        if intention["kind"] == "review":
            read = project(book).get(registration, {"units": {}})["units"]
            operation["read"] = hashlib.sha256(canonical(read)).hexdigest()
        raw = canonical(operation)
        before = hash_at(book, n - 1)
        assert before is not None
        book.execute(
            "INSERT INTO outbox (n, registration, body, hash) VALUES (?, ?, ?, ?)",
            (n, registration, raw, link(before, raw)),
        )
    return n


def _seen(book: Book, registration: str) -> Entry | None:
    row = book.execute(
        "SELECT entry FROM replica WHERE registration = ?", (registration,)
    ).fetchone()
    entry = None if row is None else json.loads(row["entry"])
    return entry if entry and entry["flag"] == "live" else None


def _was(seen: Entry | None, changed: Mapping[str, Any]) -> dict[str, Any]:
    """The old values of the changed units, as far as the author had any (P12)."""
    old = seen["units"] if seen else {}
    return {unit: old[unit] for unit in changed if unit in old}
