"""Locks on photos, persons and registrations that may not exist yet.

Always in one order (rule: device, photos, persons, registrations, counters), and within a kind by key, so
that no two pushes can wait for each other in a circle.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from server.store.engine import is_sqlite
from server.store.models import LatchRow
from server.store.statements import insert_new


def lock_photos(connection: Connection, photos: Iterable[str]) -> None:
    """Hold these photos until the transaction ends, whether or not they are in."""
    _lock(connection, [f"f:{sha256}" for sha256 in photos])


def lock_persons(connection: Connection, persons: Iterable[str]) -> None:
    """Hold these persons until the transaction ends."""
    _lock(connection, [f"p:{person}" for person in persons])


def lock_registrations(connection: Connection, registrations: Iterable[str]) -> None:
    """Hold these registrations until the transaction ends, whether or not they exist."""
    _lock(connection, [f"r:{registration}" for registration in registrations])


def _lock(connection: Connection, keys: list[str]) -> None:
    if not keys or is_sqlite(connection):  # BEGIN IMMEDIATE has locked everything
        return
    keys.sort()
    held = select(LatchRow.key).where(LatchRow.key.in_(keys)).order_by(LatchRow.key)
    while True:
        insert_new(connection, LatchRow, [{"key": key} for key in keys])
        # One that was cleared away (`perisai keys rotate`) while we waited for it is made again.
        if len(connection.execute(held.with_for_update()).all()) == len(set(keys)):
            return
