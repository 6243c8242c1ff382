"""Whether a password was made for somebody by an admin, who has seen it (P243).

An expand step: passwords of before are taken as they are, and so are those that processes of the
version before make meanwhile.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column(
        "account",
        sa.Column("password_by_admin", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
