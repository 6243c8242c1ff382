"""Work that comes in after its author lost a role or a clinic (docs/merge.md, M76, M77)."""

from datetime import date, datetime, timedelta

from server.domain.days import WORKING_ZONE
from server.domain.tables import table
from server.moments import moment


def made_at(recorded_at: str, received_at: str, skew_ms: int | None) -> str | None:
    """When an operation was made by the server's clock; None where the phone's was not measured.

    ``skew_ms`` is the phone's clock minus the server's. Nothing is made after it is received.
    """
    if skew_ms is None:
        return None
    try:
        put_right = moment(datetime.fromisoformat(recorded_at) - timedelta(milliseconds=skew_ms))
    except OverflowError:
        return None
    return min(put_right, received_at)


def not_before(now: datetime) -> str:
    """The moment before which a lost entitlement no longer lets anything in (the dated setting)."""
    return moment(now - timedelta(days=_days_on(now.astimezone(WORKING_ZONE).date())))


def _days_on(day: date) -> int:
    rows = [row for row in table("late_work") if row["valid_from"] <= day.isoformat()]
    days: int = rows[-1]["days"]
    return days
