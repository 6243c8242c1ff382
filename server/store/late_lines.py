"""Lines of the ledger for what processes of before it took while an upgrade to it went on (P231)."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, Engine, select

from server.store.engine import reading, writing
from server.store.fields import fields_of
from server.store.ledger import OF_LOG, OF_STRAY, Line, append, lane_of, lock_lane, witnessed
from server.store.meta import read_fact, write_fact
from server.store.models import DeviceRow, LedgerRow, OperationRow, StrayRow
from server.store.rows import load_operation, load_stray

CLOSED = "ledger_closed"
"""A fact: since when what has no line is a fault and never given one."""


def enter_late(engine: Engine, *, at: str, upgraded: bool) -> int:
    """Give a line to what has none; how many. Closes the ledger for such, but for a database that was
    ``upgraded`` in this run and is in use: processes of the version before may still serve."""
    with reading(engine) as connection:
        if read_fact(connection, CLOSED) is not None:
            return 0
        used = connection.scalar(select(DeviceRow.id).limit(1)) is not None
        devices = _lacking(connection)
    entered = sum(
        _enter(engine, lane, at, theirs) for lane, theirs in sorted(_by_lane(devices).items())
    )
    if not (upgraded and used):
        with writing(engine) as connection:
            write_fact(connection, CLOSED, at)
    return entered


def _by_lane(devices: Iterable[str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for device in sorted(devices):
        found[lane_of(device)].append(device)
    return found


def _lacking(connection: Connection) -> set[str]:
    """Devices of which the log, or what is beside it, has more than the ledger."""
    logged = select(OperationRow.device).outerjoin(LedgerRow, OF_LOG)
    beside = select(StrayRow.device).outerjoin(LedgerRow, OF_STRAY)
    lacks = LedgerRow.lane.is_(None)
    return {*connection.scalars(logged.where(lacks)), *connection.scalars(beside.where(lacks))}


def _enter(engine: Engine, lane: int, at: str, devices: list[str]) -> int:
    """One lane, under its lock: whoever pushes there waits, and two that enter do not enter twice."""
    with writing(engine) as connection:
        lock_lane(connection, lane)
        lines = _lines(connection, at, devices)
        append(connection, lane, lines)
    return len(lines)


def _lines(connection: Connection, at: str, devices: list[str]) -> list[Line]:
    fields, lacks = fields_of(connection), LedgerRow.lane.is_(None)
    logged = (
        select(OperationRow.__table__)
        .outerjoin(LedgerRow, OF_LOG)
        .where(lacks, OperationRow.device.in_(devices))
        .order_by(OperationRow.received_at, OperationRow.device, OperationRow.n)
    )
    beside = (
        select(StrayRow.device, StrayRow.hash, StrayRow.logged)
        .outerjoin(LedgerRow, OF_STRAY)
        .where(lacks, StrayRow.device.in_(devices))
        .order_by(StrayRow.device, StrayRow.n, StrayRow.hash)
    )
    found = [load_operation(row, fields) for row in connection.execute(logged).mappings()]
    aside = [load_stray(row, fields) for row in connection.execute(beside).all()]
    return [
        *(witnessed(one, "operation", at=at) for one in found),
        *(witnessed(one, "beside", at=at) for one in aside),
    ]
