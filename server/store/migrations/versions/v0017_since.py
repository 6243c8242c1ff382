"""Since when a registration has an open question, and since when its photo is awaited.

An expand step: processes of the version before go on beside it. What they left empty is filled by
``perisai migrate`` after the step, in short transactions (``server.store.since``).
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and find by them only the few rows that wait."""
    for name in ("open_since", "photo_since"):
        op.add_column("registration", sa.Column(name, sa.String(), nullable=True))
        some = sa.text(f"{name} IS NOT NULL")
        op.create_index(
            op.f(f"ix_registration_{name}"),
            "registration",
            [name],
            unique=False,
            postgresql_where=some,
            sqlite_where=some,
        )
