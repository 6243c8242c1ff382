"""Failed sign-ins, counted over all processes, for the rate limit."""

from sqlalchemy import Engine, delete, insert, select

from server.store.engine import reading, writing
from server.store.models import SignInFailureRow


class Attempts:
    """``key`` says who or where from (never a password); times are wire times."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def record_failure(self, key: str, at: str) -> None:
        """Remember one failure."""
        with writing(self._engine) as connection:
            connection.execute(insert(SignInFailureRow).values(key=key, at=at))

    def failures(self, key: str, since: str) -> tuple[str, ...]:
        """Return when ``key`` failed after ``since``, oldest first."""
        statement = (
            select(SignInFailureRow.at)
            .where(SignInFailureRow.key == key, SignInFailureRow.at > since)
            .order_by(SignInFailureRow.at)
        )
        with reading(self._engine) as connection:
            return tuple(connection.scalars(statement))

    def forget(self, key: str) -> None:
        """Forget the failures of ``key``: it has signed in."""
        with writing(self._engine) as connection:
            connection.execute(delete(SignInFailureRow).where(SignInFailureRow.key == key))

    def forget_before(self, at: str) -> None:
        """Forget what no window reaches any more."""
        with writing(self._engine) as connection:
            connection.execute(delete(SignInFailureRow).where(SignInFailureRow.at < at))
