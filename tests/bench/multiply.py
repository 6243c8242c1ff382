"""A server's database with a great many registrations: those of one recruiter, again and again under other names.

The first block goes through the server's own exchange. Each further one is a copy at a clinic of its own, by a
recruiter of their own, with other ids and other persons: rows as a real push would have left them, made by SQL.
"""

import hashlib
import sqlite3
import time
from collections.abc import Iterable
from pathlib import Path

from sync.tally import BUCKETS, bucket_of

_UNSAFE = ("journal_mode=off", "synchronous=off", "foreign_keys=off", "cache_size=-400000")
"""A file that is thrown away when the building of it breaks off."""
_BESIDE_KEYS = "select name, sql from sqlite_schema where type = 'index' and sql is not null"
"""Indexes that hold nobody to anything: made anew at the end, in one go, and not row by row in a file
that is larger than the memory."""
_OTHER = "printf('%08x', :block) || substr({}, 9)"
"""The copy's id: its block in the place of the first eight digits."""
_PLACES = ("clinic", "recruiter", "device")
_COLUMNS = {
    "registration": {"id": _OTHER.format("id")},
    "operation": {"op": _OTHER.format("op"), "registration": _OTHER.format("registration")},
    "receipt": {},
    "claim": {
        "registration": _OTHER.format("registration"),
        "person": "substr(person, 1, length(person) - 8) || printf('%08x', :block)",
    },
    "feed": {
        "registration": _OTHER.format("registration"),
        "bucket": f"bucket_of({_OTHER.format('registration')})",
    },
}
_OF = {"state": "id", "raw": "registration"}
"""Texts in which the registration's own id is replaced as well."""


class Multiplied:
    """``path`` is a database that holds the work of one recruiter, at one clinic, from one device."""

    def __init__(self, path: Path, *, clinic: str, recruiter: str, device: str) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in _UNSAFE:
            self._connection.execute(f"pragma {pragma}")
        self._connection.create_function("bucket_of", 1, bucket_of, deterministic=True)
        self._own = {"clinic": clinic, "recruiter": recruiter, "device": device}
        (total,) = self._connection.execute("select count(*) from registration").fetchone()
        own = "select count(*) from registration where recruiter = ?"
        (block,) = self._connection.execute(own, (recruiter,)).fetchone()
        self.block: int = block
        self.blocks: int = total // block
        for (
            table,
            condition,
        ) in _OWN.items():  # by itself, so that no copy looks for it among all others
            self._connection.execute(
                f"create temp table own_{table} as select * from {table} where {condition}",  # noqa: S608
                self._own,
            )

    def grow(self, count: int, *, until: float) -> int:
        """Copy until there are ``count`` registrations or the clock says so; how many there are."""
        run = self._connection.execute
        run("begin")
        indexes = run(_BESIDE_KEYS).fetchall()
        for name, _ in indexes:
            run(f'drop index "{name}"')
        while self.blocks * self.block < count and time.monotonic() < until:
            self._copy(self.blocks)
            self.blocks += 1
        for _, made in indexes:
            run(made)
        run("analyze")
        run("commit")
        run("pragma journal_mode=wal")
        return self.blocks * self.block

    def close(self) -> None:
        self._connection.close()

    def _copy(self, block: int) -> None:
        given = {"block": block, **self._own}
        for name in _PLACES:
            given[f"new_{name}"] = f"{block:08x}{self._own[name][8:]}"
        run = self._connection.execute
        run(
            "insert into clinic select :new_clinic, name, district_code from clinic where id = :clinic",
            given,
        )
        self._like(
            "account",
            {"id": ":new_recruiter", "username": "username || :block"},
            given,
        )
        both = {"account": ":new_recruiter", "clinic": ":new_clinic"}
        self._like("account_clinic", both, given)
        entitled = {
            "account": ":new_recruiter",
            "clinics": "replace(clinics, :clinic, :new_clinic)",
        }
        self._like("entitlement", entitled, given)
        device = {
            "id": ":new_device",
            "account": ":new_recruiter",
            "token_hash": "token_hash || :block",
        }
        self._like("device", device, given)
        for table, columns in _COLUMNS.items():
            self._like(table, self._renamed(table, columns), given)
        self._tally(given)

    def _renamed(self, table: str, columns: dict[str, str]) -> dict[str, str]:
        """What is other in a copy: ids, and whatever text speaks of them."""
        out = dict(columns)
        for name in self._names(table):
            if name in out or name == "number":
                continue
            text = name
            for place in _PLACES:
                text = f"replace({text}, :{place}, :new_{place})"
            if name in _OF:
                text = f"replace({text}, {_OF[name]}, {_OTHER.format(_OF[name])})"
            if name in _TEXTS:
                out[name] = text
        return out

    def _like(self, table: str, changed: dict[str, str], given: dict[str, object]) -> None:
        """Copy the first one's rows with some columns changed; a row number is made anew."""
        names = [name for name in self._names(table) if name != "number" or table == "entitlement"]
        values = ", ".join(changed.get(name, name) for name in names)
        columns = ", ".join(f'"{name}"' for name in names)
        self._connection.execute(
            f"insert into {table} ({columns}) select {values} from own_{table}",  # noqa: S608
            given,
        )

    def _names(self, table: str) -> list[str]:
        return [row[1] for row in self._connection.execute(f"pragma table_info({table})")]

    def _tally(self, given: dict[str, object]) -> None:
        """Counters as those copied from; tallies anew, since they weigh the ids (P57)."""
        for scope in (f"account:{given['new_recruiter']}", f"clinic:{given['new_clinic']}"):
            rows = self._connection.execute(
                "select registration, seq, bucket from feed where scope = ?", (scope,)
            ).fetchall()
            self._connection.execute(
                "insert into counter values (?, ?)", (scope, max(seq for _, seq, _ in rows))
            )
            self._connection.executemany(
                "insert into tally (scope, bucket, count, digest) values (?, ?, ?, ?)",
                _tallies(scope, rows),
            )


_TEXTS = ("clinic", "recruiter", "state", "device", "raw", "account", "scope")
_OWN = {
    "account": "id = :recruiter",
    "account_clinic": "account = :recruiter",
    "entitlement": "account = :recruiter",
    "device": "id = :device",
    "registration": "recruiter = :recruiter",
    "operation": "device = :device",
    "receipt": "device = :device",
    "claim": "registration in (select id from registration where recruiter = :recruiter)",
    "feed": "scope in ('account:' || :recruiter, 'clinic:' || :clinic)",
}


def _tallies(
    scope: str, rows: Iterable[tuple[str, int, int]]
) -> Iterable[tuple[str, int, int, str]]:
    sums = [[0, 0] for _ in range(BUCKETS)]
    for registration, seq, bucket in rows:
        weight = hashlib.sha256(f"{registration}:{seq}".encode()).digest()
        sums[bucket][0] += 1
        sums[bucket][1] += int.from_bytes(weight, "big")
    for bucket, (count, total) in enumerate(sums):
        yield scope, bucket, count, f"{total % 2**256:064x}"
