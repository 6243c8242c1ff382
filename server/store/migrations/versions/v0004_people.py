"""Several keys a registration (M73), dated entitlements (M75), a recruiter's registrations by clinic."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep the claims by NIK and everybody's present entitlement.

    The further keys of what stands are hashes under the server's secret, which a migration does not
    know: ``perisai migrate`` fills them in (``server.store.claims``).
    """
    with op.batch_alter_table("claim") as claim:
        claim.drop_constraint(op.f("uq_claim_registration"), type_="unique")
        claim.create_unique_constraint(
            op.f("uq_claim_registration_person"), ["registration", "person"]
        )
    op.execute("UPDATE claim SET person = 'nik:' || person")
    op.create_index(
        op.f("ix_registration_recruiter_clinic_id"),
        "registration",
        ["recruiter", "clinic", "id"],
        unique=False,
    )
    op.create_table(
        "entitlement",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("clinics", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account"], ["account.id"], name=op.f("fk_entitlement_account_account")
        ),
        sa.PrimaryKeyConstraint("account", "number", name=op.f("pk_entitlement")),
    )
    _fill()


def _fill() -> None:
    """What an account may do now it may have done all along; a closed one was open until today."""
    bind = op.get_bind()
    known = sa.table("account", sa.column("id"), sa.column("role"), sa.column("active"))
    accounts = bind.execute(sa.select(known)).all()
    places = sa.table("account_clinic", sa.column("account"), sa.column("clinic"))
    clinics: dict[str, list[str]] = {}
    for account, clinic in bind.execute(sa.select(places).order_by(places.c.clinic)):
        clinics.setdefault(account, []).append(clinic)
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    entitlement = sa.table(
        "entitlement",
        *(sa.column(n) for n in ("account", "number", "since", "role", "clinics", "active", "by")),
    )
    rows = []
    for account, role, active in accounts:
        said = {"account": account, "role": role, "by": None}
        said["clinics"] = " ".join(clinics.get(account, ()))
        rows.append({**said, "number": 1, "since": "", "active": True})
        if not active:
            rows.append({**said, "number": 2, "since": now, "active": False})
    if rows:
        op.bulk_insert(entitlement, rows)
