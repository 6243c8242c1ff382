"""A device of the demo: it numbers its operations and hands them over at its moments."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from server.store.accounts import Account

WIB = timezone(timedelta(hours=7))
APP = "0.1.0"

FIELD_SYNCS = (time(12, 20), time(17, 45))
"""Recruiters meet the clinic's Wi-Fi at noon and on the way home."""
DESK_HOURS = (time(8, 30), time(13, 15), time(16, 0))
"""Supervisors and admins work through their queues; they are on line."""


@dataclass(frozen=True, slots=True)
class Phone:
    """``skew_s``: this device's clock minus the true one, in seconds."""

    id: str
    account: Account
    label: str
    skew_s: int

    @property
    def at_desk(self) -> bool:
        """Whether it is on line whenever its account works."""
        return self.account.role != "recruiter"

    def meets_network(self, after: datetime) -> datetime:
        """Return the next moment from ``after`` on at which this device syncs."""
        slots = DESK_HOURS if self.at_desk else FIELD_SYNCS
        own = timedelta(seconds=int(self.id[:4], 16) % 1200)
        day = after.astimezone(WIB).date()
        while True:
            for slot in slots:
                moment = _at(day, slot) + own
                if moment >= after and not _rests(day):
                    return moment
            day += timedelta(days=1)


def _at(day: date, slot: time) -> datetime:
    return datetime.combine(day, slot, WIB)


def _rests(day: date) -> bool:
    return day.isoweekday() == 7
