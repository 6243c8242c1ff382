"""A journal for work that must be written down: what a commit erases and its entry in the record of
processing are one transaction (P230)."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from server.store.engine import writing
from server.store.journal import SqlJournal
from server.store.processing import Doing, write_entry
from server.store.taking import SqlTaking
from sync.journal import Changes


class RecordedJournal(SqlJournal):
    """Writes an entry of ``doing`` beside each commit that erases."""

    def __init__(self, engine: Engine, doing: Doing) -> None:
        super().__init__(engine)
        self._written_on, self._doing = engine, doing

    @contextmanager
    def taking_in(self) -> Iterator[SqlTaking]:
        """One slice's transaction."""
        with writing(self._written_on) as connection:
            yield _Recorded(connection, self._doing)


class _Recorded(SqlTaking):
    def __init__(self, connection: Connection, doing: Doing) -> None:
        super().__init__(connection)
        self._recorded_on, self._doing = connection, doing

    def commit(self, changes: Changes) -> None:
        """Write the entry first: the counters of the feeds stay last (P60)."""
        if changes.erased:
            write_entry(self._recorded_on, self._doing, changes.erased)
        super().commit(changes)
