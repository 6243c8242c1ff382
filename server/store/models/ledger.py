"""The ledger: a hash chain over what came into custody and what was erased (P170-P174)."""

from sqlalchemy import BigInteger, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from server.store.base import Base

_ERASED = text("what = 'erased'")


class LaneRow(Base):
    """Where a lane of the ledger ends; locked before the feeds' counters, until COMMIT."""

    __tablename__ = "lane"

    lane: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger)
    link: Mapped[str]


class LedgerRow(Base):
    """A line: ``what`` it witnesses, of which operation, under which digest.

    ``hash`` is the operation's payload's; ``at`` is when the server wrote the line.
    """

    __tablename__ = "ledger"
    __table_args__ = (
        Index("ix_ledger_erased", "device", "n", sqlite_where=_ERASED, postgresql_where=_ERASED),
    )

    lane: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    what: Mapped[str] = mapped_column(String)
    device: Mapped[str]
    n: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str]
    at: Mapped[str]
    digest: Mapped[str]
    link: Mapped[str]
