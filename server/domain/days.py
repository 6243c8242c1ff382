"""Days and ages."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Protocol

from server.moments import moment

WORKING_ZONE = timezone(timedelta(hours=7), "WIB")
"""Western Indonesia, where the partner sites are: the day of a capture is the day there."""


class AgeLimits(Protocol):
    """Whole years, both of them still allowed. Settings of the organisation."""

    @property
    def min_age(self) -> int: ...

    @property
    def max_age(self) -> int: ...


@lru_cache(maxsize=4096)
def captured_on(captured_at: str) -> date:
    """Return the day of a capture (RFC 3339 in UTC) by the working zone's calendar."""
    return datetime.fromisoformat(captured_at).astimezone(WORKING_ZONE).date()


def real_date(year: int, month: int, day: int) -> date | None:
    """Return the date, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def parsed(text: str) -> date | None:
    """Return the date written as ``YYYY-MM-DD``, or None."""
    try:
        return date.fromisoformat(text) if len(text) == len("2026-11-20") else None
    except ValueError:
        return None


def age_on(birth: date, day: date) -> int:
    """Return whole years; someone born on 29 February has their birthday on 1 March."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def months_from(first: str, count: int) -> Iterator[str]:
    """Yield ``count`` months as ``YYYY-MM``, beginning with ``first``."""
    start = int(first[:4]) * 12 + int(first[5:7]) - 1
    for month in range(start, start + count):
        yield f"{month // 12:04d}-{month % 12 + 1:02d}"


def month_days(month: str) -> tuple[str, str]:
    """The first day of ``YYYY-MM`` and that of the month after."""
    this, after = months_from(month, 2)
    return f"{this}-01", f"{after}-01"


def month_moments(month: str) -> tuple[str, str]:
    """When a month begins and ends by the working zone's calendar, as moments in UTC."""
    first, after = (
        moment(datetime.fromisoformat(f"{day}T00:00:00").replace(tzinfo=WORKING_ZONE))
        for day in month_days(month)
    )
    return first, after
