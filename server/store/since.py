"""Columns taken from a registration, written anew where a version of the server did not know them."""

import json
from typing import Any

from sqlalchemy import ColumnElement, Engine, and_, bindparam, func, or_, select, update

from server.store.engine import reading, writing
from server.store.fields import SEALED, fields_of
from server.store.models import RegistrationRow
from server.store.recovery import Counted, Phase, quiet
from server.store.rows import load_registration, registration_row

SLICE = 500
"""Registrations mended in one transaction, so that nobody's push waits long behind it."""
_OPEN = json.dumps({"settlement": None}, separators=(",", ":"))[1:-1]
_AWAITED = json.dumps({"photo": "awaited"}, separators=(",", ":"))[1:-1]
_ERASED = '"erased":{'
_UNAPPROVED = json.dumps({"approval": None}, separators=(",", ":"))[1:-1]
_AFTER = ("approved_at", "payment_code", "valid_until", "paid_at", "paid_amount", "programmes")
_COLUMNS = ("open_since", "photo_since", "name", "credit", *_AFTER)


def fill_since(engine: Engine, phase: Phase = quiet) -> int:
    """Write the columns that an older version may have left out or behind; return how many rows were wrong.

    Safe at any time, and beside processes of either version: each row is read again under its lock.
    """
    with reading(engine) as connection:
        all_of_them = select(func.count()).select_from(RegistrationRow).where(*_suspect())
        seen = Counted(phase("Columns"), connection.scalar(all_of_them) or 0)
    mended, last = 0, ""
    while ids := _suspects(engine, last):
        mended += _mend(engine, ids)
        last = ids[-1]
        seen.add(len(ids))
    return mended


def _suspects(engine: Engine, after: str) -> list[str]:
    ids = select(RegistrationRow.id).where(RegistrationRow.id > after, *_suspect())
    with reading(engine) as connection:
        return list(connection.scalars(ids.order_by(RegistrationRow.id).limit(SLICE)))


def _suspect() -> tuple[ColumnElement[bool], ...]:
    state = RegistrationRow.state
    waits = (RegistrationRow.open_since.is_not(None), RegistrationRow.photo_since.is_not(None))
    nameless = and_(RegistrationRow.name == "", state.not_like(f"%{_ERASED}%"))
    approved = (state.not_like(f"%{_UNAPPROVED}%"), RegistrationRow.approved_at.is_not(None))
    wrong = or_(state.contains(_OPEN), state.contains(_AWAITED), *waits, nameless, *approved)
    # A version that seals knows these columns: only what is in clear was written by one that did not.
    return state.not_like(f"{SEALED}%"), wrong


def _mend(engine: Engine, ids: list[str]) -> int:
    known = select(
        RegistrationRow.id, RegistrationRow.state, *(getattr(RegistrationRow, c) for c in _COLUMNS)
    )
    with writing(engine) as connection:
        wrong, fields = [], fields_of(connection)
        for row in connection.execute(
            known.where(RegistrationRow.id.in_(ids)).order_by(RegistrationRow.id).with_for_update()
        ).mappings():
            now = registration_row(load_registration(row["id"], row["state"], fields), fields)
            if any(now[name] != row[name] for name in _COLUMNS):
                wrong.append({"of": row["id"]} | {f"now_{name}": now[name] for name in _COLUMNS})
        if wrong:
            place = update(RegistrationRow).where(RegistrationRow.id == bindparam("of"))
            values: dict[str, Any] = {name: bindparam(f"now_{name}") for name in _COLUMNS}
            connection.execute(place.values(values), wrong)
    return len(wrong)
