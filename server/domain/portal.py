"""What the branch's portal asks, in its order (dated: ``data/portal.json``), as texts to be typed or exported."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from server.domain import regions
from server.domain.tables import table

Units = Mapping[str, Mapping[str, Any]]
Cell = str | int | None

_UNIT_OF = {
    "nik": "identity",
    "birth_date": "identity",
    "sex": "identity",
    "full_name": "name",
    "birth_place": "name",
    "address": "address",
    "village_code": "address",
    "postcode": "address",
    "phone": "contact",
    "email": "contact",
    "occupation": "work",
    "workplace": "work",
    "work_starts": "work",
    "has_employees": "work",
    "seen_at_work": "work",
    "monthly_income": "contribution",
    "programmes": "contribution",
    "months": "contribution",
    "quote_total": "contribution",
    "heirs": "heirs",
    "note": "note",
}


def fields(on: date) -> tuple[str, ...]:
    """The fields in the order of that day. Raises ValueError for a day before the first order."""
    known = [order for order in table("portal")["orders"] if order["valid_from"] <= on.isoformat()]
    if not known:
        message = f"no portal order on {on}"
        raise ValueError(message)
    newest = max(known, key=lambda order: str(order["valid_from"]))
    return tuple(field for section in newest["sections"] for field in section["fields"])


def cell(field: str, units: Units) -> Cell:
    """One field of a registration's units as a table shows it; None where nothing was filled in."""
    unit = units[_UNIT_OF[field]]
    special = _SPECIAL.get(field)
    value = special(unit) if special else unit[field]
    return value if value != "" else None


def _hours(unit: Mapping[str, Any]) -> str:
    return "-".join(text for text in (unit["work_starts"], unit["work_ends"]) if text)


def _months(unit: Mapping[str, Any]) -> str:
    return f"{unit['months']} x {unit['first_month']}"


def _flag(field: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda unit: "ya" if unit[field] else "tidak"


_SPECIAL: Mapping[str, Callable[[Mapping[str, Any]], Cell]] = {
    "sex": lambda unit: {"male": "L", "female": "P"}[unit["sex"]],
    "village_code": lambda unit: regions.path(unit["village_code"]) or unit["village_code"],
    "work_starts": _hours,
    "has_employees": _flag("has_employees"),
    "seen_at_work": _flag("seen_at_work"),
    "programmes": lambda unit: "+".join(name.upper() for name in unit["programmes"]),
    "months": _months,
    "heirs": lambda unit: ", ".join(f"{h['name']} ({h['relation']})" for h in unit["heirs"]),
}
