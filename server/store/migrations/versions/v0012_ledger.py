"""The ledger over what came into custody (P170-P173)."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

from server.store.ledger import LANES, Line, lane_of, ledger_row, witnessed
from sync.canonical import GENESIS, link

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None

ERASED = "what = 'erased'"
SLICE = 1000
"""Lines written in one go."""
LOGGED = "op", "chain", "account", "role", "received_at", "skew_ms", "app"


def upgrade() -> None:
    """Create the tables, and chain what is there already in the order in which it was received."""
    lane = op.create_table(
        "lane",
        sa.Column("lane", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("lane", name=op.f("pk_lane")),
    )
    ledger = op.create_table(
        "ledger",
        sa.Column("lane", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("lane", "seq", name=op.f("pk_ledger")),
    )
    op.create_index(
        op.f("ix_ledger_erased"),
        "ledger",
        ["device", "n"],
        sqlite_where=sa.text(ERASED),
        postgresql_where=sa.text(ERASED),
    )
    ends = dict.fromkeys(range(LANES), (0, GENESIS))
    rows: list[dict[str, Any]] = []
    for line in _lines():
        number = lane_of(line.device)
        seq, previous = ends[number]
        digested = line.digest(number, seq + 1)
        ends[number] = seq + 1, link(previous, digested)
        row = ledger_row(line, number, seq + 1)
        rows.append(row | {"digest": digested, "link": ends[number][1]})
        if len(rows) == SLICE:
            op.bulk_insert(ledger, rows)
            rows = []
    op.bulk_insert(ledger, rows)
    op.bulk_insert(lane, [{"lane": n, "seq": seq, "link": last} for n, (seq, last) in ends.items()])


def _lines() -> Iterator[Line]:
    for row in _rows("operation", ("device", "n", "hash", *LOGGED), ("received_at", "device", "n")):
        yield witnessed(row, "operation", at=row["received_at"])
    for row in _rows("stray", ("device", "hash", "logged"), ("device", "n", "hash")):
        said = json.loads(row["logged"])
        yield witnessed(said, "beside", at=said["received_at"])


def _rows(
    table: str, columns: tuple[str, ...], order: tuple[str, ...]
) -> Iterator[Mapping[Any, Any]]:
    named = sa.table(table, *(sa.column(name) for name in {*columns, *order}))
    chosen = sa.select(*(named.c[name] for name in columns))
    ordered = chosen.order_by(*(named.c[name] for name in order))
    streamed = op.get_bind().execute(ordered, execution_options={"yield_per": SLICE})
    yield from streamed.mappings()
