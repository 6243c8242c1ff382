"""The keys that devices sign bundles with (P95)."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; phones tell their keys at their next sync."""
    op.create_table(
        "device_key",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("told_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["device"], ["device.id"], name=op.f("fk_device_key_device_device")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_device_key")),
    )
    op.create_index(op.f("ix_device_key_device"), "device_key", ["device"], unique=False)
