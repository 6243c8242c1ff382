"""Which photos are in, and which one a registration shows."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, delete, select, union_all

from server.store.engine import reading, writing
from server.store.fields import fields_of
from server.store.latches import lock_photos
from server.store.models import DeclarationRow, FeedEntryRow, PhotoRow, RegistrationRow
from server.store.rows import arrival_row, load_arrival, load_registration
from server.store.statements import among, insert_new, upsert
from sync.journal import Arrival, Changes
from sync.photos import may_bring, proposed_hash, standing_hash
from sync.registration import Registration


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo that is in: the hash that its blob is named by, and what kind of picture it is."""

    sha256: str
    type: str


class Photos:
    """Look for photos; they are written with the journal's commits."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def brought(self, account: str, sha256: str) -> bool:
        """Tell whether an account has brought this photo in."""
        mine = select(PhotoRow.fate).where(PhotoRow.account == account, PhotoRow.sha256 == sha256)
        with reading(self._engine) as connection:
            return connection.scalar(mine) == "in"

    def shown(self, registration: str, scopes: Collection[str]) -> Photo | None:
        """Return the standing photo of a registration that is live in one of these scopes."""
        with reading(self._engine) as connection:
            found = _seen(connection, registration, scopes)
            if found is None or found.photo != "in":
                return None
            sha256 = standing_hash(found)
            assert sha256 is not None
            kind = select(PhotoRow.type).where(PhotoRow.sha256 == sha256, PhotoRow.fate == "in")
            return Photo(sha256, connection.scalars(kind).first() or "")

    def proposed(self, registration: str, op: str, scopes: Collection[str]) -> Photo | None:
        """Return the photo that an operation proposes in an open question on such a registration (P133)."""
        with reading(self._engine) as connection:
            found = _seen(connection, registration, scopes)
            sha256 = proposed_hash(found, op) if found is not None else None
            if found is None or sha256 is None:
                return None
            brought = arrivals_of(connection, [sha256], []).get(sha256, ())
            kinds = [a.type for a in brought if a.fate == "in" and may_bring(a, found)]
            return Photo(sha256, kinds[0]) if kinds else None

    def undeclared(self, before: str) -> Sequence[str]:
        """Return the hashes of photos that came in before a moment and that no operation declares."""
        since = select(PhotoRow.sha256).where(PhotoRow.received_at >= before)
        old = (
            select(PhotoRow.sha256)
            .distinct()
            .where(PhotoRow.sha256.not_in(since), PhotoRow.sha256.not_in(_DECLARED))
            .order_by(PhotoRow.sha256)
        )
        with reading(self._engine) as connection:
            return connection.scalars(old).all()

    def forget(self, sha256: str, before: str, remove: Callable[[], bool]) -> bool:
        """Forget a photo that nobody declares (P132); False, and nothing is done, for any other.

        ``remove`` removes the bytes, unless they were put anew, while nobody can declare them.
        """
        rows = PhotoRow.sha256 == sha256
        young = select(PhotoRow.sha256).where(rows, PhotoRow.received_at >= before)
        with writing(self._engine) as connection:
            lock_photos(connection, [sha256])
            known = connection.scalars(union_all(young, _DECLARED.where(_named(sha256)))).first()
            if known is not None or not remove():
                return False
            connection.execute(delete(PhotoRow).where(rows))
            return True

    def registration(self, registration: str) -> Registration | None:
        """Return a registration as it stands, whoever asks."""
        one = select(RegistrationRow.state).where(RegistrationRow.id == registration)
        with reading(self._engine) as connection:
            state = connection.scalar(one)
            fields = fields_of(connection)
        return load_registration(registration, state, fields) if state is not None else None


_DECLARING = select(DeclarationRow.registration).where(among(DeclarationRow.sha256, "photos"))
_DECLARED_BY = select(DeclarationRow.sha256).where(
    among(DeclarationRow.registration, "registrations")
)
_ARRIVED = select(PhotoRow.__table__).where(among(PhotoRow.sha256, "photos"))
_DECLARED = select(DeclarationRow.sha256)


def _named(sha256: str) -> ColumnElement[bool]:
    return DeclarationRow.sha256 == sha256


def _seen(
    connection: Connection, registration: str, scopes: Collection[str]
) -> Registration | None:
    """A registration that is live in one of these scopes."""
    seen = (
        select(RegistrationRow.state)
        .join(FeedEntryRow, FeedEntryRow.registration == RegistrationRow.id)
        .where(
            RegistrationRow.id == registration,
            FeedEntryRow.scope.in_(scopes),
            FeedEntryRow.flag == "live",
        )
    )
    state = connection.scalar(seen.limit(1))
    if state is None:
        return None
    return load_registration(registration, state, fields_of(connection))


def declaring(connection: Connection, photos: Collection[str]) -> frozenset[str]:
    """Registrations that ever declared one of these photos."""
    if not photos:
        return frozenset()
    return frozenset(connection.scalars(_DECLARING, {"photos": photos}))


def arrivals_of(
    connection: Connection, photos: Collection[str], registrations: Collection[str]
) -> Mapping[str, tuple[Arrival, ...]]:
    """What came in of these photos, and of every photo that these registrations ever declared."""
    # Two statements: in one, the planner of PostgreSQL would look at every photo there is.
    wanted = {*photos, *connection.scalars(_DECLARED_BY, {"registrations": registrations})}
    if not wanted:
        return {}
    rows = connection.execute(_ARRIVED, {"photos": sorted(wanted)}).mappings()
    found: dict[str, tuple[Arrival, ...]] = {}
    for arrival in map(load_arrival, rows):
        found[arrival.sha256] = (*found.get(arrival.sha256, ()), arrival)
    return found


def write_photos(connection: Connection, changes: Changes) -> None:
    """Write what was declared and what came in."""
    declared: list[dict[str, Any]] = [
        {"sha256": sha256, "registration": registration}
        for registration, sha256 in sorted(changes.declared)
    ]
    insert_new(connection, DeclarationRow, declared)
    arrived = [arrival_row(arrival) for arrival in changes.arrivals]
    upsert(connection, PhotoRow, arrived, key=["sha256", "account"])
