"""What the client keeps, in one SQLite file: outbox, replica, and a few facts."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.client.canonical import GENESIS

Book = sqlite3.Connection
Entry = dict[str, Any]

TABLES = """
CREATE TABLE IF NOT EXISTS outbox (
  n INTEGER PRIMARY KEY,
  registration TEXT NOT NULL,
  body BLOB NOT NULL,               -- canonical bytes, never changed (P16)
  hash TEXT NOT NULL,               -- h at n (P31)
  receipt TEXT,                     -- JSON; NULL while it is pending (P40)
  -- Whether the last word on it is still to come (P4, P55).
  waits INTEGER AS (coalesce(receipt ->> 'result' IN ('held', 'quarantined', 'id_reuse'), 0)),
  covered_at TEXT,                  -- when the feed had passed it (P55)
  emptied TEXT,                     -- what is handed over in the place of words that are gone (P144)
  asked INTEGER NOT NULL DEFAULT 0  -- the request that last named it in waiting (P4)
) STRICT;
CREATE TABLE IF NOT EXISTS replica (registration TEXT PRIMARY KEY, entry TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS arriving (registration TEXT PRIMARY KEY, entry TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS photo (
  taken INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  registration TEXT NOT NULL,
  type TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  data BLOB NOT NULL,               -- empty once the server has it (P89)
  state TEXT NOT NULL DEFAULT 'kept',
  upload TEXT,                      -- where its bytes go
  offset INTEGER                    -- the byte to go on at; NULL: ask
) STRICT;
-- Said under earlier identities (P105): uncovered ones stay until they have a receipt under the new.
CREATE TABLE IF NOT EXISTS past (
  at INTEGER PRIMARY KEY,
  registration TEXT NOT NULL,
  op TEXT NOT NULL,
  body BLOB NOT NULL,
  covered_at TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
"""


def open_book(path: Path) -> Book:
    """Open or make the file. FULL: what is said to be saved survives a power cut (P10)."""
    book = sqlite3.connect(path, isolation_level=None)
    book.row_factory = sqlite3.Row
    book.execute("PRAGMA journal_mode = WAL")
    book.execute("PRAGMA synchronous = FULL")
    book.executescript(TABLES)
    return book


@contextmanager
def writing(book: Book) -> Iterator[None]:
    """One transaction: all of it or nothing."""
    book.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        book.execute("ROLLBACK")
        raise
    book.execute("COMMIT")


def recall(book: Book, key: str, otherwise: Any = None) -> Any:
    row = book.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return otherwise if row is None else json.loads(row["value"])


def note(book: Book, **facts: Any) -> None:
    book.executemany(
        "INSERT OR REPLACE INTO meta VALUES (?, ?)",
        [(key, json.dumps(value)) for key, value in facts.items()],
    )


def entries(book: Book) -> Mapping[str, Entry]:
    """The registrations in this account's view, as the server last told them."""
    rows = book.execute("SELECT entry FROM replica ORDER BY registration")
    told = [json.loads(row["entry"]) for row in rows]
    return {entry["registration"]: entry for entry in told if entry["flag"] == "live"}


def pending(book: Book) -> list[int]:
    """Numbers without a receipt, in order."""
    rows = book.execute("SELECT n FROM outbox WHERE receipt IS NULL ORDER BY n")
    return [row["n"] for row in rows]


def receipts(book: Book) -> dict[int, dict[str, Any]]:
    rows = book.execute("SELECT n, receipt FROM outbox WHERE receipt IS NOT NULL ORDER BY n")
    return {row["n"]: json.loads(row["receipt"]) for row in rows}


def hash_at(book: Book, n: int) -> str | None:
    """This client's own h at a number, None for one that it never made."""
    if n == 0:
        return GENESIS
    row = book.execute("SELECT hash FROM outbox WHERE n = ?", (n,)).fetchone()
    return None if row is None else str(row["hash"])


def last(book: Book) -> int:
    """The newest number that was given out."""
    return int(book.execute("SELECT coalesce(max(n), 0) FROM outbox").fetchone()[0])
