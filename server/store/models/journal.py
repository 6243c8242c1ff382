"""Tables of the journal.

What a phone handed over never refers to reference data by foreign key: custody must not depend on
whether a clinic or an account is still there. Foreign keys hold only inside the journal.
"""

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from server.store.base import Base, RowNumber
from sync.journal import Flag

Searched = String().with_variant(String(collation="C"), "postgresql")
"""Text that sorts by its bytes, so that what begins alike stands together."""


def after_approval(known: str, *columns: str) -> Index:
    """An index of the rows where this column is known."""
    there = text(f"{known} IS NOT NULL")
    return Index(
        f"ix_registration_{'_'.join(columns)}", *columns, sqlite_where=there, postgresql_where=there
    )


def _index_of_some(column: str) -> Index:
    """An index of the few rows that have a value, so that most writes do not touch it."""
    some = text(f"{column} IS NOT NULL")
    return Index(None, column, postgresql_where=some, sqlite_where=some)


class RegistrationRow(Base):
    """A registration as it stands; ``state`` is its JSON, the other columns are taken from it.

    ``name`` is as lists search it (P179), empty for an erased one.
    What is after approval is null until then, and its indexes leave nulls out: no sign-up that comes in pays for them.
    ``open_since`` is when the oldest of its open questions was asked, ``photo_since`` since when a photo is awaited.
    """

    __tablename__ = "registration"
    __table_args__ = (
        Index(None, "recruiter", "clinic", "id"),
        Index(None, "clinic", "id"),
        Index(None, "status", "id"),
        Index(None, "clinic", "status", "id"),
        Index(None, "name", "id"),
        after_approval("approved_at", "status", "approved_at", "id"),
        after_approval("paid_at", "paid_at", "credit"),
        after_approval("payment_code", "payment_code"),
        *(_index_of_some(name) for name in ("open_since", "photo_since")),
    )

    id: Mapped[str] = mapped_column(String, primary_key=True)
    clinic: Mapped[str]
    recruiter: Mapped[str]
    status: Mapped[str]
    version: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Searched)
    credit: Mapped[str | None]
    approved_at: Mapped[str | None]
    payment_code: Mapped[str | None]
    valid_until: Mapped[str | None]
    paid_at: Mapped[str | None]
    paid_amount: Mapped[int | None] = mapped_column(BigInteger)
    programmes: Mapped[int | None]
    open_since: Mapped[str | None]
    photo_since: Mapped[str | None]


class ClaimRow(Base):
    """Whom a registration may be about (M73); ``number`` is the order in which they were claimed."""

    __tablename__ = "claim"
    __table_args__ = (UniqueConstraint("registration", "person"),)

    number: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    registration: Mapped[str] = mapped_column(ForeignKey("registration.id"))
    person: Mapped[str] = mapped_column(index=True)


class OperationRow(Base):
    """The operation log: append-only, kept for good."""

    __tablename__ = "operation"

    device: Mapped[str] = mapped_column(String, primary_key=True)
    n: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    op: Mapped[str] = mapped_column(index=True)
    registration: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    raw: Mapped[str] = mapped_column(Text)
    hash: Mapped[str]
    chain: Mapped[str]
    account: Mapped[str]
    role: Mapped[str]
    received_at: Mapped[str]
    skew_ms: Mapped[int | None] = mapped_column(BigInteger)
    app: Mapped[str | None]


class ReceiptRow(Base):
    """The present answer to an operation in custody, beside the digest that it was given for.

    ``waits_since`` is when the operation was received, while it waits for an admin or its predecessor.
    """

    __tablename__ = "receipt"
    __table_args__ = (Index(None, "waits_since", "device", "n"),)

    device: Mapped[str] = mapped_column(String, primary_key=True)
    n: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hash: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    waits_since: Mapped[str | None]


class WaitingRow(Base):
    """An operation in custody without effect yet. ``logged`` is the whole of it, since one beyond a
    gap has no place in the log before the gap fills; ``number`` is the order of receipt."""

    __tablename__ = "waiting"
    __table_args__ = (
        Index(None, "device", "n", unique=True),
        Index(None, "registration", "waits_for"),
    )

    number: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    device: Mapped[str]
    n: Mapped[int] = mapped_column(BigInteger)
    op: Mapped[str] = mapped_column(index=True)
    registration: Mapped[str]
    waits_for: Mapped[str]
    logged: Mapped[str] = mapped_column(Text)


class StrayRow(Base):
    """An operation whose ``n`` had been used for other content, beside the log (rule P44).

    ``body`` is its present receipt; ``waits_since`` as with :class:`ReceiptRow`.
    """

    __tablename__ = "stray"
    __table_args__ = (
        Index(None, "device", "n"),
        Index(None, "waits_since", "device", "n", "hash"),
    )

    device: Mapped[str] = mapped_column(String, primary_key=True)
    hash: Mapped[str] = mapped_column(String, primary_key=True)
    n: Mapped[int] = mapped_column(BigInteger)
    op: Mapped[str] = mapped_column(index=True)
    logged: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    waits_since: Mapped[str | None]


class FeedEntryRow(Base):
    """The newest place of a registration in a scope's feed; ``bucket`` is that of its id (P58), ``version``
    what it tells, and ``before_seq``, ``before_version`` the same of where it stood (P223); null is unknown."""

    __tablename__ = "feed"
    __table_args__ = (Index(None, "scope", "seq", unique=True), Index(None, "scope", "bucket"))

    scope: Mapped[str] = mapped_column(String, primary_key=True)
    registration: Mapped[str] = mapped_column(ForeignKey("registration.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    flag: Mapped[Flag] = mapped_column(String)
    bucket: Mapped[int]
    version: Mapped[int | None] = mapped_column(BigInteger)
    before_seq: Mapped[int | None] = mapped_column(BigInteger)
    before_version: Mapped[int | None] = mapped_column(BigInteger)


class CounterRow(Base):
    """The last sequence number given out in a scope; locked last, until COMMIT (rule P60)."""

    __tablename__ = "counter"

    scope: Mapped[str] = mapped_column(String, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)


class TallyRow(Base):
    """How many live entries a bucket of a scope has, and the sum of their weights (rule P57)."""

    __tablename__ = "tally"

    scope: Mapped[str] = mapped_column(String, primary_key=True)
    bucket: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str]


class LatchRow(Base):
    """A row that exists only to be locked: ``f:<photo>``, ``p:<person>`` or ``r:<registration>``.

    A photo, a person or a registration must be lockable before it exists, or two pushes at the same moment
    would not see each other. SQLite has one writer at a time and keeps this table empty.
    """

    __tablename__ = "latch"

    key: Mapped[str] = mapped_column(String, primary_key=True)
