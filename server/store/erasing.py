"""Destroying what the server holds of registrations that were erased (P141, P174).

In the commit that erases: payloads in the log and beside it, what waits, the words of receipts, the
photo's rows and what is on its way. The bytes of a photo are no part of a transaction: it is written
down that they are doomed, and :meth:`Erasing.burn` destroys them, again where it was cut off.
"""

from collections.abc import Callable, Collection, Sequence

from sqlalchemy import Connection, Engine, bindparam, delete, exists, or_, select, tuple_, update

from server.json_text import dump
from server.store.engine import reading, writing
from server.store.fields import EMPTY, fields_of
from server.store.latches import lock_photos
from server.store.ledger import Line, witnessed
from server.store.models import (
    DeclarationRow,
    DoomedRow,
    OperationRow,
    PhotoRow,
    ReceiptRow,
    StrayRow,
    UploadRow,
    WaitingRow,
)
from server.store.rows import (
    dump_stray,
    dump_waiting,
    load_operation,
    load_receipt,
    load_stray,
    load_waiting,
)
from server.store.statements import insert_new
from sync.decide import is_open
from sync.erasure import emptied
from sync.journal import Changes, Logged
from sync.receipt import Receipt


class Erasing:
    """The bytes of photos whose registrations were erased. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def burn(self, destroy: Callable[[str], None]) -> int:
        """Destroy the bytes of every doomed photo; how many these were.

        One that was declared and brought again meanwhile, or is being brought now, is left alone.
        """
        with reading(self._engine) as connection:
            doomed = connection.scalars(select(DoomedRow.sha256)).all()
        burnt = 0
        for sha256 in doomed:
            with writing(self._engine) as connection:
                lock_photos(connection, [sha256])
                used = [exists().where(table.sha256 == sha256) for table in (PhotoRow, UploadRow)]
                if not connection.scalar(select(or_(*used))):
                    destroy(sha256)
                    burnt += 1
                connection.execute(delete(DoomedRow).where(DoomedRow.sha256 == sha256))
        return burnt


def empty(connection: Connection, changes: Changes) -> list[Line]:
    """Destroy what is held of the registrations that these changes erase; the lines of the ledger
    that witness it (P174). Numbers, hashes and chains stay."""
    if not changes.erased:
        return []
    erased = changes.erased
    gone = [*_empty_log(connection, erased), *_empty_beside(connection, erased)]
    _empty_waiting(connection, erased)
    _empty_photos(connection, erased)
    at = {r.id: r.erased.at for r in changes.registrations if r.erased}
    return [witnessed(one, "erased", at=at.get(one.registration, one.received_at)) for one in gone]


def _empty_log(connection: Connection, erased: Collection[str]) -> list[Logged]:
    theirs = OperationRow.registration.in_(erased), OperationRow.kind != "erase"
    found = connection.execute(
        select(OperationRow.__table__).where(*theirs, OperationRow.raw != EMPTY)
    ).mappings()
    fields = fields_of(connection)
    rows = [load_operation(row, fields) for row in found]
    connection.execute(update(OperationRow).where(*theirs).values(raw=EMPTY))
    _reword(connection, [(row.device, row.n) for row in rows])
    return rows


def _reword(connection: Connection, places: Sequence[tuple[str, int]]) -> None:
    """Receipts lose their words; what waited for an admin waits no more (M99)."""
    found = connection.execute(
        select(ReceiptRow.device, ReceiptRow.n, ReceiptRow.body).where(
            tuple_(ReceiptRow.device, ReceiptRow.n).in_(places)
        )
    ).all()
    if found:
        connection.execute(
            update(ReceiptRow)
            .where(ReceiptRow.device == bindparam("of_device"), ReceiptRow.n == bindparam("of_n"))
            .values(body=bindparam("now"), waits_since=None),
            [
                {"of_device": device, "of_n": n, "now": _wordless(load_receipt(body))}
                for device, n, body in found
            ],
        )


def _wordless(receipt: Receipt) -> str:
    told = receipt.to_json()
    told.pop("detail", None)
    if is_open(receipt):
        told |= {"result": "superseded", "code": "erased"}
    return dump(told)


def _empty_waiting(connection: Connection, erased: Collection[str]) -> None:
    found = connection.execute(
        select(WaitingRow.number, WaitingRow.device, WaitingRow.n, WaitingRow.logged).where(
            WaitingRow.registration.in_(erased)
        )
    ).all()
    if found:
        fields = fields_of(connection)
        held = update(WaitingRow).where(WaitingRow.number == bindparam("of_number"))
        connection.execute(
            held.values(logged=bindparam("now")),
            [
                {
                    "of_number": number,
                    "now": dump_waiting(emptied(load_waiting(row, fields)), fields),
                }
                for number, *row in found
            ],
        )


def _empty_beside(connection: Connection, erased: Collection[str]) -> list[Logged]:
    """Few are kept beside the log, and none by its registration: they are looked through."""
    fields = fields_of(connection)
    rows = connection.execute(
        select(StrayRow.body, StrayRow.device, StrayRow.hash, StrayRow.logged)
    ).all()
    found = [
        (one, body)
        for body, *row in rows
        if (one := load_stray(row, fields)).registration in erased
    ]
    if not found:
        return []
    beside = update(StrayRow).where(
        StrayRow.device == bindparam("of_device"), StrayRow.hash == bindparam("of_hash")
    )
    connection.execute(
        beside.values(logged=bindparam("now"), body=bindparam("told"), waits_since=None),
        [
            {
                "of_device": one.device,
                "of_hash": one.hash,
                "now": dump_stray(emptied(one), fields),
                "told": _wordless(load_receipt(body)),
            }
            for one, body in found
        ],
    )
    return [one for one, _ in found if one.raw]


def _empty_photos(connection: Connection, erased: Collection[str]) -> None:
    """What nobody else declares is doomed; what is on its way for them ends."""
    connection.execute(delete(UploadRow).where(UploadRow.registration.in_(erased)))
    theirs = select(DeclarationRow.sha256).where(DeclarationRow.registration.in_(erased))
    named = sorted(set(connection.scalars(theirs)))
    if not named:
        return
    connection.execute(delete(DeclarationRow).where(DeclarationRow.registration.in_(erased)))
    shared = select(DeclarationRow.sha256).where(DeclarationRow.sha256.in_(named))
    alone = sorted(set(named) - set(connection.scalars(shared)))
    if alone:
        connection.execute(delete(PhotoRow).where(PhotoRow.sha256.in_(alone)))
        insert_new(connection, DoomedRow, [{"sha256": sha256} for sha256 in alone])
