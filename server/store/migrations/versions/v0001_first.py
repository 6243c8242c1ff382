"""The first release: people, the journal, and this database's epoch."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table."""
    _people()
    _phones()
    _custody()
    _registrations()
    meta = sa.table("meta", sa.column("key", sa.String), sa.column("value", sa.String))
    op.bulk_insert(meta, [{"key": "epoch", "value": uuid.uuid4().hex}])


def _people() -> None:
    op.create_table(
        "clinic",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("district_code", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinic")),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("username", name=op.f("uq_account_username")),
    )
    op.create_table(
        "account_clinic",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("clinic", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["account.id"], name=op.f("fk_account_clinic_account_account")
        ),
        sa.ForeignKeyConstraint(
            ["clinic"], ["clinic.id"], name=op.f("fk_account_clinic_clinic_clinic")
        ),
        sa.PrimaryKeyConstraint("account", "clinic", name=op.f("pk_account_clinic")),
    )
    op.create_index(op.f("ix_account_clinic_clinic"), "account_clinic", ["clinic"], unique=False)
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failure")),
    )
    op.create_index(op.f("ix_sign_in_failure_at"), "sign_in_failure", ["at"], unique=False)
    op.create_index(
        op.f("ix_sign_in_failure_key_at"),
        "sign_in_failure",
        ["key", "at"],
        unique=False,
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )


def _phones() -> None:
    op.create_table(
        "device",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("through", sa.BigInteger(), nullable=False),
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("first_seen", sa.String(), nullable=False),
        sa.Column("last_contact_at", sa.String(), nullable=True),
        sa.Column("app", sa.String(), nullable=True),
        sa.Column("pending", sa.BigInteger(), nullable=True),
        sa.Column("oldest_pending_at", sa.String(), nullable=True),
        sa.Column("persisted", sa.Boolean(), nullable=True),
        sa.Column("free_bytes", sa.BigInteger(), nullable=True),
        sa.Column("skew_ms", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account"], ["account.id"], name=op.f("fk_device_account_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_device_token_hash")),
    )
    op.create_index(op.f("ix_device_account"), "device", ["account"], unique=False)
    op.create_table(
        "session",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("expires_at", sa.String(), nullable=False),
        sa.Column("revoked_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account"], ["account.id"], name=op.f("fk_session_account_account")
        ),
        sa.ForeignKeyConstraint(["device"], ["device.id"], name=op.f("fk_session_device_device")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_session_token_hash")),
    )
    op.create_index(op.f("ix_session_account"), "session", ["account"], unique=False)
    op.create_index(op.f("ix_session_device"), "session", ["device"], unique=False)


def _custody() -> None:
    op.create_table(
        "operation",
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("n", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("op", sa.String(), nullable=False),
        sa.Column("registration", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("received_at", sa.String(), nullable=False),
        sa.Column("skew_ms", sa.BigInteger(), nullable=True),
        sa.Column("app", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("device", "n", name=op.f("pk_operation")),
    )
    op.create_index(op.f("ix_operation_op"), "operation", ["op"], unique=False)
    op.create_index(op.f("ix_operation_registration"), "operation", ["registration"], unique=False)
    op.create_table(
        "receipt",
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("n", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("device", "n", name=op.f("pk_receipt")),
    )
    op.create_table(
        "waiting",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("registration", sa.String(), nullable=False),
        sa.Column("waits_for", sa.String(), nullable=False),
        sa.Column("logged", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_waiting")),
    )
    op.create_index(op.f("ix_waiting_device_n"), "waiting", ["device", "n"], unique=True)
    op.create_index(
        op.f("ix_waiting_registration_waits_for"),
        "waiting",
        ["registration", "waits_for"],
        unique=False,
    )
    op.create_table(
        "stray",
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("logged", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("device", "hash", name=op.f("pk_stray")),
    )


def _registrations() -> None:
    op.create_table(
        "registration",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic", sa.String(), nullable=False),
        sa.Column("recruiter", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
    )
    op.create_table(
        "claim",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("registration", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration"],
            ["registration.id"],
            name=op.f("fk_claim_registration_registration"),
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_claim")),
        sa.UniqueConstraint("registration", name=op.f("uq_claim_registration")),
    )
    op.create_index(op.f("ix_claim_person"), "claim", ["person"], unique=False)
    op.create_table(
        "feed",
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("registration", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("flag", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration"],
            ["registration.id"],
            name=op.f("fk_feed_registration_registration"),
        ),
        sa.PrimaryKeyConstraint("scope", "registration", name=op.f("pk_feed")),
    )
    op.create_index(op.f("ix_feed_scope_seq"), "feed", ["scope", "seq"], unique=True)
    op.create_table(
        "counter",
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_counter")),
    )
    op.create_table(
        "latch",
        sa.Column("key", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_latch")),
    )
