"""Since when a registration waits: for an answer to an open question, or for its photo."""

import json
from typing import Any

from sqlalchemy import Engine, bindparam, or_, select, update

from server.store.engine import reading, writing
from server.store.models import RegistrationRow
from server.store.rows import load_registration, registration_row

SLICE = 500
"""Registrations mended in one transaction, so that nobody's push waits long behind it."""
_OPEN = json.dumps({"settlement": None}, separators=(",", ":"))[1:-1]
_AWAITED = json.dumps({"photo": "awaited"}, separators=(",", ":"))[1:-1]
_COLUMNS = ("open_since", "photo_since")


def fill_since(engine: Engine) -> int:
    """Write both columns where a version that did not know them left them wrong; return how many rows.

    Safe at any time, and beside processes of either version: each row is read again under its lock.
    """
    mended, last = 0, ""
    while ids := _suspects(engine, last):
        mended += _mend(engine, ids)
        last = ids[-1]
    return mended


def _suspects(engine: Engine, after: str) -> list[str]:
    state, waits = RegistrationRow.state, [getattr(RegistrationRow, name) for name in _COLUMNS]
    may_wait = or_(
        state.contains(_OPEN), state.contains(_AWAITED), *(c.is_not(None) for c in waits)
    )
    ids = select(RegistrationRow.id).where(RegistrationRow.id > after, may_wait)
    with reading(engine) as connection:
        return list(connection.scalars(ids.order_by(RegistrationRow.id).limit(SLICE)))


def _mend(engine: Engine, ids: list[str]) -> int:
    known = select(
        RegistrationRow.id, RegistrationRow.state, *(getattr(RegistrationRow, c) for c in _COLUMNS)
    )
    with writing(engine) as connection:
        wrong = []
        for row in connection.execute(
            known.where(RegistrationRow.id.in_(ids)).order_by(RegistrationRow.id).with_for_update()
        ).mappings():
            now = registration_row(load_registration(row["state"]))
            if any(now[name] != row[name] for name in _COLUMNS):
                wrong.append({"of": row["id"]} | {f"now_{name}": now[name] for name in _COLUMNS})
        if wrong:
            place = update(RegistrationRow).where(RegistrationRow.id == bindparam("of"))
            values: dict[str, Any] = {name: bindparam(f"now_{name}") for name in _COLUMNS}
            connection.execute(place.values(values), wrong)
    return len(wrong)
