"""What a chaos client keeps on disk: operations, receipts, replica; each change one fsynced commit.

The process that writes here is killed at any moment, so there is nothing in memory that matters.
"""

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sync.canonical import GENESIS, canonical, digest, link

STORE, WITNESS = "phone.sqlite3", "saved.txt"
_TABLES = """
CREATE TABLE IF NOT EXISTS operation (
    n INTEGER PRIMARY KEY, op TEXT NOT NULL UNIQUE, registration TEXT NOT NULL, body TEXT NOT NULL,
    chain TEXT NOT NULL, receipted INTEGER NOT NULL DEFAULT 0, covered INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS receipt (n INTEGER PRIMARY KEY, result TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS replica (registration TEXT PRIMARY KEY, entry TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS cursor (only_one INTEGER PRIMARY KEY CHECK (only_one = 1), text TEXT NOT NULL);
"""
WAITS = ("held", "quarantined", "id_reuse")
"""Results that may still change: asked for again with each sync (P4)."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A registration as the person sees it: whole units, the version for ``base``, the entry."""

    registration: str
    units: Mapping[str, Any]
    base: int
    entry: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Batch:
    """What one request carries of the outbox. ``chain`` is the (n, hash) before it (P3)."""

    operations: tuple[Mapping[str, Any], ...]
    chain: tuple[int, str]
    waiting: tuple[int, ...]
    cursor: str | None
    pending: int


class Keeping:
    """One connection to the store; each thread has its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sql = sqlite3.connect(folder / STORE, timeout=20, isolation_level=None)
        for line in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL"):
            self._sql.execute(line)
        self._sql.executescript(_TABLES)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One commit; nothing of it after an exception or a kill."""
        self._sql.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._sql.execute("ROLLBACK")
            raise
        self._sql.execute("COMMIT")

    def known(self) -> list[str]:
        """The registrations that the person sees, in a fixed order."""
        rows = self._sql.execute(
            "SELECT registration FROM replica UNION SELECT registration FROM operation"
            " WHERE covered = 0 AND json_extract(body, '$.kind') = 'create' ORDER BY 1"
        )
        return [row[0] for row in rows]

    def sees(self, registration: str) -> Seen:
        """P75: the replica with what is not covered yet laid over it."""
        row = self._sql.execute(
            "SELECT entry FROM replica WHERE registration = ?", (registration,)
        ).fetchone()
        entry = json.loads(row[0]) if row else None
        units = dict(entry["units"]) if entry else {}
        for (body,) in self._sql.execute(
            "SELECT body FROM operation WHERE covered = 0 AND registration = ? ORDER BY n",
            (registration,),
        ):
            units |= json.loads(body).get("set", {})
        return Seen(registration, units, entry["version"] if entry else 0, entry)

    def save(self, intention: Mapping[str, Any], author: Mapping[str, str]) -> dict[str, Any]:
        """Inside :meth:`writing`: number an intention and keep it (P10). Returns the operation."""
        n, chain = self.head()
        raw = {"n": n + 1, "schema": 2, "author": dict(author), **intention}
        self._sql.execute(
            "INSERT INTO operation (n, op, registration, body, chain) VALUES (?, ?, ?, ?, ?)",
            (
                n + 1,
                raw["op"],
                raw["registration"],
                canonical(raw).decode(),
                link(chain, digest(raw)),
            ),
        )
        return raw

    def bear_witness(self, raw: Mapping[str, Any]) -> None:
        """After the commit: the person has read *saved*. Kept apart from the store, for the judge."""
        line = f"{raw['n']} {raw['op']} {digest(raw)}\n".encode()
        witness = os.open(self._folder / WITNESS, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(witness, line)
        os.close(witness)

    def head(self) -> tuple[int, str]:
        """The last number and the chain there."""
        row = self._sql.execute("SELECT n, chain FROM operation ORDER BY n DESC LIMIT 1").fetchone()
        return row or (0, GENESIS)

    def chain_at(self, n: int) -> str | None:
        """The chain at a number; None beyond what was ever saved."""
        if n == 0:
            return GENESIS
        row = self._sql.execute("SELECT chain FROM operation WHERE n = ?", (n,)).fetchone()
        return row[0] if row else None

    def batch(self, most: int) -> Batch:
        """The oldest operations without a receipt."""
        rows = self._sql.execute(
            "SELECT n, body FROM operation WHERE receipted = 0 ORDER BY n LIMIT ?", (most,)
        ).fetchall()
        before = rows[0][0] - 1 if rows else self.head()[0]
        waiting = self._sql.execute(
            f"SELECT n FROM receipt WHERE result IN ({','.join('?' * len(WAITS))}) ORDER BY n LIMIT 500",  # noqa: S608
            WAITS,
        )
        cursor = self._sql.execute("SELECT text FROM cursor").fetchone()
        pending = self._sql.execute("SELECT count(*) FROM operation WHERE receipted = 0")
        return Batch(
            operations=tuple(json.loads(body) for _, body in rows),
            chain=(before, self.chain_at(before) or GENESIS),
            waiting=tuple(n for (n,) in waiting),
            cursor=cursor[0] if cursor else None,
            pending=pending.fetchone()[0],
        )

    def take_receipts(self, batch: Batch, receipts: Mapping[str, Any]) -> None:
        """P40, P41: of the numbers asked about, those not listed were applied."""
        told = {receipt["n"]: receipt for receipt in receipts["exceptions"]}
        pushed = [operation["n"] for operation in batch.operations]
        for n in [*pushed, *batch.waiting]:
            receipt = told.get(n)
            if (receipt is None and n > receipts["through"]) or (
                receipt is not None and receipt["result"] == "retry"
            ):
                continue
            self._sql.execute("UPDATE operation SET receipted = 1 WHERE n = ?", (n,))
            self._sql.execute(
                "INSERT OR REPLACE INTO receipt VALUES (?, ?, ?)",
                (
                    n,
                    receipt["result"] if receipt else "applied",
                    canonical(receipt).decode() if receipt else "null",
                ),
            )

    def apply_page(self, feed: Mapping[str, Any]) -> None:
        """P51, P55: the page, its cursor and the end of overlays, in one commit."""
        for entry in feed["entries"]:
            key = entry["registration"]
            if entry["flag"] == "left":
                self._sql.execute("DELETE FROM replica WHERE registration = ?", (key,))
            else:
                self._sql.execute(
                    "INSERT OR REPLACE INTO replica VALUES (?, ?)", (key, canonical(entry).decode())
                )
        self._sql.execute("INSERT OR REPLACE INTO cursor VALUES (1, ?)", (feed["cursor"],))
        if feed["covers"] is not None:
            self._sql.execute(
                "UPDATE operation SET covered = 1 WHERE covered = 0 AND receipted = 1 AND n <= ?",
                (feed["covers"],),
            )
