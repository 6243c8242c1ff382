"""One push's transaction: everything it reads is locked, everything it writes is one commit."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Executable, bindparam, select, tuple_

from server.store.fields import fields_of
from server.store.latches import lock_photos
from server.store.meta import read_epoch, read_floor
from server.store.models import (
    DeviceRow,
    OperationRow,
    ReceiptRow,
    RegistrationRow,
    StrayRow,
    WaitingRow,
)
from server.store.photos import arrivals_of, declaring
from server.store.rows import (
    load_beside,
    load_operation,
    load_receipt,
    load_registration,
    load_waiting,
    plain,
)
from server.store.statements import among
from server.store.working_set import lock_working_set
from server.store.writes import write_changes
from sync.canonical import GENESIS
from sync.incarnation import Incarnation
from sync.journal import Beside, Changes, Device, Loaded, Logged, Waiting
from sync.lineage import GENERATIONS, Ancestor
from sync.receipt import Receipt

_DEVICE = (
    select(
        DeviceRow.id,
        DeviceRow.account,
        DeviceRow.through,
        DeviceRow.chain,
        DeviceRow.incarnation_epoch,
        DeviceRow.incarnation,
        DeviceRow.incarnation_before,
        DeviceRow.ancestor,
        DeviceRow.fork,
        DeviceRow.kept_through,
    )
    .where(DeviceRow.id == bindparam("device"))
    .with_for_update()
)
_RECEIPTS = select(ReceiptRow.n, ReceiptRow.hash, ReceiptRow.body).where(
    ReceiptRow.device == bindparam("device"), among(ReceiptRow.n, "numbers")
)
_CHAIN_AT = select(OperationRow.chain).where(
    OperationRow.device == bindparam("device"), OperationRow.n == bindparam("n")
)
_KNOWN_OPS = (
    select(OperationRow.__table__)
    .where(among(OperationRow.op, "ops"))
    .order_by(OperationRow.received_at, OperationRow.n)
)
_BESIDE = select(StrayRow.device, StrayRow.hash, StrayRow.logged, StrayRow.body)
_BESIDE_AT = _BESIDE.where(StrayRow.device == bindparam("device"), among(StrayRow.n, "numbers"))
_BESIDE_OPS = _BESIDE.where(among(StrayRow.op, "ops"))
_LATER = (WaitingRow.device, WaitingRow.n, WaitingRow.logged)
_EARLY_OPS = select(*_LATER).where(among(WaitingRow.op, "ops"), WaitingRow.waits_for == "gap")
_HANDED_OVER = select(OperationRow.op, OperationRow.device, OperationRow.n).where(
    among(OperationRow.op, "ops")
)
_ANCESTORS = select(DeviceRow.id, DeviceRow.ancestor, DeviceRow.fork).where(
    among(DeviceRow.id, "devices"), DeviceRow.ancestor.is_not(None)
)
_HELD = (
    select(WaitingRow.waits_for, *_LATER)
    .where(WaitingRow.device == bindparam("device"))
    .order_by(WaitingRow.n)
)
_STANDING = (
    select(RegistrationRow.id, RegistrationRow.state)
    .where(among(RegistrationRow.id, "registrations"))
    .order_by(RegistrationRow.id)
)
_WAITING = (
    select(WaitingRow.registration, *_LATER)
    .where(among(WaitingRow.registration, "registrations"), WaitingRow.waits_for == "registration")
    .order_by(WaitingRow.number)
)


class SqlTaking:
    """:class:`sync.journal.Taking` in SQL. Statements are by set: their number does not grow with
    the push."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._fields = fields_of(connection)

    def device(self, device: str) -> Device:
        """Lock and return a device; LookupError when nobody registered it."""
        found = self._all(_DEVICE, device=device)
        if not found:
            raise LookupError(device)
        key, account, through, chain, *given, ancestor, fork, kept_through = found[0]
        return Device(
            key,
            account,
            through,
            chain,
            incarnation=Incarnation(*given),
            ancestor=None if ancestor is None else Ancestor(ancestor, fork),
            kept_through=kept_through,
        )

    def receipts(self, device: str, numbers: Collection[int]) -> Mapping[int, tuple[str, Receipt]]:
        """(hash, receipt) by n."""
        found = self._all(_RECEIPTS, device=device, numbers=numbers)
        return {n: (digest, load_receipt(body)) for n, digest, body in found}

    def chain_at(self, device: str, n: int) -> str | None:
        """h_n of a device as the log has it."""
        if n == 0:
            return GENESIS
        return self._connection.scalar(_CHAIN_AT, {"device": device, "n": n})

    def known_ops(self, ops: Sequence[str]) -> Sequence[Logged]:
        """The operations of the log with these op ids, in the order they were received."""
        found = self._connection.execute(_KNOWN_OPS, {"ops": _plain(ops)}).mappings()
        return [load_operation(row, self._fields) for row in found]

    def beside(self, device: str, numbers: Collection[int]) -> Sequence[Beside]:
        """What is kept beside the log for these numbers of a device."""
        found = self._connection.execute(_BESIDE_AT, {"device": device, "numbers": numbers})
        return [load_beside(row, self._fields) for row in found.mappings()]

    def beside_ops(self, ops: Sequence[str]) -> Sequence[Beside]:
        """What is kept beside the log under these op ids."""
        found = self._connection.execute(_BESIDE_OPS, {"ops": _plain(ops)})
        return [load_beside(row, self._fields) for row in found.mappings()]

    def early_ops(self, ops: Sequence[str]) -> Sequence[Logged]:
        """What waits behind a gap under these op ids."""
        found = self._all(_EARLY_OPS, ops=_plain(ops))
        return [load_waiting(row, self._fields) for row in found]

    def handed_over(self, ops: Collection[str]) -> Collection[tuple[str, str, int]]:
        """(op, device, n) of each time that these op ids came into the log."""
        found = self._all(_HANDED_OVER, ops=ops)
        return [(op, device, n) for op, device, n in found]

    def ancestors(self, devices: Collection[str]) -> Mapping[str, tuple[Ancestor, ...]]:
        """The ancestors of these devices, generation by generation."""
        known: dict[str, Ancestor] = {}
        asked = set(devices)
        for _ in range(GENERATIONS):
            found = self._all(_ANCESTORS, devices=asked)
            known |= {device: Ancestor(ancestor, fork) for device, ancestor, fork in found}
            asked = {ancestor for _, ancestor, _ in found} - known.keys()
            if not asked:
                break
        return {device: _line(known, device) for device in devices}

    def epoch(self) -> str:
        """The feed's epoch."""
        return read_epoch(self._connection)

    def logged(self, places: Collection[tuple[str, int]]) -> Mapping[tuple[str, int], Logged]:
        """Operations of the log by (device, n)."""
        if not places:
            return {}
        found = self._connection.execute(
            select(OperationRow.__table__).where(
                tuple_(OperationRow.device, OperationRow.n).in_(list(places))
            )
        ).mappings()
        rows = [load_operation(row, self._fields) for row in found]
        return {(row.device, row.n): row for row in rows}

    def held(self, device: str) -> Sequence[Waiting]:
        """What of this device is in custody without effect yet, by n."""
        found = self._all(_HELD, device=device)
        return [Waiting(waits_for, load_waiting(row, self._fields)) for waits_for, *row in found]

    def load(
        self, registrations: Iterable[str], persons: Iterable[str], *, photos: Iterable[str] = ()
    ) -> Loaded:
        """Lock and return the working set."""
        named = sorted(photos)
        lock_photos(self._connection, named)
        given = declaring(self._connection, named).union(registrations)
        ids, claims = lock_working_set(self._connection, given, persons)
        found = self._all(_STANDING, registrations=ids)
        return Loaded(
            registrations={
                key: load_registration(key, state, self._fields) for key, state in found
            },
            claims=claims,
            waiting=self._waiting(ids),
            floor=read_floor(self._connection),
            arrivals=arrivals_of(self._connection, named, ids),
        )

    def commit(self, changes: Changes) -> None:
        """Write it all, counters last."""
        write_changes(self._connection, changes)

    def _waiting(self, registrations: Iterable[str]) -> dict[str, tuple[Logged, ...]]:
        found = self._all(_WAITING, registrations=registrations)
        waiting: dict[str, tuple[Logged, ...]] = {}
        for registration, *row in found:
            held = load_waiting(row, self._fields)
            waiting[registration] = (*waiting.get(registration, ()), held)
        return waiting

    def _all(self, statement: Executable, **given: Any) -> Sequence[Any]:
        return self._connection.execute(statement, given).all()


def _plain(ops: Iterable[str]) -> set[str]:
    """Those that a column may hold."""
    return {op for op in ops if plain(op)}


def _line(known: Mapping[str, Ancestor], device: str) -> tuple[Ancestor, ...]:
    line: list[Ancestor] = []
    while len(line) < GENERATIONS and (ancestor := known.get(device)) is not None:
        line.append(ancestor)
        device = ancestor.device
    return tuple(line)
