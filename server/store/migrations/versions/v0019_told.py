"""Which version an entry of a feed tells, and where it stood before it moved last (P223).

An expand step: processes of the version before go on beside it, and leave the columns as they are. What
is older than the truth in them makes a page tell more than it had to, never less.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns: null is not known."""
    op.add_column("feed", sa.Column("version", sa.BigInteger(), nullable=True))
    op.add_column("feed", sa.Column("before_seq", sa.BigInteger(), nullable=True))
    op.add_column("feed", sa.Column("before_version", sa.BigInteger(), nullable=True))
