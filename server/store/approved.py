"""Registrations after approval: lists in pages, whom a row of a table names, and sums of what was paid."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, assert_never

from sqlalchemy import ColumnElement, Engine, Tuple, and_, false, func, or_, select, tuple_

from server.store.engine import reading
from server.store.fields import Fields, fields_of
from server.store.models import ClaimRow, RegistrationRow
from server.store.rows import load_registration
from sync.operation import UnitValue
from sync.registration import Registration

PAGE = 500
"""Registrations that an export reads at once."""

_STATE = (RegistrationRow.id, RegistrationRow.state)

Stage = Literal["ready", "coded", "lapsed", "paid", "registered"]
"""How far the branch has come: no code yet, a code that is valid, one that is not any more, paid, a member."""

STAGES: tuple[Stage, ...] = ("ready", "coded", "lapsed", "paid", "registered")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of the approved; ``clinics`` None is every clinic. ``since`` and ``before`` are moments of approval.

    ``today`` decides which codes have lapsed.
    """

    clinics: Collection[str] | None
    today: str
    stages: Collection[Stage] = STAGES
    since: str = ""
    before: str = "9"


@dataclass(frozen=True, slots=True)
class Approved:
    """A registration that was approved, and when."""

    approved_at: str
    registration: Registration

    @property
    def units(self) -> Mapping[str, UnitValue]:
        """The values that were approved; a unit that came later as it stands."""
        approval = self.registration.approval
        return self.registration.values() | dict(approval.units if approval else {})

    @property
    def place(self) -> tuple[str, str]:
        """Where it is in a list."""
        return self.approved_at, self.registration.id


@dataclass(frozen=True, slots=True)
class Sum:
    """What an account's members of one kind paid: how many programmes, how many members, rupiah."""

    account: str
    programmes: int
    members: int
    paid_total: int


class AfterApproval:
    """Read what was approved and what became of it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._fields = fields_of(engine)

    def page(
        self, wanted: Wanted, limit: int, after: tuple[str, str] = ("", "")
    ) -> Sequence[Approved]:
        """The next of them, those approved first before others."""
        found = (
            select(RegistrationRow.approved_at, *_STATE)
            .where(*_conditions(wanted), _place() > tuple_(*after))
            .order_by(RegistrationRow.approved_at, RegistrationRow.id)
            .limit(limit)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(found).all()
        return [
            Approved(at or "", load_registration(key, state, self._fields))
            for at, key, state in rows
        ]

    def pages(self, wanted: Wanted) -> Iterator[Sequence[Approved]]:
        """All of them, a page in memory at a time."""
        after = ("", "")
        while page := self.page(wanted, PAGE, after):
            yield page
            after = page[-1].place

    def counts(self, wanted: Wanted) -> Mapping[Stage, int]:
        """How many are at each stage."""
        with reading(self._engine) as connection:
            return {
                stage: connection.scalar(
                    select(func.count())
                    .select_from(RegistrationRow)
                    .where(*_conditions(Wanted(wanted.clinics, wanted.today, (stage,))))
                )
                or 0
                for stage in STAGES
            }

    def by_id(self, ids: Collection[str]) -> Mapping[str, Registration]:
        """Registrations by their ids."""
        found = select(*_STATE).where(RegistrationRow.id.in_(ids))
        with reading(self._engine) as connection:
            rows = connection.execute(found).all()
        return {key: load_registration(key, state, self._fields) for key, state in rows}

    def by_code(self, codes: Collection[str]) -> Mapping[str, Sequence[Registration]]:
        """Registrations by the payment code that they have now."""
        code = RegistrationRow.payment_code
        found = select(code, *_STATE).where(code.in_(codes), code.is_not(None))
        with reading(self._engine) as connection:
            return _by_key(connection.execute(found).all(), self._fields)

    def by_person(self, persons: Collection[str]) -> Mapping[str, Sequence[Registration]]:
        """Registrations by a key that they claim (M73), e.g. a NIK's."""
        found = (
            select(ClaimRow.person, *_STATE)
            .join(RegistrationRow, RegistrationRow.id == ClaimRow.registration)
            .where(ClaimRow.person.in_(persons))
            .order_by(ClaimRow.number)
        )
        with reading(self._engine) as connection:
            return _by_key(connection.execute(found).all(), self._fields)

    def sums(
        self, days: tuple[str, str], clinics: Collection[str] | None, account: str | None = None
    ) -> Sequence[Sum]:
        """What was paid from the first day up to before the second one, by credited account."""
        credited = RegistrationRow.credit
        members, paid = func.count(), func.sum(RegistrationRow.paid_amount)
        found = (
            select(credited, RegistrationRow.programmes, members, paid)
            .where(*_paid(days, clinics, account))
            .group_by(credited, RegistrationRow.programmes)
            .order_by(credited, RegistrationRow.programmes)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(found).all()
        return [Sum(who or "", kind or 0, n, int(total or 0)) for who, kind, n, total in rows]

    def paid(
        self, days: tuple[str, str], clinics: Collection[str] | None, account: str
    ) -> Sequence[Approved]:
        """One account's paid registrations of these days, in order of payment."""
        found = (
            select(RegistrationRow.approved_at, *_STATE)
            .where(*_paid(days, clinics, account), RegistrationRow.approved_at.is_not(None))
            .order_by(RegistrationRow.paid_at, RegistrationRow.id)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(found).all()
        return [
            Approved(at or "", load_registration(key, state, self._fields))
            for at, key, state in rows
        ]


def _by_key(rows: Sequence[Any], fields: Fields) -> dict[str, list[Registration]]:
    found: dict[str, list[Registration]] = {}
    for given, key, state in rows:
        found.setdefault(given, []).append(load_registration(key, state, fields))
    return found


def _place() -> Tuple:
    return tuple_(RegistrationRow.approved_at, RegistrationRow.id)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    at = RegistrationRow.approved_at
    stages = [_at_stage(stage, wanted.today) for stage in wanted.stages]
    found = [at.is_not(None), at >= wanted.since, at < wanted.before, or_(false(), *stages)]
    return found if wanted.clinics is None else [*found, _at(wanted.clinics)]


def _at(clinics: Collection[str]) -> ColumnElement[bool]:
    return RegistrationRow.clinic.in_(clinics)


def _at_stage(stage: Stage, today: str) -> ColumnElement[bool]:
    status, valid_until = RegistrationRow.status, RegistrationRow.valid_until
    match stage:
        case "ready":
            return status == "approved"
        case "coded":
            return and_(status == "code_issued", valid_until >= today)
        case "lapsed":
            return and_(status == "code_issued", valid_until < today)
        case "paid" | "registered":
            return status == stage
        case _:
            assert_never(stage)


def _paid(
    days: tuple[str, str], clinics: Collection[str] | None, account: str | None
) -> list[ColumnElement[bool]]:
    """Where a payment stands: a registration that was sent back to review keeps it, a closed one as well."""
    at = RegistrationRow.paid_at
    found = [at.is_not(None), at >= days[0], at < days[1], RegistrationRow.credit.is_not(None)]
    found += [] if clinics is None else [_at(clinics)]
    return [*found, RegistrationRow.credit == account] if account else found
