"""What this client said itself and is not told back (P180 to P184)."""

import hashlib
import json
from typing import Any

from tests.client.book import Book, Entry, note, recall
from tests.client.canonical import canonical

Feed = dict[str, Any]


def own_from(book: Book) -> dict[str, int]:
    """The lowest number of which no entry has told; nothing where everything is to be told whole (P188)."""
    if recall(book, "whole", otherwise=False):
        return {}
    row = book.execute(
        "SELECT min(n) FROM outbox WHERE receipt IS NULL OR (covered_at IS NULL AND NOT waits)"
    ).fetchone()
    return {} if row[0] is None else {"own_from": int(row[0])}


def with_own(book: Book, feed: Feed | None) -> Feed | None:
    """The page with every entry in it; None where one cannot be worked out, and the book says so."""
    if feed is None or feed.get("own") is None:  # P188
        note(book, whole=False)
        return feed
    entries = _worked_out(book, feed["own"])
    note(book, whole=entries is None)
    if entries is None:
        return None
    whole = sorted([*feed["entries"], *entries], key=lambda entry: entry["seq"])
    return {**feed, "entries": whole, "own": None}


def _worked_out(book: Book, own: dict[str, Any]) -> list[Entry] | None:
    entries: list[Entry] = []
    for part in own["made"]:
        said = [_said(book, n) for first, last in part["n"] for n in range(first, last + 1)]
        creates = [one for one in said if one is not None and one["kind"] == "create"]
        if len(creates) < len(said):
            return None
        creates.sort(key=lambda create: str(create["registration"]))
        entries += [_entry(create, part, part["seq"] + i) for i, create in enumerate(creates)]
    entries.sort(key=lambda entry: int(entry["seq"]))
    agrees = hashlib.sha256(canonical(entries)).hexdigest() == own["digest"]
    return entries if agrees else None


def _said(book: Book, n: int) -> dict[str, Any] | None:
    row = book.execute("SELECT body FROM outbox WHERE n = ? AND body != x''", (n,)).fetchone()
    return None if row is None else json.loads(row["body"])


def _entry(create: dict[str, Any], part: dict[str, Any], seq: int) -> Entry:
    """P183."""
    at, by = part["at"], create["author"]["account"]
    units = {"photo": {"id_photo": None}} | create["set"]
    declared = units["photo"]["id_photo"] is not None
    consent = dict(create["consent"])
    del consent["signature"]
    return {
        "registration": create["registration"],
        "flag": "live",
        "seq": seq,
        "version": 1,
        "status": "submitted",
        "status_at": at,
        "clinic": create["clinic"],
        "recruiter": by,
        "units": units,
        "consent": consent,
        "captured_at": create["captured_at"],
        "received_at": at,
        "skew_ms": part["skew_ms"],
        "location": create["location"],
        "review": None,
        "approval": None,
        "progress": {},
        "threads": [],
        "history": [{"what": "create", "version": 1, "at": at, "by": by, "detail": None}],
        "credit": by,
        "duplicate_of": None,
        "photos": {"id_photo": "awaited" if declared else "none"},
    }
