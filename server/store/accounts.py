"""Clinics and accounts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    or_,
    select,
    update,
)
from sqlalchemy import insert as insert_into
from sqlalchemy.exc import IntegrityError

from server.store.engine import reading, writing
from server.store.entitlements import grant, place
from server.store.models import AccountClinicRow, AccountRow, ClinicRow
from server.store.sessions import Sessions
from sync.operation import Role


@dataclass(frozen=True, slots=True)
class Clinic:
    """A partner site. ``district_code`` is Kemendagri's, e.g. ``32.75.04``."""

    id: str
    name: str
    district_code: str


@dataclass(frozen=True, slots=True)
class Account:
    """Who signs in. ``clinics`` are ids in order; an admin has none and sees all.

    ``password_by_admin``: it was made for them, and they choose another when they sign in (P243).
    """

    id: str
    username: str
    name: str
    role: Role
    clinics: tuple[str, ...]
    active: bool
    password_hash: str
    password_by_admin: bool = False


class UsernameTaken(Exception):
    """Another account has this user name."""


class Accounts(Sessions):
    """Accounts, their clinics and (by inheritance) their sessions."""

    def account_by_username(self, username: str) -> Account | None:
        """Return the account with exactly this user name."""
        return self._one(AccountRow.username == username)

    def account_by_id(self, account_id: str) -> Account | None:
        """Return the account with this id."""
        return self._one(AccountRow.id == account_id)

    def accounts(self) -> tuple[Account, ...]:
        """Return all accounts by name."""
        with reading(self._engine) as connection:
            return _accounts(connection)

    def people_for(self, account: Account) -> tuple[Account, ...]:
        """Return whom this account may know by name, itself included.

        A recruiter: the supervisors of their clinics, and admins. A supervisor: everyone of their
        clinics, and admins. An admin: everyone.
        """
        if account.role == "admin":
            return self.accounts()
        here = select(AccountClinicRow.account).where(AccountClinicRow.clinic.in_(account.clinics))
        roles = ["supervisor"] if account.role == "recruiter" else ["supervisor", "recruiter"]
        colleague = and_(AccountRow.id.in_(here), AccountRow.role.in_(roles))
        known = or_(AccountRow.id == account.id, AccountRow.role == "admin", colleague)
        with reading(self._engine) as connection:
            return _accounts(connection, known)

    def clinics(self) -> tuple[Clinic, ...]:
        """Return all clinics by name."""
        with reading(self._engine) as connection:
            return _clinics(connection)

    def clinics_of(self, account: Account) -> tuple[Clinic, ...]:
        """Return the clinics that this account works for by name; an admin's are all."""
        if account.role == "admin":
            return self.clinics()
        with reading(self._engine) as connection:
            return _clinics(connection, ClinicRow.id.in_(account.clinics))

    def add_clinics(self, clinics: Sequence[Clinic]) -> None:
        """Add clinics, all or none."""
        rows = [{"id": c.id, "name": c.name, "district_code": c.district_code} for c in clinics]
        with writing(self._engine) as connection:
            connection.execute(insert_into(ClinicRow), rows)

    def add_accounts(
        self, accounts: Sequence[Account], *, since: str = "", by: str | None = None
    ) -> None:
        """Add accounts with their clinics, all or none. Raises `UsernameTaken`.

        They are entitled from ``since`` on; who runs an installer is nobody's account.
        """
        rows = [
            {
                "id": a.id,
                "username": a.username,
                "name": a.name,
                "role": a.role,
                "password_hash": a.password_hash,
                "active": a.active,
                "password_by_admin": a.password_by_admin,
            }
            for a in accounts
        ]
        with writing(self._engine) as connection:
            names = AccountRow.username.in_([a.username for a in accounts])
            if connection.execute(select(AccountRow.id).where(names)).first() is not None:
                raise UsernameTaken
            try:
                connection.execute(insert_into(AccountRow), rows)
            except IntegrityError:  # somebody else's insert came between
                raise UsernameTaken from None
            for account in accounts:
                place(connection, account.id, account.clinics)
                grant(connection, account, since=since, by=by)

    def change_account(self, account: Account, *, at: str, by: str) -> bool:
        """Write an account anew but for its user name and password; False if there is none.

        What it is entitled to changes from ``at`` on. Closing it revokes its sessions (P119).
        """
        same = update(AccountRow).where(AccountRow.id == account.id)
        said = {"name": account.name, "role": account.role, "active": account.active}
        with writing(self._engine) as connection:
            if not connection.execute(same.values(**said)).rowcount:
                return False
            place(connection, account.id, account.clinics)
            grant(connection, account, since=at, by=by)
            if not account.active:
                self._revoke_all(connection, account.id, at)
        return True

    def reset_password(self, account_id: str, password_hash: str, at: str) -> bool:
        """Keep a password that an admin made and revoke the account's sessions; False if there is no account."""
        same = update(AccountRow).where(AccountRow.id == account_id)
        made = {"password_hash": password_hash, "password_by_admin": True}
        with writing(self._engine) as connection:
            if not connection.execute(same.values(**made)).rowcount:
                return False
            self._revoke_all(connection, account_id, at)
        return True

    def change_password(
        self, account_id: str, hashes: tuple[str, str], *, but: str | None, at: str
    ) -> bool:
        """Put the second hash, of their own choice, in the place of the first and revoke every session ``but`` one.

        False where the first is not the account's any more, and then nothing happens (P240, P241).
        """
        old, new = hashes
        chosen = {"password_hash": new, "password_by_admin": False}
        same = update(AccountRow).where(
            AccountRow.id == account_id, AccountRow.password_hash == old
        )
        with writing(self._engine) as connection:
            if not connection.execute(same.values(**chosen)).rowcount:
                return False
            self._revoke_all(connection, account_id, at, but=but)
        return True

    def set_password_hash(self, account_id: str, password_hash: str) -> None:
        """Keep a new hash, e.g. one made with stronger parameters at a sign-in."""
        statement = update(AccountRow).where(AccountRow.id == account_id)
        with writing(self._engine) as connection:
            connection.execute(statement.values(password_hash=password_hash))

    def _one(self, condition: ColumnElement[bool]) -> Account | None:
        with reading(self._engine) as connection:
            found = _accounts(connection, condition)
        return found[0] if found else None


def _accounts(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Account, ...]:
    table = AccountRow.__table__
    rows = connection.execute(
        select(table).where(*conditions).order_by(AccountRow.name, AccountRow.id)
    ).mappings()
    chosen = [*rows]
    places = connection.execute(
        select(AccountClinicRow.account, AccountClinicRow.clinic)
        .where(AccountClinicRow.account.in_([row["id"] for row in chosen]))
        .order_by(AccountClinicRow.clinic)
    )
    clinics: dict[str, list[str]] = {}
    for account, clinic in places:
        clinics.setdefault(account, []).append(clinic)
    return tuple(_account(row, clinics.get(row["id"], ())) for row in chosen)


def _account(row: RowMapping, clinics: Iterable[str]) -> Account:
    return Account(
        id=row["id"],
        username=row["username"],
        name=row["name"],
        role=row["role"],
        clinics=tuple(clinics),
        active=row["active"],
        password_hash=row["password_hash"],
        password_by_admin=row["password_by_admin"],
    )


def _clinics(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Clinic, ...]:
    rows = connection.execute(
        select(ClinicRow.id, ClinicRow.name, ClinicRow.district_code)
        .where(*conditions)
        .order_by(ClinicRow.name, ClinicRow.id)
    )
    return tuple(Clinic(*row) for row in rows)
