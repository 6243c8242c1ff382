"""What waits for an admin, or for its predecessor, as it stands now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, and_, func, or_, select, tuple_

from server.store.engine import snapshot
from server.store.models import (
    DeviceRow,
    OperationRow,
    ReceiptRow,
    RegistrationRow,
    WaitingRow,
)
from server.store.rows import (
    load_logged,
    load_operation,
    load_receipt,
    load_registration,
    plain,
)
from sync.decide import decided_on
from sync.journal import Logged
from sync.receipt import Receipt
from sync.registration import Registration

Place = tuple[str, str, int]
"""(received_at, device, n): where an operation stands in the list."""


@dataclass(frozen=True, slots=True)
class Waits:
    """An operation that waits; ``label`` is its device's, ``standing`` its registration as it is."""

    logged: Logged
    receipt: Receipt
    label: str
    standing: Registration | None

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
        place = (ReceiptRow.waits_since, ReceiptRow.device, ReceiptRow.n)
        waits = ReceiptRow.waits_since.is_not(None)
        chosen = select(ReceiptRow.device, ReceiptRow.n, ReceiptRow.body, DeviceRow.label).where(
            waits, _before(before) if before else waits
        )
        with snapshot(self._engine) as connection:
            count = connection.scalar(select(func.count()).select_from(ReceiptRow).where(waits))
            rows = connection.execute(
                chosen.join(DeviceRow, DeviceRow.id == ReceiptRow.device)
                .order_by(*(column.desc() for column in place))
                .limit(limit)
            ).all()
            return count or 0, _whole(connection, rows)


def _before(place: Place) -> ColumnElement[bool]:
    at, device, n = place
    same_time, same_device = ReceiptRow.waits_since == at, ReceiptRow.device == device
    return or_(
        ReceiptRow.waits_since < at,
        and_(same_time, ReceiptRow.device < device),
        and_(same_time, same_device, ReceiptRow.n < n),
    )


def _whole(connection: Connection, rows: Sequence[Any]) -> tuple[Waits, ...]:
    logged = _logged(connection, [(row.device, row.n) for row in rows])
    standing = _standing(connection, {decided_on(one) for one in logged.values()})
    found = []
    for device, n, body, label in rows:
        one = logged[device, n]
        found.append(Waits(one, load_receipt(body), label, standing.get(decided_on(one))))
    return tuple(found)


def _logged(
    connection: Connection, places: Sequence[tuple[str, int]]
) -> dict[tuple[str, int], Logged]:
    """From the log; what is beyond a gap is not in it yet."""
    early = connection.execute(
        select(WaitingRow.logged).where(tuple_(WaitingRow.device, WaitingRow.n).in_(places))
    )
    found = [load_logged(text) for (text,) in early]
    in_log = connection.execute(
        select(OperationRow.__table__).where(
            tuple_(OperationRow.device, OperationRow.n).in_(places)
        )
    ).mappings()
    found += [load_operation(row) for row in in_log]
    return {(one.device, one.n): one for one in found}


def _standing(connection: Connection, ids: set[str]) -> dict[str, Registration]:
    rows = connection.execute(
        select(RegistrationRow.id, RegistrationRow.state).where(
            RegistrationRow.id.in_({i for i in ids if plain(i)})
        )
    )
    return {key: load_registration(state) for key, state in rows}
