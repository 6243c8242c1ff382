"""What an operator is woken by, read from the database, so that every process of every host says the same.

Each is found by an index or over the devices alone: a scrape costs as much with five million
registrations as with five thousand.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.orm import InstrumentedAttribute

from server.store.engine import snapshot
from server.store.meta import BACKUP_AT, read_fact
from server.store.models import DeviceRow, ReceiptRow, RegistrationRow, StrayRow, UploadRow


@dataclass(frozen=True, slots=True)
class Backlog:
    """``count`` of something that waits, and since when the oldest does (None: nothing waits)."""

    count: int = 0
    since: str | None = None


@dataclass(frozen=True, slots=True)
class Unsent:
    """What a phone last said of its outbox. ``since`` is by its own clock, ``skew_ms`` phone minus server."""

    pending: int
    since: str | None
    skew_ms: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """One state of the database. ``waiting`` is by the result of the receipt."""

    unsent: tuple[Unsent, ...] = ()
    waiting: Mapping[str, Backlog] = field(default_factory=dict)
    questions: Backlog = Backlog()
    photos: Backlog = Backlog()
    uploads: Backlog = Backlog()
    backup_at: str | None = None


def read_figures(engine: Engine) -> Figures:
    """Read all of them from one snapshot."""
    with snapshot(engine) as connection:
        return Figures(
            unsent=_unsent(connection),
            waiting=_waiting(connection),
            questions=_backlog(connection, RegistrationRow.open_since),
            photos=_backlog(connection, RegistrationRow.photo_since),
            uploads=_uploads(connection),
            backup_at=read_fact(connection, BACKUP_AT),
        )


def _unsent(connection: Connection) -> tuple[Unsent, ...]:
    """Of phones that may still bring it: a wiped one has handed over all that it had."""
    said = select(DeviceRow.pending, DeviceRow.oldest_pending_at, DeviceRow.skew_ms)
    rows = connection.execute(said.where(DeviceRow.pending > 0, DeviceRow.wiped_at.is_(None)))
    return tuple(Unsent(pending or 0, since, skew) for pending, since, skew in rows)


def _waiting(connection: Connection) -> Mapping[str, Backlog]:
    """What is held, quarantined or of a reused number; few, since people decide about it."""
    counts, since = Counter[str](), dict[str, str]()
    for table in (ReceiptRow, StrayRow):
        open_ones = select(table.body, table.waits_since).where(table.waits_since.is_not(None))
        for body, at in connection.execute(open_ones):
            assert at is not None
            result = json.loads(body)["result"]
            counts[result] += 1
            since[result] = min(at, since.get(result, at))
    return {result: Backlog(count, since[result]) for result, count in counts.items()}


def _backlog(connection: Connection, since: InstrumentedAttribute[str | None]) -> Backlog:
    found = connection.execute(select(func.count(), func.min(since)).where(since.is_not(None)))
    return Backlog(*found.one())


def _uploads(connection: Connection) -> Backlog:
    unfinished = UploadRow.offset < UploadRow.length
    found = select(func.count(), func.min(UploadRow.touched_at)).where(unfinished)
    return Backlog(*connection.execute(found).one())
