"""What lists of the approved are found and summed by, and devices of imports (P160)."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0016"
branch_labels = None
depends_on = None

SLICE = 500
TEXTS = ("credit", "approved_at", "payment_code", "valid_until", "paid_at")
INDEXES = (
    ("approved_at", ["status", "approved_at", "id"]),
    ("paid_at", ["paid_at", "credit"]),
    ("payment_code", ["payment_code"]),
)


def upgrade() -> None:
    """Add the columns, fill them from the states, and only then build the indexes."""
    for name in TEXTS:
        op.add_column("registration", sa.Column(name, sa.String(), nullable=True))
    op.add_column("registration", sa.Column("paid_amount", sa.BigInteger(), nullable=True))
    op.add_column("registration", sa.Column("programmes", sa.Integer(), nullable=True))
    op.add_column("device", sa.Column("kind", sa.String(), nullable=False, server_default="phone"))
    _fill()
    for known, columns in INDEXES:
        there = sa.text(f"{known} IS NOT NULL")
        op.create_index(
            op.f(f"ix_registration_{'_'.join(columns)}"),
            "registration",
            columns,
            sqlite_where=there,
            postgresql_where=there,
        )


def _fill() -> None:
    bind, after = op.get_bind(), ""
    names = ("id", "state", *TEXTS, "paid_amount", "programmes")
    table = sa.table("registration", *(sa.column(name) for name in names))
    wanted = sa.select(table.c.id, table.c.state).order_by(table.c.id).limit(SLICE)
    change = sa.update(table).where(table.c.id == sa.bindparam("of"))
    values: dict[str, Any] = {name: sa.bindparam(f"now_{name}") for name in names[2:]}
    while rows := bind.execute(wanted.where(table.c.id > after)).all():
        told = [{"of": key} | _said(json.loads(state)) for key, state in rows]
        bind.execute(change.values(values), told)
        after = rows[-1][0]


def _said(state: dict[str, Any]) -> dict[str, Any]:
    approval, facts = state["approval"], state["progress"]
    paid, erased = facts.get("paid_at"), state.get("erased")
    listed = approval and not erased
    return {
        "now_credit": state["credit"],
        "now_approved_at": state["stamps"][approval["op"]]["received_at"] if listed else None,
        "now_payment_code": None if erased else facts.get("payment_code"),
        "now_valid_until": facts.get("valid_until"),
        "now_paid_at": paid,
        "now_paid_amount": facts.get("amount") if paid else None,
        "now_programmes": len(approval["units"]["contribution"]["programmes"])
        if approval
        else None,
    }
