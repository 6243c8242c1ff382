"""How long what is known of people is kept, and what a law wants kept (docs/merge.md, M98).

The law of personal data names no periods: those of ``data/retention.json`` are settings, each with
its source, by the day from which they hold.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from server.domain.days import WORKING_ZONE, captured_on
from server.domain.tables import table
from sync.registration import CLOSED, Registration


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


@dataclass(frozen=True, slots=True)
class Due:
    """By which rule of ``data/retention.json`` what is kept of a registration is to go, and from which
    day on; days are those of the working zone."""

    rule: Literal["rejected_days", "kept_by_law"]
    on: date


def due(registration: Registration) -> Due | None:
    """When its period is over (docs/proof.md, P178); None while it lives, and where nothing is left.

    Counted from the server's own times: when it was closed, or the end of the year of its payment.
    """
    erased = registration.erased
    if registration.status not in CLOSED or (erased and not erased.kept):
        return None
    received = captured_on(registration.received_at)
    if wanted_by_law(registration):
        paid = str(registration.progress.get("paid_at") or received.isoformat())
        years = periods_on(received).kept_by_law
        return Due("kept_by_law", date(int(paid[:4]) + years + 1, 1, 1))
    closed = captured_on(registration.stamps[registration.status_op].received_at)
    return Due("rejected_days", closed + timedelta(days=periods_on(closed).rejected))
