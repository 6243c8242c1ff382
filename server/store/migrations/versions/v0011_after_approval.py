"""What lists of the approved are found and summed by, and devices of imports (P160).

An expand step: ``perisai migrate`` fills what is empty after it (``server.store.since``).
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0017"
branch_labels = None
depends_on = None

TEXTS = ("credit", "approved_at", "payment_code", "valid_until", "paid_at")
INDEXES = (
    ("approved_at", ["status", "approved_at", "id"]),
    ("paid_at", ["paid_at", "credit"]),
    ("payment_code", ["payment_code"]),
)


def upgrade() -> None:
    """Add the columns, and find by them only the few rows that were approved."""
    for name in TEXTS:
        op.add_column("registration", sa.Column(name, sa.String(), nullable=True))
    op.add_column("registration", sa.Column("paid_amount", sa.BigInteger(), nullable=True))
    op.add_column("registration", sa.Column("programmes", sa.Integer(), nullable=True))
    op.add_column("device", sa.Column("kind", sa.String(), nullable=False, server_default="phone"))
    for known, columns in INDEXES:
        there = sa.text(f"{known} IS NOT NULL")
        op.create_index(
            op.f(f"ix_registration_{'_'.join(columns)}"),
            "registration",
            columns,
            sqlite_where=there,
            postgresql_where=there,
        )
