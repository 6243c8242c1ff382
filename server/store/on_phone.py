"""What a phone may hold of people: whom to tell where it is lost (UU 27/2022, art. 46)."""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Engine, or_, select

from server.store.engine import reading
from server.store.fields import fields_of
from server.store.models import FeedEntryRow, OperationRow, RegistrationRow
from server.store.rows import load_registration
from sync.registration import Registration

PAGE = 500


class OnPhone:
    """Read which registrations were told to a device, or came from it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def pages(
        self, device: str, scopes: Collection[str], through: str
    ) -> Iterator[Sequence[Registration]]:
        """A page in memory at a time. What came in after ``through``, its last contact, was never told to it."""
        told = select(FeedEntryRow.registration).where(
            FeedEntryRow.scope.in_(scopes), FeedEntryRow.flag == "live"
        )
        made = select(OperationRow.registration).where(OperationRow.device == device)
        wanted = (
            select(RegistrationRow.id, RegistrationRow.state)
            .where(or_(RegistrationRow.id.in_(told), RegistrationRow.id.in_(made)))
            .order_by(RegistrationRow.id)
            .limit(PAGE)
        )
        after, fields = "", fields_of(self._engine)
        while True:
            with reading(self._engine) as connection:
                rows = connection.execute(wanted.where(RegistrationRow.id > after)).all()
            if not rows:
                return
            after = rows[-1][0]
            found = (load_registration(key, state, fields) for key, state in rows)
            # Of an erased one nobody is left who could be told.
            yield [one for one in found if one.received_at <= through and not one.erased]
