"""What a credential is good for (rules P1, P2)."""

from datetime import datetime, timedelta
from typing import Literal

from server.moments import moment

Standing = Literal["ok", "session_expired", "device_ended"]


def expiry(now: datetime, days: int) -> str:
    return moment(now + timedelta(days=days))


def standing(
    now: datetime,
    *,
    ended_at: str | None,
    revoked_at: str | None,
    expires_at: str | None,
) -> Standing:
    """Tell what a credential may read: ``ok`` reads, anything else only pushes.

    ``expires_at`` None: there is no session, only a device. Times of the wire sort as text.
    """
    if ended_at is not None:
        return "device_ended"
    if expires_at is None or revoked_at is not None or expires_at <= moment(now):
        return "session_expired"
    return "ok"
