"""The record of processing (P176), doomed photos (P174), and names to search by (P179)."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from server.domain.names import searchable

revision = "0016"
down_revision = "0012"
branch_labels = None
depends_on = None

SEARCHED = sa.String().with_variant(sa.String(collation="C"), "postgresql")
SLICE = 1000
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables; what was read before was not recorded."""
    op.create_table(
        "doomed",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_doomed")),
    )
    op.create_table(
        "processing",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("device", sa.String(), nullable=True),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_processing")),
    )
    op.create_index(op.f("ix_processing_account_number"), "processing", ["account", "number"])
    op.create_index(op.f("ix_processing_act_number"), "processing", ["act", "number"])
    op.create_table(
        "processed",
        sa.Column("registration", sa.String(), nullable=False),
        sa.Column("processing", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["processing"], ["processing.number"], name=op.f("fk_processed_processing_processing")
        ),
        sa.PrimaryKeyConstraint("registration", "processing", name=op.f("pk_processed")),
    )
    op.create_index(op.f("ix_processed_processing"), "processed", ["processing"])
    op.add_column("registration", sa.Column("name", SEARCHED, nullable=False, server_default=""))
    _fill()  # the default stays: processes of the version before go on writing rows without a name
    for columns in (["clinic", "id"], ["status", "id"], ["clinic", "status", "id"], ["name", "id"]):
        op.create_index(op.f(f"ix_registration_{'_'.join(columns)}"), "registration", columns)


def _fill() -> None:
    table = sa.table("registration", *(sa.column(name) for name in ("id", "state", "name")))
    connection, after = op.get_bind(), ""
    named = sa.update(table).where(table.c.id == sa.bindparam("of"))
    while True:
        rows = connection.execute(
            sa.select(table.c.id, table.c.state)
            .where(table.c.id > after)
            .order_by(table.c.id)
            .limit(SLICE)
        ).all()
        if not rows:
            return
        after = rows[-1].id
        connection.execute(
            named.values(name=sa.bindparam("now")),
            [{"of": row.id, "now": _name(json.loads(row.state))} for row in rows],
        )


def _name(state: dict[str, Any]) -> str:
    unit = state["units"].get("name")
    return searchable(unit["value"]["full_name"]) if unit else ""
