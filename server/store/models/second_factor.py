"""The second factors of accounts (P196-P199)."""

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.store.base import Base


class SecondFactorRow(Base):
    """What an account's codes are made of, sealed (P196); ``step`` is that of the last code taken.

    ``confirmed_at`` is null until a first code has shown that an app has it.
    """

    __tablename__ = "second_factor"

    account: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(Text)
    step: Mapped[int] = mapped_column(BigInteger)
    confirmed_at: Mapped[str | None]


class RecoveryCodeRow(Base):
    """A code for a lost phone that was not used yet, by its hash."""

    __tablename__ = "recovery_code"

    account: Mapped[str] = mapped_column(
        ForeignKey("second_factor.account", ondelete="CASCADE"), primary_key=True
    )
    hash: Mapped[str] = mapped_column(String, primary_key=True)
