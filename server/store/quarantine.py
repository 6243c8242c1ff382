"""What waits for an admin, or for its predecessor, as it stands now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, and_, func, literal, or_, select, tuple_

from server.store.engine import snapshot
from server.store.fields import fields_of
from server.store.models import (
    DeviceRow,
    OperationRow,
    ReceiptRow,
    RegistrationRow,
    StrayRow,
    WaitingRow,
)
from server.store.rows import (
    load_operation,
    load_receipt,
    load_registration,
    load_stray,
    load_waiting,
    plain,
)
from sync.decide import decided_on
from sync.journal import Logged
from sync.receipt import Receipt
from sync.registration import Registration

Place = tuple[str, str, int, str]
"""(received_at, device, n, hash): where an operation stands in the list."""


@dataclass(frozen=True, slots=True)
class Waits:
    """An operation that waits; ``label`` is its device's, ``standing`` its registration as it is.

    ``aside``: it is kept beside the log, and a decision about it names its hash (M94).
    """

    logged: Logged
    receipt: Receipt
    label: str
    standing: Registration | None
    aside: bool

    @property
    def on(self) -> str:
        """The registration that a decision about it names."""
        return decided_on(self.logged)


class Quarantine:
    """Reads what waits. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def waiting(self, before: Place | None, limit: int) -> tuple[int, tuple[Waits, ...]]:
        """How many wait in all, and at most ``limit`` of them that stand before a place, newest first."""
        with snapshot(self._engine) as connection:
            count = _count(connection, ReceiptRow) + _count(connection, StrayRow)
            rows = [
                *_rows(connection, ReceiptRow, before, limit),
                *_rows(connection, StrayRow, before, limit),
            ]
            rows.sort(key=lambda row: (row.waits_since, row.device, row.n, row.hash), reverse=True)
            return count, _whole(connection, rows[:limit])


Waiting = type[ReceiptRow] | type[StrayRow]


def _count(connection: Connection, table: Waiting) -> int:
    waiting = select(func.count()).select_from(table).where(table.waits_since.is_not(None))
    return connection.scalar(waiting) or 0


def _rows(
    connection: Connection, table: Waiting, before: Place | None, limit: int
) -> Sequence[Any]:
    place = (table.waits_since, table.device, table.n, table.hash)
    logged = table.logged if table is StrayRow else literal(None).label("logged")
    waits = table.waits_since.is_not(None)
    chosen = select(*place, table.body, logged, DeviceRow.label).where(
        waits, _before(place, before) if before else waits
    )
    return connection.execute(
        chosen.join(DeviceRow, DeviceRow.id == table.device)
        .order_by(*(column.desc() for column in place))
        .limit(limit)
    ).all()


def _before(columns: Sequence[Any], place: Place) -> ColumnElement[bool]:
    """Smaller than the place, column by column."""
    return or_(
        *(
            and_(*(c == p for c, p in zip(columns[:i], place, strict=False)), columns[i] < place[i])
            for i in range(len(place))
        )
    )


def _whole(connection: Connection, rows: Sequence[Any]) -> tuple[Waits, ...]:
    in_log = _logged(connection, [(row.device, row.n) for row in rows if row.logged is None])
    fields = fields_of(connection)
    all_of = [
        load_stray([row.device, row.hash, row.logged], fields)
        if row.logged
        else in_log[row.device, row.n]
        for row in rows
    ]
    standing = _standing(connection, {decided_on(one) for one in all_of})
    return tuple(
        Waits(
            one,
            load_receipt(row.body),
            row.label,
            standing.get(decided_on(one)),
            aside=row.logged is not None,
        )
        for row, one in zip(rows, all_of, strict=True)
    )


def _logged(
    connection: Connection, places: Sequence[tuple[str, int]]
) -> dict[tuple[str, int], Logged]:
    """From the log; what is beyond a gap is not in it yet."""
    early = connection.execute(
        select(WaitingRow.device, WaitingRow.n, WaitingRow.logged).where(
            tuple_(WaitingRow.device, WaitingRow.n).in_(places)
        )
    )
    fields = fields_of(connection)
    found = [load_waiting(row, fields) for row in early]
    in_log = connection.execute(
        select(OperationRow.__table__).where(
            tuple_(OperationRow.device, OperationRow.n).in_(places)
        )
    ).mappings()
    found += [load_operation(row, fields) for row in in_log]
    return {(one.device, one.n): one for one in found}


def _standing(connection: Connection, ids: set[str]) -> dict[str, Registration]:
    rows = connection.execute(
        select(RegistrationRow.id, RegistrationRow.state).where(
            RegistrationRow.id.in_({i for i in ids if plain(i)})
        )
    )
    return {key: load_registration(key, state, fields_of(connection)) for key, state in rows}
