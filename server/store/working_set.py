"""Locking what a push may touch: keys of persons first, then registrations, each in order."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection, select

from server.store.latches import lock_persons, lock_registrations
from server.store.models import ClaimRow
from server.store.statements import among
from sync.journal import QUESTION

Claims = dict[str, tuple[str, ...]]

_KEYS = select(ClaimRow.person).where(among(ClaimRow.registration, "registrations"))
_CLAIMED = select(ClaimRow.registration, ClaimRow.person).where(
    among(ClaimRow.registration, "registrations")
)
_CLAIMS = (
    select(ClaimRow.person, ClaimRow.registration)
    .where(among(ClaimRow.person, "persons"))
    .order_by(ClaimRow.number)
)


def lock_working_set(
    connection: Connection, registrations: Iterable[str], persons: Iterable[str]
) -> tuple[frozenset[str], Claims]:
    """Lock and return every registration at stake, and the claims on every key at stake.

    A registration brings the keys that it claims, a key all registrations that claim it, and each of
    these everybody in its duplicate threads. Who claims what must be read before it is locked; if
    that moved meanwhile, the locks go back and are taken anew, never out of order.
    """
    given = frozenset(registrations)
    people = frozenset(persons) | _keys_of(connection, given)
    while True:
        attempt = connection.begin_nested()
        lock_persons(connection, people)
        claims = _claims(connection, sorted(people))
        ids = given.union(*claims.values())
        lock_registrations(connection, ids)
        found = _keys_at_stake(connection, given, ids)
        if found <= people:
            attempt.commit()
            return ids, claims
        attempt.rollback()
        people |= found


def _keys_of(connection: Connection, registrations: Collection[str]) -> frozenset[str]:
    if not registrations:
        return frozenset()
    return frozenset(connection.scalars(_KEYS, {"registrations": registrations}))


def _keys_at_stake(
    connection: Connection, given: Collection[str], found: Collection[str]
) -> frozenset[str]:
    """The keys that these claim, and the questions in which those found beside them are."""
    if not found:
        return frozenset()
    claimed = connection.execute(_CLAIMED, {"registrations": found})
    return frozenset(
        key for registration, key in claimed if registration in given or key.startswith(QUESTION)
    )


def _claims(connection: Connection, persons: Sequence[str]) -> Claims:
    if not persons:
        return {}
    found = connection.execute(_CLAIMS, {"persons": persons})
    claims: dict[str, list[str]] = {}
    for person, registration in found:
        claims.setdefault(person, []).append(registration)
    return {person: tuple(claimed) for person, claimed in claims.items()}
