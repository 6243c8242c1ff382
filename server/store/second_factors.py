"""Second factors of accounts: begun, confirmed by a first code, used up code by code, ended (P196-P199)."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, delete, insert, select, update

from server.store.engine import reading, writing
from server.store.fields import fields_of, second_factor_place
from server.store.models import RecoveryCodeRow, SecondFactorRow


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """``confirmed`` once a code was taken."""

    secret: str
    confirmed: bool


class SecondFactors:
    """Safe to share between threads; a code is taken by one sign-in alone, whatever comes at once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, account: str) -> SecondFactor | None:
        """The factor of an account, begun or confirmed."""
        wanted = select(SecondFactorRow.__table__).where(SecondFactorRow.account == account)
        with reading(self._engine) as connection:
            row = connection.execute(wanted).mappings().first()
            if row is None:
                return None
            secret = fields_of(connection).open(second_factor_place(account), row["secret"])
        return SecondFactor(secret, row["confirmed_at"] is not None)

    def begin(self, account: str, secret: str, recovery: Collection[str]) -> bool:
        """Keep a factor that is not confirmed yet, in the place of one that is not either; False beside a
        confirmed one. ``recovery`` are hashes."""
        with writing(self._engine) as connection:
            kept = select(SecondFactorRow.confirmed_at).where(SecondFactorRow.account == account)
            known = connection.execute(kept.with_for_update()).first()
            if known is not None and known[0] is not None:
                return False
            _end(connection, account)
            sealed = fields_of(connection).seal(second_factor_place(account), secret)
            row = {"account": account, "secret": sealed, "step": 0, "confirmed_at": None}
            connection.execute(insert(SecondFactorRow), [row])
            codes = [{"account": account, "hash": hashed} for hashed in recovery]
            connection.execute(insert(RecoveryCodeRow), codes)
        return True

    def take_step(self, account: str, step: int, at: str) -> bool:
        """Use up a code by its step, which confirms the factor; False where one as late was used already."""
        later = SecondFactorRow.account == account, SecondFactorRow.step < step
        with writing(self._engine) as connection:
            used = connection.execute(update(SecondFactorRow).where(*later).values(step=step))
            first = SecondFactorRow.account == account, SecondFactorRow.confirmed_at.is_(None)
            connection.execute(update(SecondFactorRow).where(*first).values(confirmed_at=at))
        return used.rowcount == 1

    def has_recovery(self, account: str, hashed: str) -> bool:
        """Whether there is such a code for a lost phone, not used yet."""
        one = RecoveryCodeRow.account == account, RecoveryCodeRow.hash == hashed
        with reading(self._engine) as connection:
            return connection.scalar(select(RecoveryCodeRow.hash).where(*one)) is not None

    def take_recovery(self, account: str, hashed: str) -> bool:
        """Use up a code for a lost phone; False where there is no such."""
        one = RecoveryCodeRow.account == account, RecoveryCodeRow.hash == hashed
        with writing(self._engine) as connection:
            return connection.execute(delete(RecoveryCodeRow).where(*one)).rowcount == 1

    def end(self, account: str) -> None:
        """Forget the factor and its codes, where there are any."""
        with writing(self._engine) as connection:
            _end(connection, account)


def _end(connection: Connection, account: str) -> None:
    connection.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.account == account))
    connection.execute(delete(SecondFactorRow).where(SecondFactorRow.account == account))
