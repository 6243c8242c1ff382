"""Count and hash of each bucket of a feed, and how a phone's last repair ended (P57-P59)."""

import sqlalchemy as sa
from alembic import op

from sync.tally import Tally, bucket_of, tally_of

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SLICE = 1000
"""Entries looked at in one go."""


def upgrade() -> None:
    """Give each entry its bucket, and each bucket its tally."""
    op.add_column("feed", sa.Column("bucket", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "tally",
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("bucket", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "bucket", name=op.f("pk_tally")),
    )
    _fill()
    with op.batch_alter_table("feed") as feed:
        feed.alter_column("bucket", server_default=None)
    op.create_index(op.f("ix_feed_scope_bucket"), "feed", ["scope", "bucket"], unique=False)
    op.add_column("device", sa.Column("repair", sa.String(), nullable=True))
    op.add_column("device", sa.Column("repaired_at", sa.String(), nullable=True))


def _fill() -> None:
    feed = sa.table(
        "feed", *(sa.column(name) for name in ("scope", "registration", "seq", "flag", "bucket"))
    )
    tally = sa.table("tally", *(sa.column(name) for name in ("scope", "bucket", "count", "digest")))
    connection = op.get_bind()
    place = sa.update(feed).where(
        feed.c.scope == sa.bindparam("of_scope"), feed.c.registration == sa.bindparam("of")
    )
    tallies: dict[tuple[str, int], Tally] = {}
    rows = connection.execute(
        sa.select(feed.c.scope, feed.c.registration, feed.c.seq, feed.c.flag)
    ).all()
    for start in range(0, len(rows), SLICE):
        places = []
        for scope, registration, seq, flag in rows[start : start + SLICE]:
            bucket = bucket_of(registration)
            places.append({"of_scope": scope, "of": registration, "now": bucket})
            if flag == "live":
                known = tallies.get((scope, bucket), Tally())
                tallies[scope, bucket] = known.plus(tally_of(registration, seq))
        connection.execute(place.values(bucket=sa.bindparam("now")), places)
    if tallies:
        op.bulk_insert(
            tally,
            [
                {"scope": scope, "bucket": bucket, "count": told.count, "digest": told.digest}
                for (scope, bucket), told in tallies.items()
            ],
        )
