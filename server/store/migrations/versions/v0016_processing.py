"""The record of processing (P176), doomed photos (P174), and names to search by (P179)."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0012"
branch_labels = None
depends_on = None

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
