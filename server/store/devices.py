"""Devices: one installed app of one account each, and how they last said they were."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, select, update
from sqlalchemy import insert as insert_into

from server.store.engine import reading, writing
from server.store.meta import BACKUP_AT, read_fact
from server.store.models import AccountClinicRow, DeviceKeyRow, DeviceRow, SessionRow
from sync.canonical import GENESIS
from sync.journal import Heard

KEYS_KNOWN = 5
"""How many of a device's keys a signature is held against."""


@dataclass(frozen=True, slots=True)
class DeviceValue:
    """A device. ``skew_ms``: its clock minus the server's; ``through``: what is in custody.

    ``ancestor``, ``fork`` and ``renewal``: which device it was renewed from, where, and why (P104).
    """

    id: str
    account: str
    label: str
    app: str | None
    through: int
    first_seen: str
    last_contact_at: str | None
    pending: int | None
    oldest_pending_at: str | None
    persisted: bool | None
    free_bytes: int | None
    repair: str | None
    repaired_at: str | None
    skew_ms: int | None
    ended_at: str | None
    wiped_at: str | None
    ancestor: str | None = None
    fork: int | None = None
    renewal: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """The device id belongs to another account."""

    account: str


@dataclass(frozen=True, slots=True)
class NewDevice:
    """What a sign-in says of its phone; ``token_hash`` is of its push-only credential."""

    id: str
    account: str
    label: str
    app: str
    token_hash: str
    at: str


class Devices:
    """Register, find, hear from and end devices."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def register_device(self, new: NewDevice) -> DeviceValue | Taken:
        """Remember a device, or a new credential for a known one of the same account.

        An ended device is returned as it is, with ``ended_at``, and keeps its old credential.
        """
        with writing(self._engine) as connection:
            known = _first(connection, DeviceRow.id == new.id)
            if known is not None and known.account != new.account:
                return Taken(known.account)
            if known is not None and known.ended_at is not None:
                return known
            said = {"label": new.label, "app": new.app, "token_hash": new.token_hash}
            if known is None:
                connection.execute(
                    insert_into(DeviceRow).values(
                        id=new.id,
                        account=new.account,
                        first_seen=new.at,
                        through=0,
                        chain=GENESIS,
                        kept_through=0 if read_fact(connection, BACKUP_AT) else None,
                        **said,
                    )
                )
            else:
                same = update(DeviceRow).where(DeviceRow.id == new.id)
                connection.execute(same.values(**said))
            return _only(connection, new.id)

    def device_by_id(self, device_id: str) -> DeviceValue | None:
        """Return a device."""
        with reading(self._engine) as connection:
            return _first(connection, DeviceRow.id == device_id)

    def devices_for(self, clinics: Collection[str] | None) -> tuple[DeviceValue, ...]:
        """Return the devices of the accounts of these clinics, or all for None, oldest first."""
        conditions: list[ColumnElement[bool]] = [DeviceRow.kind == "phone"]
        if clinics is not None:
            people = select(AccountClinicRow.account).where(AccountClinicRow.clinic.in_(clinics))
            conditions.append(DeviceRow.account.in_(people))
        with reading(self._engine) as connection:
            return _devices(connection, *conditions)

    def devices_of(self, account_id: str) -> tuple[DeviceValue, ...]:
        """Return an account's own devices, oldest first."""
        with reading(self._engine) as connection:
            own = DeviceRow.account == account_id, DeviceRow.kind == "phone"
            return _devices(connection, *own)

    def import_device(self, device_id: str, account_id: str, at: str) -> None:
        """Remember a device of the server's own (P160). Nobody has a credential of it."""
        with writing(self._engine) as connection:
            connection.execute(
                insert_into(DeviceRow).values(
                    id=device_id,
                    kind="import",
                    account=account_id,
                    label="Import",
                    token_hash=f"none:{device_id}",
                    first_seen=at,
                    through=0,
                    chain=GENESIS,
                    kept_through=0 if read_fact(connection, BACKUP_AT) else None,
                )
            )

    def hear(self, device_id: str, heard: Heard) -> None:
        """Keep what a phone said of itself, where it came with no push."""
        said = update(DeviceRow).where(DeviceRow.id == device_id).values(**said_columns(heard))
        with writing(self._engine) as connection:
            connection.execute(said)

    def tell_key(self, device_id: str, public_key: str, at: str) -> None:
        """Make this the key that a device signs with from now on (P95)."""
        with writing(self._engine) as connection:
            if _keys(connection, device_id, 1) != (public_key,):
                row = {"device": device_id, "public_key": public_key, "told_at": at}
                connection.execute(insert_into(DeviceKeyRow).values(row))

    def keys_of(self, device_id: str) -> tuple[str, ...]:
        """The keys that a device signs and has lately signed with, the present one first."""
        with reading(self._engine) as connection:
            return _keys(connection, device_id, KEYS_KNOWN)

    def note_wiped(self, device_id: str, at: str) -> None:
        """Keep when an ended device said that it is wiped; the first time stays."""
        first = update(DeviceRow).where(DeviceRow.id == device_id, DeviceRow.wiped_at.is_(None))
        with writing(self._engine) as connection:
            connection.execute(first.values(wiped_at=at))

    def end_device(self, device_id: str, at: str) -> bool:
        """End a device and revoke its sessions in one commit; False if there is no such device.

        A device that was ended before keeps its time.
        """
        with writing(self._engine) as connection:
            if _first(connection, DeviceRow.id == device_id) is None:
                return False
            live = update(DeviceRow).where(DeviceRow.id == device_id, DeviceRow.ended_at.is_(None))
            connection.execute(live.values(ended_at=at))
            connection.execute(
                update(SessionRow)
                .where(SessionRow.device == device_id, SessionRow.revoked_at.is_(None))
                .values(revoked_at=at)
            )
        return True


def said_columns(heard: Heard | None) -> dict[str, Any]:
    """What a phone said of itself, by column; nothing where it said nothing."""
    if heard is None:
        return {}
    said = {field.name: getattr(heard, field.name) for field in fields(Heard)}
    return {"last_contact_at": said.pop("at"), **said}


def _keys(connection: Connection, device_id: str, most: int) -> tuple[str, ...]:
    told = select(DeviceKeyRow.public_key).where(DeviceKeyRow.device == device_id)
    newest = told.order_by(DeviceKeyRow.number.desc()).limit(most)
    return tuple(connection.scalars(newest))


def _devices(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[DeviceValue, ...]:
    statement = select(DeviceRow.__table__).where(*conditions)
    rows = connection.execute(statement.order_by(DeviceRow.first_seen, DeviceRow.id)).mappings()
    return tuple(_device(row) for row in rows)


def _first(connection: Connection, condition: ColumnElement[bool]) -> DeviceValue | None:
    return next(iter(_devices(connection, condition)), None)


def _only(connection: Connection, device_id: str) -> DeviceValue:
    (device,) = _devices(connection, DeviceRow.id == device_id)
    return device


def _device(row: RowMapping) -> DeviceValue:
    return DeviceValue(
        id=row["id"],
        account=row["account"],
        label=row["label"],
        app=row["app"],
        through=row["through"],
        first_seen=row["first_seen"],
        last_contact_at=row["last_contact_at"],
        pending=row["pending"],
        oldest_pending_at=row["oldest_pending_at"],
        persisted=row["persisted"],
        free_bytes=row["free_bytes"],
        repair=row["repair"],
        repaired_at=row["repaired_at"],
        skew_ms=row["skew_ms"],
        ended_at=row["ended_at"],
        wiped_at=row["wiped_at"],
        ancestor=row["ancestor"],
        fork=row["fork"],
        renewal=row["renewal"],
    )
