"""Registrations by page and filter (P179), and what the log has of one (P175, P177)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, Select, and_, exists, func, or_, select, tuple_

from server.store.engine import reading, snapshot
from server.store.fields import fields_of
from server.store.models import (
    ClaimRow,
    DeviceRow,
    FeedEntryRow,
    OperationRow,
    ReceiptRow,
    RegistrationRow,
)
from server.store.rows import load_operation, load_receipt, load_registration
from sync.journal import Logged
from sync.receipt import Receipt
from sync.registration import Registration

_STATE = (RegistrationRow.id, RegistrationRow.state)
_LAST = "\x7f"
"""Above every character of a searchable name."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to list: the beginning of a searchable name, in order of names; or those that claim one of these keys; or
    a clinic's, those of a status, or both, the newest first. ``after`` is the last one shown."""

    name: str | None = None
    keys: Collection[str] = ()
    clinic: str | None = None
    status: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """An operation of the log with what came of it and the label of its device."""

    logged: Logged
    receipt: Receipt | None
    label: str


class Registrations:
    """Reads registrations past the feed. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._fields = fields_of(engine)

    def page(self, wanted: Wanted, limit: int) -> tuple[Registration, ...]:
        """At most ``limit`` registrations."""
        with snapshot(self._engine) as connection:
            if wanted.name:
                rows = _by_name(wanted)
            elif wanted.keys:
                rows = _by_key(wanted)
            else:
                rows = _by_place(wanted)
            found = connection.execute(rows.limit(limit)).all()
        return tuple(load_registration(*row, self._fields) for row in found)

    def count(self, statuses: Collection[str]) -> int:
        """How many stand in one of these."""
        theirs = select(func.count()).where(RegistrationRow.status.in_(statuses))
        with reading(self._engine) as connection:
            return connection.scalar(theirs) or 0

    def claiming(self, keys: Collection[str]) -> tuple[Registration, ...]:
        """Everything that claims one of these, in the order of ids; erased ones claim nothing."""
        with reading(self._engine) as connection:
            found = connection.execute(_by_key(Wanted(keys=keys))).all()
        return tuple(load_registration(*row, self._fields) for row in reversed(found))

    def seen(self, registration: str, scopes: Collection[str] | None) -> Registration | None:
        """A registration that is live in one of these scopes, of all where None."""
        one = select(RegistrationRow.state).where(RegistrationRow.id == registration)
        if scopes is not None:
            live = exists().where(
                FeedEntryRow.registration == RegistrationRow.id,
                FeedEntryRow.scope.in_(scopes),
                FeedEntryRow.flag == "live",
            )
            one = one.where(live)
        with reading(self._engine) as connection:
            state = connection.scalar(one)
        return load_registration(registration, state, self._fields) if state is not None else None

    def log_of(self, registration: str, claims: Collection[str] = ()) -> tuple[Told, ...]:
        """Every operation of the log on a registration, and the resolutions of its ``claims``, which may have
        answered about it (M41), in the order they were received."""
        same = and_(ReceiptRow.device == OperationRow.device, ReceiptRow.n == OperationRow.n)
        rows = (
            select(OperationRow.__table__, ReceiptRow.body, DeviceRow.label)
            .outerjoin(ReceiptRow, same)
            .join(DeviceRow, DeviceRow.id == OperationRow.device)
            .where(
                OperationRow.registration.in_({registration, *claims}),
                or_(OperationRow.registration == registration, OperationRow.kind == "resolve"),
            )
            .order_by(OperationRow.received_at, OperationRow.device, OperationRow.n)
        )
        with reading(self._engine) as connection:
            found: Sequence[dict[str, object]] = connection.execute(rows).mappings().all()  # type: ignore[assignment]
        return tuple(
            Told(
                load_operation(row, self._fields),
                load_receipt(str(row["body"])) if row["body"] is not None else None,
                str(row["label"]),
            )
            for row in found
        )


def _by_name(wanted: Wanted) -> Select[str, str]:
    assert wanted.name is not None
    columns = RegistrationRow.name, RegistrationRow.id
    rows = select(*_STATE).where(
        RegistrationRow.name >= wanted.name, RegistrationRow.name < wanted.name + _LAST
    )
    if wanted.after is not None:
        last = select(RegistrationRow.name).where(RegistrationRow.id == wanted.after)
        rows = rows.where(tuple_(*columns) > tuple_(last.scalar_subquery(), wanted.after))
    return rows.order_by(*columns)


def _by_key(wanted: Wanted) -> Select[str, str]:
    claiming = select(ClaimRow.registration).where(ClaimRow.person.in_(wanted.keys))
    rows = select(*_STATE).where(RegistrationRow.id.in_(claiming))
    if wanted.after is not None:
        rows = rows.where(RegistrationRow.id < wanted.after)
    return rows.order_by(RegistrationRow.id.desc())


def _by_place(wanted: Wanted) -> Select[str, str]:
    rows = select(*_STATE)
    if wanted.clinic is not None:
        rows = rows.where(RegistrationRow.clinic == wanted.clinic)
    if wanted.status is not None:
        rows = rows.where(RegistrationRow.status == wanted.status)
    if wanted.after is not None:
        rows = rows.where(RegistrationRow.id < wanted.after)
    return rows.order_by(RegistrationRow.id.desc())
