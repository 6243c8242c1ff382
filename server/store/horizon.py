"""The backup horizon (P108) and what a restore leaves behind in a database (P110)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, bindparam, select, update

from server.moments import moment
from server.store.engine import writing
from server.store.meta import BACKUP_AT, EPOCH, FLOOR, read_epoch, read_floor, write_fact
from server.store.models import DeviceRow

FLOOR_STEP, SECOND = 1000, 10**6
"""How far apart two lines are at least, and the numbers of a second."""


class OvertakenError(Exception):
    """The database was restored while its backup was made: that backup holds another line."""


def read_through(connection: Connection) -> dict[str, int]:
    """Each device's high-water mark."""
    return {device: n for device, n in connection.execute(select(DeviceRow.id, DeviceRow.through))}  # noqa: C416


def move_horizon(engine: Engine, through: Mapping[str, int], *, epoch: str, at: datetime) -> None:
    """Remember what a backup holds. Only for one that is complete, read back and durable.

    Raises :class:`OvertakenError` where the database is not the one that was backed up any more.
    """
    with writing(engine) as connection:
        if read_epoch(connection) != epoch:
            raise OvertakenError
        unknown = update(DeviceRow).where(DeviceRow.kept_through.is_(None))
        connection.execute(unknown.values(kept_through=0))
        if through:
            connection.execute(
                update(DeviceRow)
                .where(DeviceRow.id == bindparam("of"))
                .values(kept_through=bindparam("now")),
                [{"of": device, "now": n} for device, n in through.items()],
            )
        write_fact(connection, BACKUP_AT, moment(at))


@dataclass(frozen=True, slots=True)
class Line:
    """What a restore begins: every cursor and every number given out before means the line that was lost."""

    epoch: str
    floor: int


def new_line(now: datetime) -> Line:
    """Lines must not share numbers, whatever the clock: the moment is told to the second, then comes
    chance, and each line has a thousand changes of one registration to itself."""
    epoch = uuid.uuid4()
    return Line(str(epoch), (int(now.timestamp()) * 1000 + epoch.int % 1000) * FLOOR_STEP)


def begin_line(connection: Connection, line: Line) -> None:
    """Put a database on a new line, above the one that it was on even if the clock has gone back."""
    last, floor = read_floor(connection), line.floor
    if floor <= last:
        floor = last + SECOND + floor % SECOND
    write_fact(connection, EPOCH, line.epoch)
    write_fact(connection, FLOOR, str(floor))


def settle_on_backup(connection: Connection, made_at: datetime) -> None:
    """After a restore the horizon is what the restored backup holds."""
    connection.execute(update(DeviceRow).values(kept_through=DeviceRow.through))
    write_fact(connection, BACKUP_AT, moment(made_at))
