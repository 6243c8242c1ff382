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


@dataclass(frozen=True, slots=True)
class Group:
    """So many members new this month with so many programmes, and the rupiah that they paid together."""

    programmes: int
    members: int
    paid_total: int


def estimate(members: Sequence[Member], on: date) -> Estimate:
    """Estimate by the newest scheme of the day. Raises ValueError for a day before the first."""
    return earned([Group(member.programmes, 1, member.paid_total) for member in members], on)


def earned(groups: Sequence[Group], on: date) -> Estimate:
    """The same of members who are counted already, from what was paid."""
    scheme = max(_known(on), key=lambda known: str(known["valid_from"]), default=None)
    if scheme is None:
        message = f"no incentive scheme on {on}"
        raise ValueError(message)
    reached = sum(group.members for group in groups) >= scheme["threshold"]
    acquisition = _acquisition(scheme, groups) if reached else 0
    paid = sum(group.paid_total for group in groups)
    fees = paid * scheme["fee_permille"][0]["permille"] // 1000
    return Estimate(acquisition, fees, acquisition + fees, scheme["rule"])


def thresholds(on: date) -> tuple[int, ...]:
    """Return the member counts a month at which some scheme known by that day begins to pay."""
    return tuple(sorted({scheme["threshold"] for scheme in _known(on)}))


def _known(on: date) -> list[dict[str, Any]]:
    schemes: list[dict[str, Any]] = table("incentive")["schemes"]
    return [scheme for scheme in schemes if scheme["valid_from"] <= on.isoformat()]


def _acquisition(scheme: dict[str, Any], groups: Sequence[Group]) -> int:
    each: dict[str, int] = scheme["acquisition"]["per_member"]
    per_member = sum(each.get(str(group.programmes), 0) * group.members for group in groups)
    return int(scheme["acquisition"]["per_month"]) + per_member
