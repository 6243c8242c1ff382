"""What the simulation needs of a journal beside the port: a look inside, for the invariants."""

import json
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any, Protocol

from sqlalchemy import Engine, select, update

from server.store import Store
from server.store.models import (
    MetaRow,
    OperationRow,
    RegistrationRow,
    StrayRow,
    WaitingRow,
)
from server.store.rows import load_logged, load_registration
from sync.feed import Viewer
from sync.journal import Journal, Logged
from sync.registration import Registration
from tests.contract.people import add_device


class Stage(Journal, Protocol):
    """A journal to look into."""

    def add_device(self, device: str, account: str) -> None: ...

    def registrations(self) -> Mapping[str, Registration]: ...

    def through(self, device: str) -> int: ...

    def ops_in_custody(self) -> set[str]: ...

    def strays(self) -> Sequence[Logged]: ...

    def waiting_rows(self) -> Sequence[Logged]: ...

    def logged_op(self, op: str) -> Logged: ...

    def renew_epoch(self, epoch: str) -> None: ...


class Staged(Protocol):
    """What the checks need of either world; phones have a ``device``."""

    @property
    def journal(self) -> Stage: ...

    @property
    def random(self) -> Random: ...

    @property
    def limit(self) -> int: ...

    def viewer(self, phone: Any) -> Viewer: ...


class SqlStage:
    """The real store on SQLite or PostgreSQL."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._store = Store(engine)
        self.taking_in = self._store.journal.taking_in
        self.snapshot = self._store.journal.snapshot

    def add_device(self, device: str, account: str) -> None:
        add_device(self._store, device, account)

    def registrations(self) -> Mapping[str, Registration]:
        with self._engine.connect() as connection:
            states = connection.scalars(select(RegistrationRow.state)).all()
        return {r.id: r for r in map(load_registration, states)}

    def through(self, device: str) -> int:
        with self.snapshot() as snapshot:
            return snapshot.through(device)

    def ops_in_custody(self) -> set[str]:
        with self._engine.connect() as connection:
            ops = set(connection.scalars(select(OperationRow.op)).all())
        return ops | {row.op for row in [*self.strays(), *self.waiting_rows()]}

    def strays(self) -> list[Logged]:
        with self._engine.connect() as connection:
            return [load_logged(t) for t in connection.scalars(select(StrayRow.logged))]

    def waiting_rows(self) -> list[Logged]:
        with self._engine.connect() as connection:
            return [load_logged(t) for t in connection.scalars(select(WaitingRow.logged))]

    def logged_op(self, op: str) -> Logged:
        with self._engine.connect() as connection:
            row = (
                connection.execute(select(OperationRow.__table__).where(OperationRow.op == op))
                .mappings()
                .one()
            )
        return Logged(**{**row, "raw": json.loads(row["raw"])})

    def renew_epoch(self, epoch: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(MetaRow).where(MetaRow.key == "epoch").values(value=epoch))
