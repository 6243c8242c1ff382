"""The record of processing: who read, took out or destroyed whose data, when and what for (P176)."""

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.store.base import Base, RowNumber


class ProcessingRow(Base):
    """One act. ``detail`` is JSON of ids and codes only: format, filter, status."""

    __tablename__ = "processing"
    __table_args__ = (Index(None, "account", "number"), Index(None, "act", "number"))

    number: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    at: Mapped[str]
    account: Mapped[str | None]
    role: Mapped[str | None]
    device: Mapped[str | None]
    act: Mapped[str] = mapped_column(String)
    purpose: Mapped[str]
    detail: Mapped[str] = mapped_column(Text)


class ProcessedRow(Base):
    """A registration that an act was about."""

    __tablename__ = "processed"

    registration: Mapped[str] = mapped_column(String, primary_key=True)
    processing: Mapped[int] = mapped_column(
        RowNumber, ForeignKey("processing.number"), primary_key=True, index=True
    )
