"""Locking what a push may touch: persons first, then registrations, each in order of its keys."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection, select

from server.store.latches import lock_persons, lock_registrations
from server.store.models import ClaimRow

Claims = dict[str, tuple[str, ...]]


def lock_working_set(
    connection: Connection, registrations: Iterable[str], persons: Iterable[str]
) -> tuple[frozenset[str], Claims]:
    """Lock and return every registration at stake, and the claims on every person at stake.

    A registration brings the person that it is about, a person all registrations about them. Whom
    a registration is about must be read before it is locked; if that moved meanwhile, the locks go
    back and are taken anew, never out of order.
    """
    asked, given = frozenset(persons), frozenset(registrations)
    while True:
        people = asked | _persons_of(connection, given)
        attempt = connection.begin_nested()
        lock_persons(connection, people)
        claims = _claims(connection, sorted(people))
        ids = given.union(*claims.values())
        lock_registrations(connection, ids)
        if _persons_of(connection, given) <= people:
            attempt.commit()
            return ids, claims
        attempt.rollback()


def _persons_of(connection: Connection, registrations: Collection[str]) -> frozenset[str]:
    if not registrations:
        return frozenset()
    about = select(ClaimRow.person).where(ClaimRow.registration.in_(registrations))
    return frozenset(connection.scalars(about))


def _claims(connection: Connection, persons: Sequence[str]) -> Claims:
    if not persons:
        return {}
    found = connection.execute(
        select(ClaimRow.person, ClaimRow.registration)
        .where(ClaimRow.person.in_(persons))
        .order_by(ClaimRow.number)
    )
    claims: dict[str, list[str]] = {}
    for person, registration in found:
        claims.setdefault(person, []).append(registration)
    return {person: tuple(claimed) for person, claimed in claims.items()}
