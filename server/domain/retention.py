"""How long what is known of people is kept, and what a law wants kept (docs/merge.md, M98).

The law of personal data names no periods: those of ``data/retention.json`` are settings, each with
its source, by the day from which they hold.
"""

from dataclasses import dataclass
from datetime import date, datetime

from server.domain.days import WORKING_ZONE
from server.domain.tables import table
from sync.registration import Registration


@dataclass(frozen=True, slots=True)
class Periods:
    """In days, but for ``kept_by_law``: whole years for the statuses of which a law wants it."""

    rejected: int
    kept_by_law: int
    statuses: frozenset[str]


def periods_on(day: date) -> Periods:
    """The periods in force on a day."""
    rows = [row for row in table("retention") if row["valid_from"] <= day.isoformat()]
    row = rows[-1] if rows else table("retention")[0]
    law = row["kept_by_law"]
    return Periods(row["rejected_days"], law["years"], frozenset(law["statuses"]))


def wanted_by_law(registration: Registration) -> bool:
    """Whether a law wants its content kept. A payment stays one when its registration was closed."""
    received = datetime.fromisoformat(registration.received_at).astimezone(WORKING_ZONE)
    paid = "paid_at" in registration.progress
    return paid or registration.status in periods_on(received.date()).statuses
