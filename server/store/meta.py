"""Facts about this database: the feed's epoch and line, its last backup, the server's secrets."""

import secrets

from sqlalchemy import Connection, Engine, select

from server.store.engine import reading, writing
from server.store.models import MetaRow
from server.store.statements import insert_new, upsert

EPOCH, FLOOR, BACKUP_AT = "epoch", "floor", "backup_at"
SECRET_BYTES = 32


class Meta:
    """Secrets made once for a database and shared by all of its processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def secret(self, name: str) -> bytes:
        """Return the 32 random bytes kept under ``name``, made on first use."""
        key = f"secret:{name}"
        statement = select(MetaRow.value).where(MetaRow.key == key)
        with reading(self._engine) as connection:
            known = connection.scalar(statement)
        if known is None:
            made = {"key": key, "value": secrets.token_hex(SECRET_BYTES)}
            with writing(self._engine) as connection:
                insert_new(connection, MetaRow, [made])
                known = connection.execute(statement).scalar_one()
        return bytes.fromhex(known)

    def backup_at(self) -> str | None:
        """When the last backup that is complete was made (P108)."""
        with reading(self._engine) as connection:
            return read_fact(connection, BACKUP_AT)


def read_epoch(connection: Connection) -> str:
    """Return the epoch as this transaction sees it; the first migration wrote one."""
    return connection.execute(select(MetaRow.value).where(MetaRow.key == EPOCH)).scalar_one()


def read_floor(connection: Connection) -> int:
    """Where the numbers of this line begin: 0, or the moment of the last restore (P110)."""
    return int(read_fact(connection, FLOOR) or 0)


def read_fact(connection: Connection, key: str) -> str | None:
    """Return a fact, None for one that nobody wrote."""
    return connection.scalar(select(MetaRow.value).where(MetaRow.key == key))


def write_fact(connection: Connection, key: str, value: str) -> None:
    """Write a fact, over what it was."""
    upsert(connection, MetaRow, [{"key": key, "value": value}], key=["key"])
