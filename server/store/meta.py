"""Facts about this database: the feed's epoch and line, its last backup, the server's secrets."""

import secrets
from collections.abc import Callable

from sqlalchemy import Connection, Engine, bindparam, select, update

from server.store.engine import reading, writing
from server.store.models import MetaRow
from server.store.statements import insert_new, upsert

EPOCH, FLOOR, BACKUP_AT = "epoch", "floor", "backup_at"
SECRET_BYTES = 32
SEAL_KEYS = "seal_keys"


class Meta:
    """Secrets made once for a database and shared by all of its processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def secret(self, name: str) -> bytes:
        """Return the 32 random bytes kept under ``name``, made on first use."""
        return bytes.fromhex(self._kept(name, lambda: secrets.token_hex(SECRET_BYTES)))

    def seal_keys(self, make: Callable[[], str]) -> str:
        """Return the keys that open sealed operations, as PEM, newest first; the first is made on
        first use."""
        return self._kept(SEAL_KEYS, make)

    def add_seal_key(self, pem: str) -> None:
        """Put a newer key before those that are kept."""
        row = MetaRow.key == f"secret:{SEAL_KEYS}"
        with writing(self._engine) as connection:
            known = connection.scalar(select(MetaRow.value).where(row).with_for_update())
            if known is None:
                insert_new(connection, MetaRow, [{"key": f"secret:{SEAL_KEYS}", "value": pem}])
            else:
                connection.execute(update(MetaRow).where(row).values(value=pem + known))

    def _kept(self, name: str, make: Callable[[], str]) -> str:
        key = f"secret:{name}"
        statement = select(MetaRow.value).where(MetaRow.key == key)
        with reading(self._engine) as connection:
            known = connection.scalar(statement)
        if known is not None:
            return known
        with writing(self._engine) as connection:
            insert_new(connection, MetaRow, [{"key": key, "value": make()}])
            return connection.execute(statement).scalar_one()

    def backup_at(self) -> str | None:
        """When the last backup that is complete was made (P108)."""
        with reading(self._engine) as connection:
            return read_fact(connection, BACKUP_AT)


_FACT = select(MetaRow.value).where(MetaRow.key == bindparam("key"))


def read_epoch(connection: Connection) -> str:
    """Return the epoch as this transaction sees it; the first migration wrote one."""
    return connection.execute(_FACT, {"key": EPOCH}).scalar_one()


def read_floor(connection: Connection) -> int:
    """Where the numbers of this line begin: 0, or the moment of the last restore (P110)."""
    return int(read_fact(connection, FLOOR) or 0)


def read_fact(connection: Connection, key: str) -> str | None:
    """Return a fact, None for one that nobody wrote."""
    return connection.scalar(_FACT, {"key": key})


def write_fact(connection: Connection, key: str, value: str) -> None:
    """Write a fact, over what it was."""
    upsert(connection, MetaRow, [{"key": key, "value": value}], key=["key"])
