"""When an ended device said that it is wiped (P128)."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; devices of before have not said it."""
    op.add_column("device", sa.Column("wiped_at", sa.String(), nullable=True))
