"""What an account might do, and when: append-only, by the server's clock (M75, M80)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, RowMapping, bindparam, delete, func, select
from sqlalchemy import insert as insert_into

from server.store.engine import reading
from server.store.models import AccountClinicRow, EntitlementRow, RegistrationRow
from sync.late import Entitlement
from sync.operation import Role


class Entitled(Protocol):
    """Of an account, what is kept with its date."""

    @property
    def id(self) -> str: ...

    @property
    def role(self) -> Role: ...

    @property
    def clinics(self) -> tuple[str, ...]: ...

    @property
    def active(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Granted:
    """An entitlement, and the account of the admin who gave it; None for who set the server up."""

    entitlement: Entitlement
    by: str | None


_GRANTED = (
    select(EntitlementRow.__table__)
    .where(EntitlementRow.account == bindparam("account"))
    .order_by(EntitlementRow.number)
)


class Entitlements:
    """Read what accounts were entitled to, and how many registrations are theirs."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def granted(self, account_id: str) -> tuple[Granted, ...]:
        """Everything that an account was ever entitled to, oldest first."""
        with reading(self._engine) as connection:
            rows = connection.execute(_GRANTED, {"account": account_id}).mappings().all()
        ends = [*(row["since"] for row in rows[1:]), None]
        return tuple(_granted(row, until) for row, until in zip(rows, ends, strict=True))

    def of(self, account_id: str) -> tuple[Entitlement, ...]:
        """The same, as the core asks for it."""
        return tuple(granted.entitlement for granted in self.granted(account_id))

    def registrations_by_clinic(self, account_id: str) -> dict[str, int]:
        """How many registrations of a recruiter are at each clinic, by an index."""
        statement = (
            select(RegistrationRow.clinic, func.count())
            .where(RegistrationRow.recruiter == account_id)
            .group_by(RegistrationRow.clinic)
            .order_by(RegistrationRow.clinic)
        )
        with reading(self._engine) as connection:
            return {row[0]: row[1] for row in connection.execute(statement)}


def place(connection: Connection, account_id: str, clinics: Sequence[str]) -> None:
    """Let an account work at just these clinics."""
    connection.execute(delete(AccountClinicRow).where(AccountClinicRow.account == account_id))
    rows = [{"account": account_id, "clinic": clinic} for clinic in clinics]
    if rows:
        connection.execute(insert_into(AccountClinicRow), rows)


def grant(connection: Connection, account: Entitled, *, since: str, by: str | None) -> None:
    """Keep what an account is entitled to from ``since`` on; nothing where that does not change.

    Times of one account never step back, whatever the server's clock does.
    """
    said: dict[str, Any] = {
        "role": account.role,
        "clinics": " ".join(sorted(account.clinics)),
        "active": account.active,
    }
    last = (
        connection.execute(
            select(EntitlementRow.__table__)
            .where(EntitlementRow.account == account.id)
            .order_by(EntitlementRow.number.desc())
            .limit(1)
        )
        .mappings()
        .first()
    )
    if last is not None and all(last[name] == value for name, value in said.items()):
        return
    number, since = (1, since) if last is None else (last["number"] + 1, max(since, last["since"]))
    connection.execute(
        insert_into(EntitlementRow).values(
            account=account.id, number=number, since=since, by=by, **said
        )
    )


def _granted(row: RowMapping, until: str | None) -> Granted:
    return Granted(
        Entitlement(
            role=row["role"],
            clinics=frozenset(row["clinics"].split()),
            active=row["active"],
            since=row["since"],
            until=until,
        ),
        row["by"],
    )
