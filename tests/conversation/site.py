"""The real server of one conversation, and what an operator may do to it."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select, update

from server.moments import moment
from server.store import Store
from server.store.accounts import Account, Clinic
from server.store.backup import back_up, restore
from server.store.base import db
from server.store.meta import EPOCH
from server.store.models import DeviceRow, MetaRow, OperationRow, RegistrationRow
from server.store.recovery import Progress
from tests.conversation.phone import Chain
from tests.conversation.weather import Weather
from tests.server.conftest import Clock


def _unseen(_: str) -> Progress:
    return lambda _done: None


@dataclass(frozen=True, slots=True)
class Site:
    """``origin`` is where clients reach it, ``weather`` what lies between."""

    app: Flask
    origin: str
    weather: Weather
    clock: Clock

    def change_role(self, account: Account, role: str) -> None:
        self._change(account, role=role)

    def move(self, account: Account, *clinics: Clinic) -> None:
        """From now on the account works at these clinics."""
        self._change(account, clinics=tuple(clinic.id for clinic in clinics))

    def _change(self, account: Account, **to: Any) -> None:
        accounts = Store(db.engine).accounts
        known = accounts.account_by_id(account.id)
        assert known is not None
        accounts.change_account(replace(known, **to), at=moment(self.clock()), by=account.id)

    def new_epoch(self) -> None:
        """What every restore of the database ends with."""
        self._write(update(MetaRow).where(MetaRow.key == EPOCH).values(value=str(uuid.uuid4())))

    def backup(self, to: Path) -> None:
        """A backup of the server as it is now, in the place of an older one."""
        to.unlink(missing_ok=True)
        back_up(db.engine, to, _unseen)

    def restore(self, kept: Path) -> None:
        """Put a backup in the server's place."""
        db.engine.dispose()
        restore(str(db.engine.url), kept, _unseen, clock=self.clock)

    def end(self, device: str) -> None:
        at = "2026-11-23T03:00:00.000Z"
        self._write(update(DeviceRow).where(DeviceRow.id == device).values(ended_at=at))

    def origin_of(self, device: str) -> tuple[str, int, str] | None:
        """The device that one was renewed from, the fork, and why."""
        with db.engine.connect() as connection:
            row = connection.execute(select(DeviceRow).where(DeviceRow.id == device)).one()
        return row.ancestor and (row.ancestor, row.fork, row.renewal)

    def ops(self) -> Sequence[str]:
        """The ids of what is in the log, each as often as it was handed over."""
        with db.engine.connect() as connection:
            return sorted(connection.scalars(select(OperationRow.op)))

    def history(self, registration: str) -> Sequence[str]:
        """The ids of the operations that had an effect on a registration."""
        with db.engine.connect() as connection:
            state = connection.scalar(
                select(RegistrationRow.state).where(RegistrationRow.id == registration)
            )
        return [event["op"] for event in json.loads(state or "{}")["history"]]

    def garble(self, device: str) -> None:
        """The log is no longer what the device said."""
        self._write(
            update(DeviceRow).where(DeviceRow.id == device).values(chain="ab" * 32),
            update(OperationRow).where(OperationRow.device == device).values(chain="ab" * 32),
        )

    def chain(self, device: str) -> Chain:
        """The server's high-water mark of a device and its h there."""
        with db.engine.connect() as connection:
            row = connection.execute(select(DeviceRow).where(DeviceRow.id == device)).one()
        return Chain(row.through, row.chain)

    def log(self, device: str) -> Sequence[int]:
        """The numbers in custody, as they were taken in."""
        statement = select(OperationRow.n).where(OperationRow.device == device)
        with db.engine.connect() as connection:
            return sorted(connection.scalars(statement))

    def _write(self, *statements: Any) -> None:
        with db.engine.begin() as connection:
            for statement in statements:
                connection.execute(statement)
