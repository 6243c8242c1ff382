"""What tells a phone from its copy, and operations beside the log that can be decided about (P44, P100-P107)."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0004"
branch_labels = None
depends_on = None

TEXTS = ("incarnation_epoch", "incarnation", "incarnation_before", "ancestor", "renewal")


def upgrade() -> None:
    """Give devices what they show and where they come from, and strays a receipt."""
    for name in TEXTS:
        op.add_column("device", sa.Column(name, sa.String(), nullable=True))
    op.add_column("device", sa.Column("fork", sa.BigInteger(), nullable=True))
    op.add_column("stray", sa.Column("n", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("stray", sa.Column("op", sa.String(), nullable=False, server_default=""))
    op.add_column("stray", sa.Column("body", sa.Text(), nullable=False, server_default=""))
    op.add_column("stray", sa.Column("waits_since", sa.String(), nullable=True))
    op.add_column("waiting", sa.Column("op", sa.String(), nullable=False, server_default=""))
    _fill()
    _fill_waiting()
    with op.batch_alter_table("waiting") as waiting:
        waiting.alter_column("op", server_default=None)
    op.create_index(op.f("ix_waiting_op"), "waiting", ["op"])
    with op.batch_alter_table("stray") as stray:
        for name in ("n", "op", "body"):
            stray.alter_column(name, server_default=None)
    op.create_index(op.f("ix_stray_op"), "stray", ["op"])
    op.create_index(op.f("ix_stray_device_n"), "stray", ["device", "n"])
    key = ["waits_since", "device", "n", "hash"]
    op.create_index(op.f("ix_stray_waits_since_device_n_hash"), "stray", key)


def _fill() -> None:
    """From now on an admin may decide about what was kept beside the log so far."""
    names = ("device", "hash", "n", "op", "logged", "body", "waits_since")
    stray = sa.table("stray", *(sa.column(name) for name in names))
    connection = op.get_bind()
    kept = connection.execute(sa.select(stray.c.device, stray.c.hash, stray.c.logged)).all()
    for device, digest, text in kept:
        logged = json.loads(text)
        n, operation, registration = logged["n"], logged["op"], logged["registration"]
        receipt = {"n": n, "op": operation, "registration": registration}
        receipt |= {"result": "id_reuse", "version": 0}
        connection.execute(
            sa.update(stray)
            .where(stray.c.device == device, stray.c.hash == digest)
            .values(
                n=n,
                op=_searched(operation),
                body=json.dumps(receipt, separators=(",", ":")),
                waits_since=logged["received_at"],
            )
        )


def _fill_waiting() -> None:
    waiting = sa.table("waiting", *(sa.column(name) for name in ("number", "op", "logged")))
    connection = op.get_bind()
    for number, text in connection.execute(sa.select(waiting.c.number, waiting.c.logged)).all():
        said = json.loads(text).get("op", "")
        mine = sa.update(waiting).where(waiting.c.number == number)
        connection.execute(mine.values(op=_searched(said)))


def _searched(operation: str) -> str:
    """As the column to search by holds it: what no honest phone sends becomes empty."""
    return operation if operation.isascii() and "\0" not in operation else ""
