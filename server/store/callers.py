"""Whom a credential vouches for, in one read: every request begins with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, Row, bindparam, select

from server.store.accounts import Account
from server.store.engine import reading
from server.store.models import AccountClinicRow, AccountRow, DeviceRow, SessionRow
from server.store.sessions import SessionValue


@dataclass(frozen=True, slots=True)
class Vouched:
    """An account on a device of its own. ``session`` is None for the device's own credential."""

    account: Account
    device: str
    ended_at: str | None
    session: SessionValue | None


_WHO = (
    AccountRow.id,
    AccountRow.username,
    AccountRow.name,
    AccountRow.role,
    AccountRow.active,
    AccountRow.password_hash,
    DeviceRow.id,
    DeviceRow.ended_at,
    AccountClinicRow.clinic,
)
_SESSION = (SessionRow.id, SessionRow.expires_at, SessionRow.revoked_at)
_BY_SESSION = (
    select(*_WHO, *_SESSION)
    .select_from(SessionRow)
    .join(DeviceRow, DeviceRow.id == SessionRow.device)
    .join(AccountRow, AccountRow.id == SessionRow.account)
    .outerjoin(AccountClinicRow, AccountClinicRow.account == AccountRow.id)
    .where(SessionRow.token_hash == bindparam("token"))
    .order_by(AccountClinicRow.clinic)
)
_BY_DEVICE = (
    select(*_WHO)
    .select_from(DeviceRow)
    .join(AccountRow, AccountRow.id == DeviceRow.account)
    .outerjoin(AccountClinicRow, AccountClinicRow.account == AccountRow.id)
    .where(DeviceRow.token_hash == bindparam("token"))
    .order_by(AccountClinicRow.clinic)
)


class Callers:
    """Find callers by what the server keeps of a token: its hash."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def by_session(self, token_hash: str) -> Vouched | None:
        """Whose session this is, an expired or revoked one as well."""
        return self._one(_BY_SESSION, token_hash)

    def by_device(self, token_hash: str) -> Vouched | None:
        """Whose device this is by its push-only credential, an ended one as well (P1)."""
        return self._one(_BY_DEVICE, token_hash)

    def _one(self, statement: Any, token_hash: str) -> Vouched | None:
        with reading(self._engine) as connection:
            rows = connection.execute(statement, {"token": token_hash}).all()
        return _vouched(rows) if rows else None


def _vouched(rows: Sequence[Row[*tuple[Any, ...]]]) -> Vouched:
    """One row for each clinic of the account, or one with none."""
    account, username, name, role, active, password_hash, device, ended_at, _, *session = rows[0]
    clinics = tuple(row[8] for row in rows if row[8] is not None)
    return Vouched(
        Account(account, username, name, role, clinics, active, password_hash),
        device,
        ended_at,
        SessionValue(session[0], account, device, session[1], session[2]) if session else None,
    )
