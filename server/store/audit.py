"""Proving the log against the ledger (P172, P173): one pass, in the order in which it was written."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Engine, and_, exists, literal, select

from server.store.engine import snapshot
from server.store.fields import Fields, Spoilt, fields_of, operation_place, stray_place
from server.store.ledger import LANES, OF_LOG, OF_STRAY, ledger_row, witnessed
from server.store.models import LaneRow, LedgerRow, OperationRow, StrayRow
from server.store.rows import plain
from sync.canonical import GENESIS, digest, link
from sync.custody import hash_in_log, text_in_log
from sync.operation import is_box

Code = Literal[
    "operation_changed",
    "operation_removed",
    "operation_inserted",
    "payload_changed",
    "payload_gone",
    "line_changed",
    "lines_removed",
    "head_changed",
    "anchor_missed",
]
STREAMED = 2_000
"""Rows asked for at a time."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not fit, by ids: its code, and the place in the ledger or in the log."""

    code: Code
    where: str


@dataclass(frozen=True, slots=True)
class Head:
    """Where a lane ends."""

    lane: int
    seq: int
    link: str


def heads(engine: Engine) -> tuple[Head, ...]:
    """Where each lane ends now."""
    with snapshot(engine) as connection:
        return _heads(connection)


def _heads(connection: Connection) -> tuple[Head, ...]:
    rows = select(LaneRow.lane, LaneRow.seq, LaneRow.link).order_by(LaneRow.lane)
    return tuple(Head(*row) for row in connection.execute(rows))


def anchor(ends: Sequence[Head]) -> dict[str, Any]:
    """What to keep elsewhere (P173): the heads, and one digest over all of them."""
    lanes = [[head.lane, head.seq, head.link] for head in ends]
    return {"head": digest(lanes), "lines": sum(head.seq for head in ends), "lanes": lanes}


def anchored(text: str) -> tuple[Head, ...]:
    """The heads of an anchor. Raises ValueError for what is none, or was changed."""
    try:
        told = json.loads(text)
        lanes = told["lanes"]
        ends = tuple(Head(int(lane), int(seq), str(hashed)) for lane, seq, hashed in lanes)
    except (TypeError, KeyError, ValueError):
        raise ValueError("this is no head that `perisai audit head` has printed") from None
    if digest(lanes) != told["head"]:
        raise ValueError("the head was changed since it was printed: its digest does not fit")
    return ends


def count(engine: Engine) -> int:
    """How many lines :func:`verify` is going to read, for a progress bar."""
    return sum(head.seq for head in heads(engine))


def verify(engine: Engine, against: Sequence[Head] = ()) -> Iterator[Fault | int]:
    """Yield each fault, and between them the number of lines read so far."""
    with snapshot(engine) as connection:
        told = {head.lane: head for head in _heads(connection)}
        missed = {(head.lane, head.seq): head for head in against if head.seq}
        read = 0
        for lane in sorted({*range(LANES), *told}):
            walk = _Lane(lane, told.get(lane, Head(lane, 0, GENESIS)), fields_of(connection))
            for row in _lines(connection, lane):
                yield from walk.read(row)
                known = missed.get((lane, row["seq"]))
                if known is not None and known.link == row["link"]:
                    del missed[lane, row["seq"]]
                read += 1
                if read % STREAMED == 0:
                    yield read
            yield from walk.end()
        yield from (Fault("anchor_missed", f"lane={e.lane} seq={e.seq}") for e in missed.values())
        yield from _unlisted(connection)
        yield read


def _lines(connection: Connection, lane: int) -> Iterator[Mapping[str, Any]]:
    """The lines of a lane with what they are about, as a stream."""
    ledger, operation, stray = LedgerRow.__table__, OperationRow.__table__, StrayRow.__table__
    columns = [column.label(f"o_{column.name}") for column in operation.columns]
    same = and_(operation.c.device == ledger.c.device, operation.c.n == ledger.c.n)
    aside = and_(stray.c.device == ledger.c.device, stray.c.hash == ledger.c.hash)
    gone = LedgerRow.__table__.alias("gone")
    told = gone.c.device == ledger.c.device, gone.c.n == ledger.c.n, gone.c.hash == ledger.c.hash
    # Not a bound value: the planner must see that the index of such lines is enough.
    erased = exists().where(*told, gone.c.what == literal("erased", literal_execute=True))
    rows = (
        select(ledger, *columns, stray.c.logged, erased.label("erased"))
        .select_from(ledger.outerjoin(operation, same).outerjoin(stray, aside))
        .where(ledger.c.lane == lane)
        .order_by(ledger.c.seq)
    )
    streamed = connection.execute(rows, execution_options={"yield_per": STREAMED})
    yield from streamed.mappings()  # type: ignore[misc]


class _Lane:
    """One lane on its way: what the next line must begin with."""

    def __init__(self, lane: int, told: Head, fields: Fields) -> None:
        self._lane, self._told, self._fields = lane, told, fields
        self._seq, self._link = 0, GENESIS

    def read(self, row: Mapping[str, Any]) -> Iterator[Fault]:
        """Judge a line and what it is about."""
        seq = row["seq"]
        place = f"lane={self._lane} seq={seq} device={row['device']} n={row['n']}"
        if seq != self._seq + 1:
            yield Fault("lines_removed", f"lane={self._lane} seq={self._seq + 1}..{seq - 1}")
        elif link(self._link, row["digest"]) != row["link"]:
            yield Fault("line_changed", place)
        self._seq, self._link = seq, row["link"]
        try:
            kept = _kept(row, self._fields)
        except Spoilt:
            yield Fault("payload_changed", place)
        else:
            yield from _about(row, kept, place)

    def end(self) -> Iterator[Fault]:
        """Judge where the lane ends."""
        if (self._seq, self._link) != (self._told.seq, self._told.link):
            yield Fault("head_changed", f"lane={self._lane} seq={self._told.seq}")


def _about(row: Mapping[str, Any], kept: Mapping[str, Any] | None, place: str) -> Iterator[Fault]:
    """Hold what is kept now against what the line says of it."""
    if kept is None:
        yield Fault("operation_removed", place)
        return
    line = witnessed(kept, row["what"], at=row["at"])
    named = ledger_row(line, row["lane"], row["seq"])
    if line.digest(row["lane"], row["seq"]) != row["digest"] or named.items() - row.items():
        yield Fault("operation_changed", place)
    elif row["what"] != "erased":
        if kept["raw"]:
            if not _fits(kept):
                yield Fault("payload_changed", place)
        elif not row["erased"]:
            yield Fault("payload_gone", place)


def _kept(row: Mapping[str, Any], fields: Fields) -> Mapping[str, Any] | None:
    """The operation of a line: in the log, or beside it under its hash. Raises `Spoilt`."""
    if row["logged"] is not None and row["what"] != "operation":
        aside = fields.open(stray_place(row["device"], row["hash"]), row["logged"])
        return {**json.loads(aside)}
    if row["o_device"] is None or row["what"] == "beside":
        return None
    columns = {column.name: row[f"o_{column.name}"] for column in OperationRow.__table__.columns}
    raw = fields.open(operation_place(row["device"], row["n"]), columns["raw"])
    return columns | {"raw": json.loads(raw)}


def _fits(kept: Mapping[str, Any]) -> bool:
    """Whether the payload is what its hash and the columns beside it say."""
    raw = kept["raw"]
    if hash_in_log(raw, kept["device"]) != kept["hash"]:
        return False
    if is_box(raw):
        return True
    columns = [(name, plain(text_in_log(raw.get(name)))) for name in ("registration", "kind")]
    return all(plain(kept[name]) == said for name, said in columns)


def _unlisted(connection: Connection) -> Iterator[Fault]:
    """Operations that no line witnesses. Outer joins: a planner can hash the ledger once for them."""
    rows = select(OperationRow.device, OperationRow.n).outerjoin(LedgerRow, OF_LOG)
    for device, n in connection.execute(rows.where(LedgerRow.lane.is_(None))):
        yield Fault("operation_inserted", f"device={device} n={n}")
    aside = select(StrayRow.device, StrayRow.n).outerjoin(LedgerRow, OF_STRAY)
    for device, n in connection.execute(aside.where(LedgerRow.lane.is_(None))):
        yield Fault("operation_inserted", f"device={device} n={n} beside the log")
