"""The record of processing (P176): written before what it is about leaves, read by filters."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, select
from sqlalchemy import insert as insert_into

from server.domain.processing import SHOWN, Act, Purpose
from server.store.engine import snapshot, writing
from server.store.models import ProcessedRow, ProcessingRow
from server.store.statements import insert_new

SLICE = 1_000


@dataclass(frozen=True, slots=True)
class Doing:
    """An act as it is recorded. ``account``, ``role`` and ``device`` are None for the server's own."""

    at: str
    account: str | None
    role: str | None
    device: str | None
    act: Act
    purpose: Purpose
    detail: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry of the record: ``registrations`` are at most ``SHOWN`` of them, ``more`` if there are others."""

    number: int
    doing: Doing
    registrations: tuple[str, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """What to look for; None for everything."""

    account: str | None = None
    act: str | None = None
    registration: str | None = None
    before: int | None = None


class Processing:
    """Writes and reads the record. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def record(self, doing: Doing, registrations: Iterable[str]) -> int:
        """Write an act down, durably; its number."""
        with writing(self._engine) as connection:
            made = _write_act(connection, doing)
        self.add(made, registrations)
        return made

    def add(self, number: int, registrations: Iterable[str]) -> None:
        """Write down further registrations that an act is about, durably."""
        about = sorted(set(registrations))
        for start in range(0, len(about), SLICE):
            rows = [{"registration": r, "processing": number} for r in about[start : start + SLICE]]
            with writing(self._engine) as connection:
                insert_new(connection, ProcessedRow, rows)

    def entries(self, wanted: Filter, limit: int) -> tuple[Recorded, ...]:
        """At most ``limit`` entries, the newest first."""
        rows = select(ProcessingRow.__table__).order_by(ProcessingRow.number.desc()).limit(limit)
        if wanted.account is not None:
            rows = rows.where(ProcessingRow.account == wanted.account)
        if wanted.act is not None:
            rows = rows.where(ProcessingRow.act == wanted.act)
        if wanted.before is not None:
            rows = rows.where(ProcessingRow.number < wanted.before)
        if wanted.registration is not None:
            about = ProcessedRow.processing == ProcessingRow.number
            rows = rows.join(ProcessedRow, about)
            rows = rows.where(ProcessedRow.registration == wanted.registration)
        with snapshot(self._engine) as connection:
            found = []
            for row in connection.execute(rows).mappings():
                theirs = select(ProcessedRow.registration)
                named = connection.scalars(
                    theirs.where(ProcessedRow.processing == row["number"])
                    .order_by(ProcessedRow.registration)
                    .limit(SHOWN + 1)
                ).all()
                doing = {n: row[n] for n in ("at", "account", "role", "device", "act", "purpose")}
                detail = json.loads(row["detail"])
                found.append(
                    Recorded(
                        row["number"],
                        Doing(**doing, detail=detail),
                        tuple(named[:SHOWN]),
                        more=len(named) > SHOWN,
                    )
                )
            return tuple(found)


def write_entry(connection: Connection, doing: Doing, registrations: Iterable[str]) -> None:
    """Write an act and what it is about in the transaction of the act itself."""
    made = _write_act(connection, doing)
    rows = [{"registration": one, "processing": made} for one in sorted(set(registrations))]
    insert_new(connection, ProcessedRow, rows)


def _write_act(connection: Connection, doing: Doing) -> int:
    row = {
        name: getattr(doing, name) for name in ("at", "account", "role", "device", "act", "purpose")
    }
    written = insert_into(ProcessingRow).values(
        **row, detail=json.dumps(dict(doing.detail), separators=(",", ":"))
    )
    return connection.execute(written.returning(ProcessingRow.number)).scalar_one()
