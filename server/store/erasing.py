"""Emptying what custody holds of registrations that were erased (docs/protocol.md, P141)."""

from collections.abc import Collection

from sqlalchemy import Connection, bindparam, select, update

from server.store.models import OperationRow, StrayRow, WaitingRow
from server.store.rows import dump, dump_logged, load_logged
from sync.erasure import emptied


def empty(connection: Connection, erased: Collection[str]) -> None:
    """Empty every line about these registrations: numbers, hashes and chains stay."""
    if not erased:
        return
    lines = update(OperationRow).where(
        OperationRow.registration.in_(erased), OperationRow.kind != "erase"
    )
    connection.execute(lines.values(raw=dump({})))
    _empty_waiting(connection, erased)
    _empty_beside(connection, erased)


def _empty_waiting(connection: Connection, erased: Collection[str]) -> None:
    found = connection.execute(
        select(WaitingRow.number, WaitingRow.logged).where(WaitingRow.registration.in_(erased))
    ).all()
    if found:
        held = update(WaitingRow).where(WaitingRow.number == bindparam("of_number"))
        connection.execute(
            held.values(logged=bindparam("now")),
            [{"of_number": number, "now": _emptied(text)} for number, text in found],
        )


def _empty_beside(connection: Connection, erased: Collection[str]) -> None:
    """Few are kept beside the log, and none by its registration: they are looked through."""
    rows = connection.execute(select(StrayRow.device, StrayRow.hash, StrayRow.logged)).all()
    found = [row for row in rows if load_logged(row.logged).registration in erased]
    if found:
        beside = update(StrayRow).where(
            StrayRow.device == bindparam("of_device"), StrayRow.hash == bindparam("of_hash")
        )
        connection.execute(
            beside.values(logged=bindparam("now")),
            [
                {"of_device": row.device, "of_hash": row.hash, "now": _emptied(row.logged)}
                for row in found
            ],
        )


def _emptied(text: str) -> str:
    return dump_logged(emptied(load_logged(text)))
