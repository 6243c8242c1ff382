"""What one push writes: a fixed number of statements, each for all of its rows."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Update, bindparam, delete, update

from server.json_text import dump
from server.store.claims import write_claims
from server.store.devices import said_columns
from server.store.erasing import empty
from server.store.feed import publish
from server.store.fields import Fields, fields_of
from server.store.ledger import append, lane_of, lines_of
from server.store.models import (
    DeviceRow,
    OperationRow,
    ReceiptRow,
    RegistrationRow,
    StrayRow,
    WaitingRow,
)
from server.store.photos import write_photos
from server.store.rows import (
    beside_row,
    dump_waiting,
    operation_row,
    plain,
    receipt_row,
    registration_row,
)
from server.store.statements import insert_all, upsert
from sync.decide import is_open
from sync.journal import Changes, Device, Logged, Waiting
from sync.receipt import Receipt


def write_changes(connection: Connection, changes: Changes) -> None:
    """Write everything; the feeds' counters are locked only by the last statements (rule P60)."""
    lines, fields = lines_of(connection, changes), fields_of(connection)
    if changes.device is not None:
        _device(connection, changes.device)
    insert_all(connection, OperationRow, [operation_row(o, fields) for o in changes.logged])
    _mend(connection, changes.mended)
    _unhold(connection, changes)
    insert_all(connection, WaitingRow, [_waiting_row(w, fields) for w in changes.hold])
    _receipts(connection, changes)
    aside = [beside_row(one, fields) for one in changes.beside]
    upsert(connection, StrayRow, aside, key=["device", "hash"])
    rows = [registration_row(registration, fields) for registration in changes.registrations]
    upsert(connection, RegistrationRow, rows, key=["id"])
    write_claims(connection, changes.claims)
    write_photos(connection, changes)
    lines += empty(connection, changes)
    # A transaction writes in one lane: its device's, or where none pushed, that of no device.
    append(connection, lane_of(changes.device.id if changes.device else ""), lines)
    publish(connection, changes.publish, {r.id: r.version for r in changes.registrations})


@cache
def _stating(columns: tuple[str, ...]) -> Update:
    said = update(DeviceRow).where(DeviceRow.id == bindparam("of"))
    return said.values({name: bindparam(f"now_{name}") for name in columns})


def _device(connection: Connection, device: Device) -> None:
    given = device.incarnation
    now = {
        "through": device.through,
        "chain": device.chain,
        "incarnation_epoch": given.epoch,
        "incarnation": given.present,
        "incarnation_before": given.before,
        **said_columns(device.heard),
    }
    said = {f"now_{name}": value for name, value in now.items()}
    connection.execute(_stating(tuple(now)), {"of": device.id, **said})


def _mend(connection: Connection, mended: Sequence[Logged]) -> None:
    """The one change that a line of the log may see: a box gives way to what was in it (P93)."""
    if not mended:
        return
    place = update(OperationRow).where(
        OperationRow.device == bindparam("of_device"), OperationRow.n == bindparam("of_n")
    )
    fields = fields_of(connection)
    rows = [operation_row(one, fields) for one in mended]
    connection.execute(
        place.values({name: bindparam(f"now_{name}") for name in ("raw", "registration", "kind")}),
        [
            {"of_device": row["device"], "of_n": row["n"]}
            | {f"now_{name}": row[name] for name in ("raw", "registration", "kind")}
            for row in rows
        ],
    )


def _waiting_row(waiting: Waiting, fields: Fields) -> dict[str, Any]:
    logged = waiting.logged
    return {
        "device": logged.device,
        "n": logged.n,
        "op": plain(logged.op),
        "registration": plain(logged.registration),
        "waits_for": waiting.waits_for,
        "logged": dump_waiting(logged, fields),
    }


def _unhold(connection: Connection, changes: Changes) -> None:
    if not changes.unhold:
        return
    gone = delete(WaitingRow).where(
        WaitingRow.device == bindparam("of_device"), WaitingRow.n == bindparam("of_n")
    )
    connection.execute(gone, [{"of_device": d, "of_n": n} for d, n in changes.unhold])


def _receipts(connection: Connection, changes: Changes) -> None:
    """New receipts, and new words on operations whose receipt is there already."""
    arrived = [*(w.logged for w in changes.hold), *changes.logged]
    rows = {(a.device, a.n): a for a in arrived}
    new = [receipt_row(rows[d, r.n], r) for d, r in changes.receipts if (d, r.n) in rows]
    known = [(d, r) for d, r in changes.receipts if (d, r.n) not in rows]
    upsert(connection, ReceiptRow, new, key=["device", "n"])
    for waits in (True, False):
        _reword(connection, [(d, r) for d, r in known if is_open(r) == waits], waits=waits)


def _reword(
    connection: Connection, receipts: Sequence[tuple[str, Receipt]], *, waits: bool
) -> None:
    """What waits on waits since it was received; what was decided waits no more."""
    if not receipts:
        return
    reworded = update(ReceiptRow).where(
        ReceiptRow.device == bindparam("of_device"), ReceiptRow.n == bindparam("of_n")
    )
    since = {} if waits else {"waits_since": None}
    connection.execute(
        reworded.values(body=bindparam("now"), **since),
        [{"of_device": d, "of_n": r.n, "now": dump(r.to_json())} for d, r in receipts],
    )
