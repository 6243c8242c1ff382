"""The backup horizon (P108) and what a restore leaves behind in a database (P110)."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, Engine, bindparam, select, update

from server.moments import moment
from server.store.engine import writing
from server.store.meta import BACKUP_AT, EPOCH, FLOOR, read_epoch, read_floor, write_fact
from server.store.models import DeviceRow

FLOOR_STEP = 1000


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


def begin_line(connection: Connection, now: datetime) -> None:
    """A new epoch, and versions that count on from now: every cursor and every number given out
    before means the line that was lost."""
    floor = max(floor_of(now), read_floor(connection) + FLOOR_STEP)
    write_fact(connection, EPOCH, str(uuid.uuid4()))
    write_fact(connection, FLOOR, str(floor))


def floor_of(now: datetime) -> int:
    """Where a line begins: the second in milliseconds since 1970, so that a thousand changes of one
    registration fit between two restores in two seconds."""
    return int(now.timestamp()) * FLOOR_STEP


def settle_on_backup(connection: Connection, made_at: datetime) -> None:
    """After a restore the horizon is what the restored backup holds."""
    connection.execute(update(DeviceRow).values(kept_through=DeviceRow.through))
    write_fact(connection, BACKUP_AT, moment(made_at))
