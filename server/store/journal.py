"""The port ``sync/journal.py`` on SQL: the same statements on SQLite and PostgreSQL.

Deadlocks cannot arise between pushes, since all lock in one order; a database that ends a
transaction all the same (a failover, an operator) makes the push fail as a whole, nothing of it
written, and the phone sends it again.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Integer, Select, bindparam, select

from server.store.engine import snapshot, writing
from server.store.feed import read_tallies
from server.store.fields import fields_of
from server.store.meta import read_epoch
from server.store.models import CounterRow, DeviceRow, FeedEntryRow, RegistrationRow
from server.store.rows import load_registration
from server.store.statements import among
from server.store.taking import SqlTaking
from sync.journal import Before, FeedRow, Flag
from sync.tally import Tally

Entries = Select[int, Flag, int | None, int | None, str, str]


_ENTRIES = (
    select(
        FeedEntryRow.seq,
        FeedEntryRow.flag,
        FeedEntryRow.before_seq,
        FeedEntryRow.before_version,
        RegistrationRow.id,
        RegistrationRow.state,
    )
    .join(RegistrationRow, RegistrationRow.id == FeedEntryRow.registration)
    .where(FeedEntryRow.scope == bindparam("scope"))
)
_NEWER = (
    _ENTRIES.where(FeedEntryRow.seq > bindparam("after"))
    .order_by(FeedEntryRow.seq)
    .limit(bindparam("most", type_=Integer))
)
_BUCKETED = _ENTRIES.where(among(FeedEntryRow.bucket, "buckets"), FeedEntryRow.flag == "live")
_LAST = select(CounterRow.seq).where(CounterRow.scope == bindparam("scope"))
_THROUGH = select(DeviceRow.through).where(DeviceRow.id == bindparam("device"))


def _before(seq: int | None, version: int | None) -> Before | None:
    return None if seq is None or version is None else Before(seq, version)


class SqlSnapshot:
    """:class:`sync.journal.Snapshot` in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def feed(self, scope: str, after: int, limit: int) -> Sequence[FeedRow]:
        """Entries of a scope with a greater sequence, in order."""
        return self._rows(_NEWER, scope=scope, after=after, most=limit)

    def tallies(self, scope: str) -> Sequence[Tally]:
        """The tally of each bucket, as kept with the entries."""
        return read_tallies(self._connection, scope)

    def bucketed(self, scope: str, buckets: Collection[int]) -> Sequence[FeedRow]:
        """The live entries of these buckets. Put in order here: an ORDER BY would make a planner
        walk the whole scope by sequence instead of going to the buckets."""
        live = self._rows(_BUCKETED, scope=scope, buckets=buckets)
        return sorted(live, key=lambda row: row.seq)

    def last(self, scope: str) -> int:
        """The last sequence given out in a scope."""
        return self._connection.scalar(_LAST, {"scope": scope}) or 0

    def _rows(self, entries: Entries, *, scope: str, **given: Any) -> list[FeedRow]:
        rows = self._connection.execute(entries, {"scope": scope, **given})
        fields = fields_of(self._connection)
        return [
            FeedRow(
                *(scope, seq, flag, load_registration(key, state, fields)),
                before=_before(was, version),
            )
            for seq, flag, was, version, key, state in rows
        ]

    def registrations_of(self, recruiter: str, clinic: str, limit: int) -> Sequence[str]:
        """Ids of a recruiter's registrations at a clinic, in order."""
        theirs = RegistrationRow.recruiter == recruiter, RegistrationRow.clinic == clinic
        wanted = select(RegistrationRow.id).where(*theirs).order_by(RegistrationRow.id)
        return self._connection.scalars(wanted.limit(limit)).all()

    def through(self, device: str) -> int:
        """Up to which number a device's operations are in custody; 0 for an unknown device."""
        return self._connection.scalar(_THROUGH, {"device": device}) or 0

    def epoch(self) -> str:
        """The feed's epoch."""
        return read_epoch(self._connection)


class SqlJournal:
    """:class:`sync.journal.Journal` in SQL. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def taking_in(self) -> Iterator[SqlTaking]:
        """One push's transaction: durable when the block ends, gone when it raises."""
        with writing(self._engine) as connection:
            yield SqlTaking(connection)

    @contextmanager
    def snapshot(self) -> Iterator[SqlSnapshot]:
        """One consistent read."""
        with snapshot(self._engine) as connection:
            yield SqlSnapshot(connection)
