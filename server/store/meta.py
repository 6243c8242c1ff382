"""Facts about this database: the feed's epoch and the server's own secrets."""

import secrets

from sqlalchemy import Connection, Engine, select

from server.store.engine import reading, writing
from server.store.models import MetaRow
from server.store.statements import insert_new

EPOCH = "epoch"
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


def read_epoch(connection: Connection) -> str:
    """Return the epoch as this transaction sees it; the first migration wrote one."""
    return connection.execute(select(MetaRow.value).where(MetaRow.key == EPOCH)).scalar_one()
