"""Who claims which person: kept with each push, and filled in where a kind of key is new (M73)."""

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, Engine, bindparam, delete, exists, func, select

from server.store.engine import reading, writing
from server.store.fields import fields_of
from server.store.models import ClaimRow, RegistrationRow
from server.store.recovery import Counted, Phase, quiet
from server.store.rows import load_registration
from server.store.statements import among, insert_new
from sync.registration import Registration

SLICE = 500
"""Registrations whose keys are filled in by one transaction."""

_KNOWN = select(ClaimRow.number, ClaimRow.registration, ClaimRow.person).where(
    among(ClaimRow.registration, "registrations")
)

_LACKS = ~exists().where(
    ClaimRow.registration == RegistrationRow.id, ~ClaimRow.person.like("nik:%")
)
"""Has but the key that every version knew."""

Keys = Callable[[Registration], frozenset[str]]


def write_claims(connection: Connection, claims: Mapping[str, frozenset[str]]) -> None:
    """Let each registration claim just these keys. One that it claimed before keeps its place."""
    if not claims:
        return
    known = connection.execute(_KNOWN, {"registrations": claims}).all()
    gone = [number for number, registration, key in known if key not in claims[registration]]
    if gone:
        connection.execute(
            delete(ClaimRow).where(ClaimRow.number == bindparam("of")), [{"of": n} for n in gone]
        )
    had = {(registration, key) for _, registration, key in known}
    new = [
        {"registration": registration, "person": key}
        for registration, keys in claims.items()
        for key in sorted(keys)
        if (registration, key) not in had
    ]
    insert_new(connection, ClaimRow, new)


def fill_claims(engine: Engine, keys: Keys, phase: Phase = quiet) -> int:
    """Write the keys of the registrations that have but one; how many these were.

    For a database from before a registration had several. It opens no question: one is asked when a
    further claim comes in, or one of these is amended. Running it again changes nothing.
    """
    with reading(engine) as connection:
        lacking = select(func.count()).select_from(RegistrationRow).where(_LACKS)
        seen = Counted(phase("People"), connection.scalar(lacking) or 0)
    filled, after = 0, ""
    while found := _fill_some(engine, keys, after):
        filled, after = filled + len(found), found[-1]
        seen.add(len(found))
    return filled


def _fill_some(engine: Engine, keys: Keys, after: str) -> list[str]:
    """The next of them in order of id; which these were."""
    wanted = (
        select(RegistrationRow.id, RegistrationRow.state)
        .where(RegistrationRow.id > after, _LACKS)
        .order_by(RegistrationRow.id)
        .limit(SLICE)
    )
    with writing(engine) as connection:
        rows, fields = connection.execute(wanted), fields_of(connection)
        registrations = [load_registration(*row, fields) for row in rows]
        write_claims(connection, {r.id: keys(r) for r in registrations})
    return [registration.id for registration in registrations]
