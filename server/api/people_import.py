"""Clinics and accounts from a table: all of its new rows in one transaction, or none."""

import logging
from collections.abc import Iterable, Mapping, Sequence

import uuid6

from server.accounts.changes import first_password
from server.accounts.passwords import hash_password
from server.accounts.tables import (
    ACCOUNT_NAMES,
    CLINIC_NAMES,
    NewAccount,
    NewClinic,
    Wrong,
    folded,
    read_account,
    read_clinic,
)
from server.api.access import Caller
from server.api.services import services
from server.api.tables import Flaw, Judged, Taken
from server.domain import regions
from server.moments import moment
from server.sheets.columns import Columns, require
from server.sheets.reading import Unfit
from server.store.accounts import Account, Clinic, UsernameTaken

log = logging.getLogger(__name__)

MOST_PEOPLE = 500
"""Rows of a table of people: one transaction takes them, and each account costs a password's hash."""


class ClinicsImport:
    """New partner sites."""

    names = CLINIC_NAMES
    portion = MOST_PEOPLE

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._known = {folded(one.name): one for one in services().store.accounts.clinics()}
        self._rows: dict[str, int] = {}

    def fits(self, found: Columns) -> None:
        require(found, CLINIC_NAMES, ("name",), ("district",))

    def judge(self, rows: Sequence[tuple[int, Mapping[str, str]]]) -> Iterable[Judged]:
        _one_portion(rows)
        return [self._judged(row, read_clinic(cells)) for row, cells in rows]

    def _judged(self, row: int, said: NewClinic | Wrong) -> Judged:
        if isinstance(said, Wrong):
            return _flawed(row, said)
        first = self._rows.setdefault(folded(said.name), row)
        if first != row:
            return _flawed(row, Wrong("name", "twice", str(first)))
        if not regions.known(said.district):
            return _flawed(row, Wrong("district", "not_a_district", said.district))
        known = self._known.get(folded(said.name))
        if known is None:
            return Judged(row, {"name": said.name, "district": said.district})
        if known.district_code == said.district:
            return Judged(row)
        return _flawed(row, Wrong("district", "otherwise", known.district_code))

    def take(self, changes: Sequence[Judged]) -> Taken:
        new = [
            Clinic(str(uuid6.uuid7()), one.change["name"], one.change["district"])
            for one in changes
        ]
        services().store.accounts.add_clinics(new)
        log.info("clinics_imported count=%d by=%s", len(new), self._caller.account.id)
        return Taken()


class AccountsImport:
    """New accounts, each with a first password that is in the answer and nowhere else."""

    names = ACCOUNT_NAMES
    portion = MOST_PEOPLE

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        kept = services().store.accounts
        clinics = kept.clinics()
        self._clinics = {folded(one.name): one.id for one in clinics} | {
            c.id: c.id for c in clinics
        }
        self._known = {one.username: one for one in kept.accounts()}
        self._rows: dict[str, int] = {}

    def fits(self, found: Columns) -> None:
        require(found, ACCOUNT_NAMES, ("username",), ("name",), ("role",))

    def judge(self, rows: Sequence[tuple[int, Mapping[str, str]]]) -> Iterable[Judged]:
        _one_portion(rows)
        return [self._judged(row, read_account(cells, self._clinics)) for row, cells in rows]

    def _judged(self, row: int, said: NewAccount | Wrong) -> Judged:
        if isinstance(said, Wrong):
            return _flawed(row, said)
        first = self._rows.setdefault(said.username, row)
        if first != row:
            return _flawed(row, Wrong("username", "twice", str(first)))
        known = self._known.get(said.username)
        if known is None:
            told = {"username": said.username, "name": said.name, "role": said.role}
            return Judged(row, {**told, "clinics": list(said.clinics)})
        same = (known.name, known.role, known.clinics) == (said.name, said.role, said.clinics)
        return Judged(row) if same else _flawed(row, Wrong("username", "taken", known.name))

    def take(self, changes: Sequence[Judged]) -> Taken:
        found, by = services(), self._caller.account.id
        passwords = [first_password() for _ in changes]
        new = [
            Account(
                id=str(uuid6.uuid7()),
                username=one.change["username"],
                name=one.change["name"],
                role=one.change["role"],
                clinics=tuple(one.change["clinics"]),
                active=True,
                password_hash=hash_password(password),
                password_by_admin=True,
            )
            for one, password in zip(changes, passwords, strict=True)
        ]
        try:
            found.store.accounts.add_accounts(new, since=moment(found.clock()), by=by)
        except UsernameTaken:  # somebody opened one of them meanwhile: none is opened here
            return Taken([Judged(one.row, flaw=Flaw("username", "taken")) for one in changes])
        log.info("accounts_imported count=%d by=%s", len(new), by)
        told = zip(new, passwords, strict=True)
        return Taken(
            passwords=[
                {"username": one.username, "name": one.name, "password": password}
                for one, password in told
            ]
        )


def _one_portion(rows: Sequence[tuple[int, Mapping[str, str]]]) -> None:
    """Raises `Unfit` at the second portion: the first has not been taken when it is read in the preview."""
    if rows and rows[-1][0] > MOST_PEOPLE + 1:
        raise Unfit("too_many_rows", str(MOST_PEOPLE))


def _flawed(row: int, wrong: Wrong) -> Judged:
    return Judged(row, flaw=Flaw(wrong.field, wrong.why, wrong.detail))
