"""Writing the ledger (P170, P171): one line for each operation taken and for each payload erased.

A lane's head is locked after everything else but the feeds' counters, and a transaction writes in one
lane only: that of the device that pushes. Writers of other lanes do not wait.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, and_, bindparam, select, tuple_, update

from server.json_text import digest
from server.store.models import LaneRow, LedgerRow, OperationRow, StrayRow
from server.store.rows import LOGGED, plain
from server.store.statements import insert_all
from sync.canonical import link
from sync.journal import Beside, Changes, Logged

LANES = 16
_PLAIN = frozenset({"op", "registration", "kind"})
"""Columns to search by hold what a phone may send only where it is plain text."""

What = Literal["operation", "beside", "erased"]

OF_LOG = and_(
    LedgerRow.device == OperationRow.device,
    LedgerRow.n == OperationRow.n,
    LedgerRow.what == "operation",
)
"""The line of an operation of the log."""
OF_STRAY = and_(
    LedgerRow.device == StrayRow.device,
    LedgerRow.hash == StrayRow.hash,
    LedgerRow.what == "beside",
)
"""The line of one that is kept beside it."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a line witnesses. ``facts`` goes into its digest, beside the place and the hash."""

    what: What
    device: str
    n: int
    hash: str
    at: str
    facts: tuple[str | int | None, ...]

    def digest(self, lane: int, seq: int) -> str:
        """SHA-256 of the canonical form of everything that the line says, 64 hex digits."""
        said = [lane, seq, self.what, self.device, self.n, self.hash, self.at, *self.facts]
        return digest(said)


def lane_of(device: str) -> int:
    """The lane of what a device sends (P170)."""
    return hashlib.sha256(device.encode()).digest()[0] % LANES


_FACTS = ("op", "chain", "account", "role", "received_at", "skew_ms", "app")
_ERASED = ("registration", "kind")
"""What was read off a payload can be held against its hash only while the payload is there."""


def witnessed(logged: Logged | Mapping[str, Any], what: What, *, at: str) -> Line:
    """The line of an operation: all of the log but its payload, and the payload by its hash."""
    row = (
        logged if isinstance(logged, Mapping) else {name: getattr(logged, name) for name in LOGGED}
    )
    names = _FACTS if what != "erased" else (*_FACTS, *_ERASED)
    facts = tuple(plain(row[name]) if name in _PLAIN else row[name] for name in names)
    return Line(what, row["device"], row["n"], row["hash"], at, facts)


def lines_of(connection: Connection, changes: Changes) -> list[Line]:
    """The lines of what a push brings into custody; asked before it is written."""
    taken: list[tuple[Logged, What]] = [(logged, "operation") for logged in changes.logged]
    taken += [(one.logged, "beside") for one in _new(connection, changes.beside)]
    # What comes for somebody erased comes without its payload, or loses it at once (P141).
    come = [*(one for one, _ in taken), *changes.mended]
    gone: list[tuple[Logged, What]] = [(one, "erased") for one in come if not one.raw]
    return [witnessed(logged, what, at=logged.received_at) for logged, what in [*taken, *gone]]


def _new(connection: Connection, beside: Sequence[Beside]) -> list[Beside]:
    """Those that are not kept yet; new words on others change nothing that a line witnesses."""
    if not beside:
        return []
    places = [(one.logged.device, one.logged.hash) for one in beside]
    kept = select(StrayRow.device, StrayRow.hash)
    known = {
        (device, hashed)
        for device, hashed in connection.execute(
            kept.where(tuple_(StrayRow.device, StrayRow.hash).in_(places))
        )
    }
    return [one for one in beside if (one.logged.device, one.logged.hash) not in known]


_END = select(LaneRow.seq, LaneRow.link).where(LaneRow.lane == bindparam("of")).with_for_update()
_MOVED = (
    update(LaneRow)
    .where(LaneRow.lane == bindparam("of"))
    .values(seq=bindparam("now_seq"), link=bindparam("now_link"))
)


def lock_lane(connection: Connection, lane: int) -> None:
    """Let nobody else write in a lane until the transaction ends."""
    connection.execute(_END, {"of": lane}).one()


def append(connection: Connection, lane: int, lines: Sequence[Line]) -> None:
    """Write lines at the end of a lane, which stays locked until the transaction ends."""
    if not lines:
        return
    last, previous = connection.execute(_END, {"of": lane}).one()
    rows = []
    for seq, line in enumerate(lines, last + 1):
        digested = line.digest(lane, seq)
        previous = link(previous, digested)
        rows.append(ledger_row(line, lane, seq) | {"digest": digested, "link": previous})
    insert_all(connection, LedgerRow, rows)
    connection.execute(_MOVED, {"of": lane, "now_seq": rows[-1]["seq"], "now_link": previous})


def ledger_row(line: Line, lane: int, seq: int) -> dict[str, Any]:
    """The columns of a line but for its digest and link."""
    return {
        "lane": lane,
        "seq": seq,
        "what": line.what,
        "device": line.device,
        "n": line.n,
        "hash": line.hash,
        "at": line.at,
    }
