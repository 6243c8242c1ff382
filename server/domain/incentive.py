"""What a recruiter may earn in a month: an estimate, from dated schemes, on the condition of payment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from server.domain.tables import table


@dataclass(frozen=True, slots=True)
class Member:
    """A member new this month: how many programmes, and the rupiah that they pay."""

    programmes: int
    paid_total: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """Rupiah; ``rule`` names the scheme."""

    acquisition: int
    fees: int
    total: int
    rule: str


def estimate(members: Sequence[Member], on: date) -> Estimate:
    """Estimate by the newest scheme of the day. Raises ValueError for a day before the first."""
    scheme = max(_known(on), key=lambda known: str(known["valid_from"]), default=None)
    if scheme is None:
        message = f"no incentive scheme on {on}"
        raise ValueError(message)
    acquisition = _acquisition(scheme, members) if len(members) >= scheme["threshold"] else 0
    paid = sum(member.paid_total for member in members)
    fees = paid * scheme["fee_permille"][0]["permille"] // 1000
    return Estimate(acquisition, fees, acquisition + fees, scheme["rule"])


def thresholds(on: date) -> tuple[int, ...]:
    """Return the member counts a month at which some scheme known by that day begins to pay."""
    return tuple(sorted({scheme["threshold"] for scheme in _known(on)}))


def _known(on: date) -> list[dict[str, Any]]:
    schemes: list[dict[str, Any]] = table("incentive")["schemes"]
    return [scheme for scheme in schemes if scheme["valid_from"] <= on.isoformat()]


def _acquisition(scheme: dict[str, Any], members: Sequence[Member]) -> int:
    each: dict[str, int] = scheme["acquisition"]["per_member"]
    per_member = sum(each.get(str(member.programmes), 0) for member in members)
    return int(scheme["acquisition"]["per_month"]) + per_member
