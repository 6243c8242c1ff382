"""Which keys a database uses, and bringing what it holds under the newest of them (P191-P194).

Everything here may be killed and run again, and runs beside processes that serve: what a row holds
says by itself under which key it is, and every process opens what is under any key of the file.
"""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, and_, bindparam, delete, func, select, tuple_, update

from server.field_keys import FieldKeys
from server.store.base import Base
from server.store.engine import is_sqlite, reading, writing
from server.store.fields import (
    EMPTY,
    SEALED,
    SECRET,
    Fields,
    operation_place,
    registration_place,
    second_factor_place,
    stray_place,
    waiting_place,
)
from server.store.latches import lock_registrations
from server.store.meta import EPOCH, read_fact, write_fact
from server.store.models import (
    ClaimRow,
    DeviceRow,
    LatchRow,
    MetaRow,
    OperationRow,
    RegistrationRow,
    SecondFactorRow,
    StrayRow,
    WaitingRow,
)
from server.store.rows import load_registration
from sync.registration import Registration

ACTIVE = "field_keys"
SLICE = 500
"""Rows brought under the newest key in one transaction, so that nobody's push waits long behind it."""

Moves = Callable[[Registration], Mapping[str, str]]
"""Of the keys that a registration may claim by older keys, what each is by the newest (P192)."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A column that holds sealed texts, and how the place of one is named."""

    table: type[Base]
    column: str
    key: tuple[str, ...]
    place: Callable[..., str]


_KEPT = (
    _Kept(RegistrationRow, "state", ("id",), registration_place),
    _Kept(OperationRow, "raw", ("device", "n"), operation_place),
    _Kept(WaitingRow, "logged", ("device", "n"), waiting_place),
    _Kept(StrayRow, "logged", ("device", "hash"), stray_place),
    _Kept(SecondFactorRow, "secret", ("account",), second_factor_place),
)


def active_keys(engine: Engine) -> tuple[str, ...]:
    """The ids of the keys that a database uses, the one that writes first; none where all is in clear."""
    with reading(engine) as connection:
        return _active(connection)


def begin_key(engine: Engine, keys: FieldKeys) -> str:
    """Make a key, and let it write from the next start on; its id. What is there is still found by the old.

    Raises OSError where the file of keys may not be written; then nothing has changed.
    """
    with writing(engine) as connection:
        known = _active_alone(connection) or (SECRET,)
        made = keys.add()
        write_fact(connection, ACTIVE, " ".join([made, *known]))
    return made


def seal_unused(engine: Engine, keys: FieldKeys) -> str | None:
    """Let a database that nobody has signed in to yet hold nothing in clear, ever (P194); the key made."""
    with writing(engine) as connection:
        known = _active_alone(connection)
        if known or connection.scalar(select(DeviceRow.id).limit(1)) is not None:
            return None
        made = keys.add()
        write_fact(connection, ACTIVE, made)
    return made


def counts(engine: Engine) -> Mapping[str, int]:
    """How many texts are under each key, by its id; empty for those in clear."""
    found: dict[str, int] = {}
    with reading(engine) as connection:
        for kept in _KEPT:
            text = getattr(kept.table, kept.column)
            key = func.substr(text, len(SEALED) + 1, 8)
            sealed = text.like(f"{SEALED}%")
            rows = connection.execute(select(key, func.count()).where(sealed).group_by(key))
            for key_id, count in rows:
                found[key_id] = found.get(key_id, 0) + count
            clear = select(func.count()).where(text.not_like(f"{SEALED}%"), text != EMPTY)
            found[""] = found.get("", 0) + (connection.scalar(clear) or 0)
    return found


def rotate(engine: Engine, fields: Fields, moves: Moves) -> Generator[int]:
    """Bring everything under the newest key, and what people are found by; yield how many rows each step saw.

    Ends with the older ones no more among those that people are found by.
    """
    if len(fields.active) > 1:
        yield from _move_claims(engine, fields, moves)
    for kept in _KEPT:
        while (yield from _reseal(engine, fields, kept)):
            pass
    _forget_older(engine, fields)
    if is_sqlite(engine):
        _write_anew(engine)


def _active_alone(connection: Connection) -> tuple[str, ...]:
    """The same with nobody else at it until the transaction ends: a file of keys has one writer."""
    connection.execute(select(MetaRow.key).where(MetaRow.key == EPOCH).with_for_update()).all()
    return _active(connection)


def _active(connection: Connection) -> tuple[str, ...]:
    return tuple((read_fact(connection, ACTIVE) or "").split())


def _reseal(engine: Engine, fields: Fields, kept: _Kept) -> Generator[int, None, bool]:
    """One pass over a column; whether it found anything. Rows that somebody holds are left for the next."""
    after: Sequence[Any] = ()
    while rows := _reseal_some(engine, fields, kept, after):
        yield len(rows)
        after = rows[-1][:-1]
    return bool(after)


def _reseal_some(
    engine: Engine, fields: Fields, kept: _Kept, after: Sequence[Any]
) -> Sequence[Sequence[Any]]:
    key = [getattr(kept.table, name) for name in kept.key]
    text = getattr(kept.table, kept.column)
    older = and_(text.not_like(f"{SEALED}{fields.active[0]}.%"), text != EMPTY)
    wanted = select(*key, text).where(older).order_by(*key).limit(SLICE)
    if after:
        wanted = wanted.where(tuple_(*key) > tuple_(*after))
    with writing(engine) as connection:
        if is_sqlite(connection):  # what is overwritten is not left on the disk
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
        rows = connection.execute(wanted.with_for_update(skip_locked=True)).all()
        if rows:
            same = and_(*(c == bindparam(f"of_{c.key}") for c in key))
            now = [
                {f"of_{c.key}": value for c, value in zip(key, row[:-1], strict=True)}
                | {"now": _sealed_anew(fields, kept, row)}
                for row in rows
            ]
            place = update(kept.table).where(same)
            connection.execute(place.values({kept.column: bindparam("now")}), now)
    return [tuple(row) for row in rows]


def _sealed_anew(fields: Fields, kept: _Kept, row: Sequence[Any]) -> str:
    place = kept.place(*row[:-1])
    return fields.seal(place, fields.open(place, row[-1]))


def _move_claims(engine: Engine, fields: Fields, moves: Moves) -> Iterator[int]:
    """Let every claim be one by the newest key. It keeps its number, which says who was first (M73)."""
    last = ""
    ids = select(RegistrationRow.id).order_by(RegistrationRow.id).limit(SLICE)
    while True:
        with reading(engine) as connection:
            some = connection.scalars(ids.where(RegistrationRow.id > last)).all()
        if not some:
            return
        with writing(engine) as connection:
            lock_registrations(connection, some)
            _move_some(connection, fields, moves, some)
        yield len(some)
        last = some[-1]


def _move_some(connection: Connection, fields: Fields, moves: Moves, ids: Sequence[str]) -> None:
    states = select(RegistrationRow.id, RegistrationRow.state).where(RegistrationRow.id.in_(ids))
    registrations = [load_registration(*row, fields) for row in connection.execute(states)]
    to = {r.id: moves(r) for r in registrations if not r.erased}
    claims = connection.execute(
        select(ClaimRow.number, ClaimRow.registration, ClaimRow.person).where(
            ClaimRow.registration.in_(to)
        )
    ).all()
    there = {(registration, person) for _, registration, person in claims}
    gone, moved = [], []
    for number, registration, person in claims:
        now = to[registration].get(person)
        if now is not None and (registration, now) in there:
            gone.append({"of": number})
        elif now is not None:
            moved.append({"of": number, "now": now})
    place = ClaimRow.number == bindparam("of")
    if gone:
        connection.execute(delete(ClaimRow).where(place), gone)
    if moved:
        connection.execute(update(ClaimRow).where(place).values(person=bindparam("now")), moved)


def _forget_older(engine: Engine, fields: Fields) -> None:
    """From the next start on people are found by the newest key alone; a newer one of now is kept."""
    with writing(engine) as connection:
        if _active(connection) == fields.active:
            write_fact(connection, ACTIVE, fields.active[0])
            # The names of latches are hashes by the older keys as well. Who waits for one takes it anew.
            persons = select(LatchRow.key).where(LatchRow.key.like("p:%"))
            free = persons.with_for_update(skip_locked=True)
            connection.execute(delete(LatchRow).where(LatchRow.key.in_(free)))


def _write_anew(engine: Engine) -> None:
    """SQLite leaves what was overwritten in free pages and in its log: both are written anew."""
    connection = engine.raw_connection()  # VACUUM may be in no transaction
    try:
        for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            connection.cursor().execute(statement)
    finally:
        connection.close()
