"""Sign-ins. A session is revocable at once: it lives here, not in a signed token."""

from dataclasses import dataclass

import uuid6
from sqlalchemy import ColumnElement, Connection, Engine, select, update
from sqlalchemy import insert as insert_into

from server.store.engine import reading, writing
from server.store.models import SessionRow


@dataclass(frozen=True, slots=True)
class SessionValue:
    """A sign-in of one account on one device."""

    id: str
    account_id: str
    device_id: str
    expires_at: str
    revoked_at: str | None


@dataclass(frozen=True, slots=True)
class NewSession:
    """What a sign-in writes. ``token_hash`` is all that the server keeps of the token."""

    account_id: str
    device_id: str
    token_hash: str
    created_at: str
    expires_at: str


class Sessions:
    """Open, find and revoke sessions."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open_session(self, new: NewSession) -> SessionValue:
        """Remember a new session and return it."""
        session_id = str(uuid6.uuid7())
        with writing(self._engine) as connection:
            connection.execute(
                insert_into(SessionRow).values(
                    id=session_id,
                    token_hash=new.token_hash,
                    account=new.account_id,
                    device=new.device_id,
                    created_at=new.created_at,
                    expires_at=new.expires_at,
                )
            )
        return SessionValue(session_id, new.account_id, new.device_id, new.expires_at, None)

    def session_opened_at(self, session_id: str) -> str | None:
        """Return when the password of a session was given."""
        statement = select(SessionRow.created_at).where(SessionRow.id == session_id)
        with reading(self._engine) as connection:
            return connection.execute(statement).scalar_one_or_none()

    def revoke_session(self, session_id: str, at: str) -> None:
        """Revoke a session; one revoked before keeps its time."""
        self._revoke(SessionRow.id == session_id, at)

    def revoke_device_sessions(self, device_id: str, at: str) -> None:
        """Revoke every session of a device."""
        self._revoke(SessionRow.device == device_id, at)

    def revoke_account_sessions(self, account_id: str, at: str) -> None:
        """End every session of an account."""
        with writing(self._engine) as connection:
            self._revoke_all(connection, account_id, at)

    def _revoke_all(
        self, connection: Connection, account_id: str, at: str, *, but: str | None = None
    ) -> None:
        live = [SessionRow.account == account_id, SessionRow.revoked_at.is_(None)]
        if but is not None:
            live.append(SessionRow.id != but)
        connection.execute(update(SessionRow).where(*live).values(revoked_at=at))

    def _revoke(self, which: ColumnElement[bool], at: str) -> None:
        statement = update(SessionRow).where(which, SessionRow.revoked_at.is_(None))
        with writing(self._engine) as connection:
            connection.execute(statement.values(revoked_at=at))
