"""One push's transaction: everything it reads is locked, everything it writes is one commit."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Executable, select, tuple_

from server.store.latches import lock_photos
from server.store.models import (
    DeviceRow,
    OperationRow,
    ReceiptRow,
    RegistrationRow,
    WaitingRow,
)
from server.store.photos import arrivals_of, declaring
from server.store.rows import (
    load_logged,
    load_operation,
    load_receipt,
    load_registration,
    plain,
)
from server.store.working_set import lock_working_set
from server.store.writes import write_changes
from sync.canonical import GENESIS
from sync.journal import Changes, Device, Loaded, Logged, Waiting
from sync.receipt import Receipt


class SqlTaking:
    """:class:`sync.journal.Taking` in SQL. Statements are by set: their number does not grow with
    the push."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def device(self, device: str) -> Device:
        """Lock and return a device; LookupError when nobody registered it."""
        found = self._all(
            select(DeviceRow.id, DeviceRow.account, DeviceRow.through, DeviceRow.chain)
            .where(DeviceRow.id == device)
            .with_for_update()
        )
        if not found:
            raise LookupError(device)
        return Device(*found[0])

    def receipts(self, device: str, numbers: Collection[int]) -> Mapping[int, tuple[str, Receipt]]:
        """(hash, receipt) by n."""
        found = self._all(
            select(ReceiptRow.n, ReceiptRow.hash, ReceiptRow.body).where(
                ReceiptRow.device == device, ReceiptRow.n.in_(numbers)
            )
        )
        return {n: (digest, load_receipt(body)) for n, digest, body in found}

    def chain_at(self, device: str, n: int) -> str | None:
        """h_n of a device as the log has it."""
        if n == 0:
            return GENESIS
        return self._connection.scalar(
            select(OperationRow.chain).where(OperationRow.device == device, OperationRow.n == n)
        )

    def known_ops(self, ops: Sequence[str]) -> Mapping[str, tuple[str, int]]:
        """(device, n) of those op ids that are in the log, each where it was first."""
        found = self._all(
            select(OperationRow.op, OperationRow.device, OperationRow.n)
            .where(OperationRow.op.in_({op for op in ops if plain(op)}))
            .order_by(OperationRow.received_at.desc(), OperationRow.n.desc())
        )
        return {op: (device, n) for op, device, n in found}

    def logged(self, places: Collection[tuple[str, int]]) -> Mapping[tuple[str, int], Logged]:
        """Operations of the log by (device, n)."""
        if not places:
            return {}
        found = self._connection.execute(
            select(OperationRow.__table__).where(
                tuple_(OperationRow.device, OperationRow.n).in_(list(places))
            )
        ).mappings()
        rows = [load_operation(row) for row in found]
        return {(row.device, row.n): row for row in rows}

    def held(self, device: str) -> Sequence[Waiting]:
        """What of this device is in custody without effect yet, by n."""
        found = self._all(
            select(WaitingRow.waits_for, WaitingRow.logged)
            .where(WaitingRow.device == device)
            .order_by(WaitingRow.n)
        )
        return [Waiting(waits_for, load_logged(text)) for waits_for, text in found]

    def load(
        self, registrations: Iterable[str], persons: Iterable[str], *, photos: Iterable[str] = ()
    ) -> Loaded:
        """Lock and return the working set."""
        named = sorted(photos)
        lock_photos(self._connection, named)
        given = declaring(self._connection, named).union(registrations)
        ids, claims = lock_working_set(self._connection, given, persons)
        found = self._all(
            select(RegistrationRow.id, RegistrationRow.state)
            .where(RegistrationRow.id.in_(ids))
            .order_by(RegistrationRow.id)
        )
        return Loaded(
            registrations={row[0]: load_registration(row[1]) for row in found},
            claims=claims,
            waiting=self._waiting(ids),
            arrivals=arrivals_of(self._connection, named, ids),
        )

    def commit(self, changes: Changes) -> None:
        """Write it all, counters last."""
        write_changes(self._connection, changes)

    def _waiting(self, registrations: Iterable[str]) -> dict[str, tuple[Logged, ...]]:
        found = self._all(
            select(WaitingRow.registration, WaitingRow.logged)
            .where(
                WaitingRow.registration.in_(registrations),
                WaitingRow.waits_for == "registration",
            )
            .order_by(WaitingRow.number)
        )
        waiting: dict[str, tuple[Logged, ...]] = {}
        for registration, text in found:
            waiting[registration] = (*waiting.get(registration, ()), load_logged(text))
        return waiting

    def _all(self, statement: Executable) -> Sequence[Any]:
        return self._connection.execute(statement).all()
