"""Moving entries in their feeds, and keeping the tally of what each feed holds (rules P57, P60)."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Dialect, bindparam, case, func, select
from sqlalchemy.sql.dml import ReturningInsert

from server.store.models import CounterRow, FeedEntryRow, TallyRow
from server.store.statements import among, insert, upsert
from sync.journal import Flag
from sync.scopes import moving
from sync.tally import BUCKETS, Tally, bucket_of, read_tally, tally_of

Moved = Mapping[tuple[str, str], Flag]
"""(scope, registration) → flag."""


_BEFORE = select(
    FeedEntryRow.scope, FeedEntryRow.registration, FeedEntryRow.seq, FeedEntryRow.version
).where(
    among(FeedEntryRow.scope, "scopes"),
    among(FeedEntryRow.registration, "registrations"),
    FeedEntryRow.flag == "live",
)
_TALLIES = select(TallyRow.scope, TallyRow.bucket, TallyRow.count, TallyRow.digest).where(
    among(TallyRow.scope, "scopes"), among(TallyRow.bucket, "buckets")
)


def publish(connection: Connection, moved: Moved, versions: Mapping[str, int]) -> None:
    """Move entries to the end of their feeds, the last thing a transaction does; ``versions`` are those
    of the registrations.

    A counter row stays locked from here to COMMIT, so the next push of the same scope gets greater
    numbers only once these are visible: nobody can read past an entry still to come. Under the same
    lock a feed's tallies change by just what its moved entries weigh.
    """
    entries = _numbered(connection, moved)
    if not entries:
        return
    before = _before(connection, entries)
    changed = _weighed(connection, entries, before)
    rows = [_row(entry, before, versions) for entry in entries]
    upsert(connection, FeedEntryRow, rows, key=["scope", "registration"])
    upsert(connection, TallyRow, changed, key=["scope", "bucket"])


def read_tallies(connection: Connection, scope: str) -> Sequence[Tally]:
    """The tally of each bucket of a scope."""
    kept = _kept(connection, {scope}, range(BUCKETS))
    return tuple(kept.get((scope, bucket), Tally()) for bucket in range(BUCKETS))


def _numbered(connection: Connection, moved: Moved) -> list[dict[str, Any]]:
    scopes: dict[str, list[tuple[str, Flag]]] = {}
    for (scope, registration), flag in sorted(moved.items()):
        scopes.setdefault(scope, []).append((registration, flag))
    entries: list[dict[str, Any]] = []
    beyond = _newest(connection, moved)
    for scope in sorted(scopes):
        count = len(scopes[scope])
        first = _bump(connection, scope, count, beyond=beyond) - count + 1
        entries += [
            {
                "scope": scope,
                "registration": registration,
                "seq": seq,
                "flag": flag,
                "bucket": bucket_of(registration),
            }
            for seq, (registration, flag) in enumerate(scopes[scope], first)
        ]
    return entries


def _newest(connection: Connection, moved: Moved) -> int:
    """The newest sequence of those that leave one clinic for another, and are locked; 0 without any."""
    movers = moving(moved)
    if not movers:
        return 0
    newest = select(func.max(FeedEntryRow.seq)).where(
        FeedEntryRow.scope.in_({scope for scope, registration in moved if registration in movers}),
        FeedEntryRow.registration.in_(movers),
    )
    return connection.scalar(newest) or 0


@cache
def _bumping(dialect: Dialect) -> ReturningInsert[int]:
    statement = insert(dialect, CounterRow).values(scope=bindparam("scope"), seq=bindparam("first"))
    beyond = bindparam("beyond", type_=CounterRow.seq.type)
    least = case((CounterRow.seq < beyond, beyond), else_=CounterRow.seq)
    raised = statement.on_conflict_do_update(
        index_elements=["scope"], set_={"seq": least + bindparam("by")}
    )
    return raised.returning(CounterRow.seq)


def _bump(connection: Connection, scope: str, by: int, *, beyond: int) -> int:
    """Lock a scope's counter, raise it, by more where it is not ``beyond`` yet; its new value."""
    given = {"scope": scope, "by": by, "beyond": beyond, "first": beyond + by}
    return connection.execute(_bumping(connection.dialect), given).scalar_one()


Stood = Mapping[tuple[str, str], tuple[int, int | None]]
"""(scope, registration) → sequence and version, of what was live."""


def _before(connection: Connection, entries: Sequence[Mapping[str, Any]]) -> Stood:
    """Where these entries stand; the feed is still as it was."""
    scopes = {entry["scope"] for entry in entries}
    registrations = {entry["registration"] for entry in entries}
    before = connection.execute(_BEFORE, {"scopes": scopes, "registrations": registrations})
    return {(scope, registration): (seq, version) for scope, registration, seq, version in before}


def _row(entry: Mapping[str, Any], stood: Stood, versions: Mapping[str, int]) -> dict[str, Any]:
    seq, version = stood.get((entry["scope"], entry["registration"]), (None, None))
    known = entry["flag"] == "live" and version is not None
    return {
        **entry,
        "version": versions.get(entry["registration"]),
        "before_seq": seq if known else None,
        "before_version": version if known else None,
    }


def _weighed(
    connection: Connection, entries: Sequence[Mapping[str, Any]], stood: Stood
) -> list[dict[str, Any]]:
    """The rows of the tallies after these entries have moved."""
    scopes = {entry["scope"] for entry in entries}
    tallies = _kept(connection, scopes, {entry["bucket"] for entry in entries})
    changed: dict[tuple[str, int], Tally] = {}
    for entry in entries:
        scope, registration, place = entry["scope"], entry["registration"], entry["bucket"]
        tally = changed.get((scope, place)) or tallies.get((scope, place), Tally())
        if (old := stood.get((scope, registration))) is not None:
            tally = tally.minus(tally_of(registration, old[0]))
        if entry["flag"] == "live":
            tally = tally.plus(tally_of(registration, entry["seq"]))
        changed[scope, place] = tally
    return [
        {"scope": scope, "bucket": bucket, "count": tally.count, "digest": tally.digest}
        for (scope, bucket), tally in sorted(changed.items())
    ]


def _kept(
    connection: Connection, scopes: Collection[str], buckets: Collection[int]
) -> dict[tuple[str, int], Tally]:
    found = connection.execute(_TALLIES, {"scopes": scopes, "buckets": buckets})
    return {(scope, bucket): read_tally(count, digest) for scope, bucket, count, digest in found}
