"""What the simulation needs of a journal beside the port: a look inside, for the invariants."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any, Protocol

from sqlalchemy import Engine, select, update

from server.store import Store
from server.store.fields import fields_of
from server.store.models import (
    DeviceRow,
    MetaRow,
    OperationRow,
    RegistrationRow,
    StrayRow,
    WaitingRow,
)
from server.store.rows import load_beside, load_operation, load_registration, load_waiting
from sync.feed import Viewer
from sync.journal import Beside, Journal, Logged
from sync.lineage import Ancestor
from sync.registration import Registration
from tests.contract.people import add_device


class Stage(Journal, Protocol):
    """A journal to look into."""

    def add_device(self, device: str, account: str, ancestor: Ancestor | None = None) -> None: ...

    def registrations(self) -> Mapping[str, Registration]: ...

    def through(self, device: str) -> int: ...

    def ops_in_custody(self) -> set[str]: ...

    def beside(self) -> Sequence[Beside]: ...

    def waiting_rows(self) -> Sequence[Logged]: ...

    def logged_op(self, op: str) -> Logged: ...

    def took_effect(self, op: str) -> bool: ...

    def renew_epoch(self, epoch: str) -> None: ...


class Staged(Protocol):
    """What the checks need of either world; phones have a ``device`` and what they ``saved``, by op."""

    @property
    def journal(self) -> Stage: ...

    @property
    def random(self) -> Random: ...

    @property
    def limit(self) -> int: ...

    @property
    def renewed(self) -> set[str]: ...

    @property
    def phones(self) -> Sequence[Any]: ...

    def viewer(self, phone: Any) -> Viewer: ...


class SqlStage:
    """The real store on SQLite or PostgreSQL."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._store = Store(engine)
        self.taking_in = self._store.journal.taking_in
        self.snapshot = self._store.journal.snapshot

    def add_device(self, device: str, account: str, ancestor: Ancestor | None = None) -> None:
        add_device(self._store, device, account)
        if ancestor is not None:
            with self._engine.begin() as connection:
                connection.execute(
                    update(DeviceRow)
                    .where(DeviceRow.id == device)
                    .values(ancestor=ancestor.device, fork=ancestor.n)
                )

    def registrations(self) -> Mapping[str, Registration]:
        with self._engine.connect() as connection:
            rows = connection.execute(select(RegistrationRow.id, RegistrationRow.state)).all()
        fields = fields_of(self._engine)
        return {key: load_registration(key, state, fields) for key, state in rows}

    def through(self, device: str) -> int:
        with self.snapshot() as snapshot:
            return snapshot.through(device)

    def ops_in_custody(self) -> set[str]:
        with self._engine.connect() as connection:
            ops = set(connection.scalars(select(OperationRow.op)).all())
        beside = [one.logged for one in self.beside()]
        return ops | {row.op for row in [*beside, *self.waiting_rows()]}

    def beside(self) -> list[Beside]:
        with self._engine.connect() as connection:
            rows = connection.execute(select(StrayRow.__table__)).mappings()
            return [load_beside(row, fields_of(self._engine)) for row in rows]

    def waiting_rows(self) -> list[Logged]:
        with self._engine.connect() as connection:
            held = select(WaitingRow.device, WaitingRow.n, WaitingRow.logged)
            return [load_waiting(row, fields_of(self._engine)) for row in connection.execute(held)]

    def logged_op(self, op: str) -> Logged:
        with self._engine.connect() as connection:
            rows = connection.execute(
                select(OperationRow.__table__)
                .where(OperationRow.op == op)
                .order_by(OperationRow.received_at, OperationRow.n)
            ).mappings()
            row = rows.first()
        assert row is not None
        return load_operation(row, fields_of(self._engine))

    def took_effect(self, op: str) -> bool:
        with self._engine.connect() as connection:
            return (
                connection.scalar(select(OperationRow.n).where(OperationRow.op == op)) is not None
            )

    def renew_epoch(self, epoch: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(MetaRow).where(MetaRow.key == "epoch").values(value=epoch))
