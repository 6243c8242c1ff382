"""The photo lane, and the unit ``photo`` in registrations of before (P80)."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0006"
branch_labels = None
depends_on = None

SLICE = 1000
"""Registrations looked at in one go."""


def upgrade() -> None:
    """Create the tables of photos; every registration begins without one."""
    _photos()
    _uploads()
    _fill()


def _photos() -> None:
    op.create_table(
        "declaration",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("registration", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "registration", name=op.f("pk_declaration")),
    )
    op.create_index(
        op.f("ix_declaration_registration"), "declaration", ["registration"], unique=False
    )
    op.create_table(
        "photo",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("fate", sa.String(), nullable=False),
        sa.Column("received_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "account", name=op.f("pk_photo")),
    )


def _uploads() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("registration", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("touched_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    op.create_index(op.f("ix_upload_device_sha256"), "upload", ["device", "sha256"], unique=False)
    op.create_index(op.f("ix_upload_touched_at"), "upload", ["touched_at"], unique=False)
    op.create_table(
        "upload_piece",
        sa.Column("upload", sa.String(), nullable=False),
        sa.Column("offset", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["upload"],
            ["upload.id"],
            name=op.f("fk_upload_piece_upload_upload"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("upload", "offset", name=op.f("pk_upload_piece")),
    )


def _fill() -> None:
    registration = sa.table("registration", sa.column("id"), sa.column("state"))
    connection = op.get_bind()
    place = sa.update(registration).where(registration.c.id == sa.bindparam("of"))
    ids = list(connection.scalars(sa.select(registration.c.id).order_by(registration.c.id)))
    for start in range(0, len(ids), SLICE):
        some = registration.c.id.in_(ids[start : start + SLICE])
        rows = connection.execute(sa.select(registration.c.id, registration.c.state).where(some))
        states = [{"of": key, "now": _without_photo(state)} for key, state in rows]
        connection.execute(place.values(state=sa.bindparam("now")), states)


def _without_photo(text: str) -> str:
    """A registration's state as if its ``create`` had declared that there is no photo.

    The operation that wrote the oldest unit stands in for the ``create``, whose stamp may be gone.
    """
    state = json.loads(text)
    oldest = min(state["units"].values(), key=lambda unit: unit["version"])
    state["units"]["photo"] = {"value": {"id_photo": None}, "version": 1, "op": oldest["op"]}
    state["photo"] = "none"
    state["checks"].append({"code": "photo", "ok": True, "detail": {"state": "none"}})
    return json.dumps(state, separators=(",", ":"))
