"""Which operations wait for an admin or for their predecessor, and since when."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add ``receipt.waits_since`` and fill it from the receipts so far."""
    op.add_column("receipt", sa.Column("waits_since", sa.String(), nullable=True))
    op.create_index(
        op.f("ix_receipt_waits_since_device_n"),
        "receipt",
        ["waits_since", "device", "n"],
        unique=False,
    )
    _fill()


def _fill() -> None:
    bind = op.get_bind()
    receipt = _table("receipt", "body", "waits_since")
    waiting = _table("waiting", "logged")
    log = _table("operation", "received_at")
    since = {
        (device, n): json.loads(logged)["received_at"]
        for device, n, logged in bind.execute(sa.select(waiting))
    }
    logged = sa.select(log.c.device, log.c.n, log.c.received_at, receipt.c.body).join_from(
        log, receipt, sa.and_(receipt.c.device == log.c.device, receipt.c.n == log.c.n)
    )
    for device, n, received_at, body in bind.execute(logged):
        if json.loads(body)["result"] in {"quarantined", "id_reuse"}:
            since[device, n] = received_at
    for (device, n), at in since.items():
        mine = sa.and_(receipt.c.device == device, receipt.c.n == n)
        bind.execute(sa.update(receipt).where(mine).values(waits_since=at))


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *(sa.column(column) for column in ("device", "n", *columns)))
