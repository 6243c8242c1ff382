"""Tables of who works where and on which phone."""

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from server.store.base import Base, RowNumber


class ClinicRow(Base):
    """A partner site. ``district_code`` is Kemendagri's, e.g. ``32.75.04``."""

    __tablename__ = "clinic"

    id: Mapped[str] = mapped_column(String, primary_key=True)
    name: Mapped[str]
    district_code: Mapped[str]


class AccountRow(Base):
    """Who signs in."""

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(String, primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    password_hash: Mapped[str]
    active: Mapped[bool]
    password_by_admin: Mapped[bool] = mapped_column(server_default=false())


class AccountClinicRow(Base):
    """Where an account works."""

    __tablename__ = "account_clinic"

    account: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    clinic: Mapped[str] = mapped_column(ForeignKey("clinic.id"), primary_key=True, index=True)


class EntitlementRow(Base):
    """What an account might do from ``since`` on (M75); append-only. ``clinics`` are ids with spaces
    between, ``by`` the account of the admin who made it so."""

    __tablename__ = "entitlement"

    account: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    since: Mapped[str]
    role: Mapped[str]
    clinics: Mapped[str] = mapped_column(Text)
    active: Mapped[bool]
    by: Mapped[str | None]


class DeviceRow(Base):
    """One installed app of one account; ``through`` and ``chain`` are the journal's, and so are its
    incarnations (P101), its ancestor and the fork (M90). ``renewal`` is why it was renewed from it.

    ``kept_through`` is the backup horizon (P108), null before the first backup. ``kind`` is ``phone``, or
    ``import`` for what the server itself records for an account from a table (P160).
    """

    __tablename__ = "device"

    id: Mapped[str] = mapped_column(String, primary_key=True)
    kind: Mapped[str] = mapped_column(default="phone", server_default="phone")
    account: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    label: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    through: Mapped[int] = mapped_column(BigInteger)
    chain: Mapped[str]
    kept_through: Mapped[int | None] = mapped_column(BigInteger)
    first_seen: Mapped[str]
    last_contact_at: Mapped[str | None]
    app: Mapped[str | None]
    pending: Mapped[int | None] = mapped_column(BigInteger)
    oldest_pending_at: Mapped[str | None]
    persisted: Mapped[bool | None]
    free_bytes: Mapped[int | None] = mapped_column(BigInteger)
    repair: Mapped[str | None]
    repaired_at: Mapped[str | None]
    skew_ms: Mapped[int | None] = mapped_column(BigInteger)
    ended_at: Mapped[str | None]
    wiped_at: Mapped[str | None]
    incarnation_epoch: Mapped[str | None]
    incarnation: Mapped[str | None]
    incarnation_before: Mapped[str | None]
    ancestor: Mapped[str | None]
    fork: Mapped[int | None] = mapped_column(BigInteger)
    renewal: Mapped[str | None]


class DeviceKeyRow(Base):
    """A key that a device has signed with; the one of the greatest ``number`` is its present one (P95)."""

    __tablename__ = "device_key"

    number: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    device: Mapped[str] = mapped_column(ForeignKey("device.id"), index=True)
    public_key: Mapped[str]
    told_at: Mapped[str]


class SessionRow(Base):
    """A sign-in; the token itself is known to the phone only."""

    __tablename__ = "session"

    id: Mapped[str] = mapped_column(String, primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    account: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    device: Mapped[str] = mapped_column(ForeignKey("device.id"), index=True)
    created_at: Mapped[str]
    expires_at: Mapped[str]
    revoked_at: Mapped[str | None]


class SignInFailureRow(Base):
    """A wrong password, counted by all processes together."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index(None, "key", "at"),)

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    key: Mapped[str]
    at: Mapped[str] = mapped_column(index=True)


class MetaRow(Base):
    """Facts about this database: the feed's epoch and the server's secrets."""

    __tablename__ = "meta"

    key: Mapped[str] = mapped_column(String, primary_key=True)
    value: Mapped[str]
