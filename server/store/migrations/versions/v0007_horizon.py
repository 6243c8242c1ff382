"""Up to which number of each device a backup holds the log (P108)."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add ``device.kept_through``; empty until the first backup."""
    op.add_column("device", sa.Column("kept_through", sa.BigInteger(), nullable=True))
