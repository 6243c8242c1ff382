"""The hard rules of a whole registration. What is only worth a look is in `server.domain.checks`.

The shape of each field (type, length, pattern) is the wire's to hold; these are the rules that a
well-shaped registration may still break, alone or after a merge. A unit that is absent is not judged, so
that a form may ask while it is being filled in.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Protocol

from server.domain import nik, phone, tariff
from server.domain.days import AgeLimits, age_on, captured_on, parsed
from server.domain.tables import table

Units = Mapping[str, Mapping[str, Any]]
_POSTCODE = re.compile("[0-9]{5}")
_EMAIL = re.compile(r"[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+")


class Limits(AgeLimits, Protocol):
    """What the organisation asks of a registration."""

    @property
    def id_photo(self) -> str:
        """``off``, ``optional`` or ``required``."""
        ...


def problems(units: Units, captured_at: str, settings: Limits) -> tuple[str, ...]:
    """Return the broken rules as ``unit.field:code``; ``captured_at`` is RFC 3339 in UTC.

    An unknown region, and a birth date or sex that differs from the NIK's, break nothing (domain
    facts, NIK). Nor does a quote that later tables make otherwise.
    """
    day = captured_on(captured_at)
    found: Mapping[str, Callable[[Mapping[str, Any]], Iterator[str]]] = {
        "identity": lambda unit: _identity(unit, day, settings),
        "name": _name,
        "address": _address,
        "contact": _contact,
        "work": _work,
        "contribution": lambda unit: _contribution(unit, units.get("work", {})),
        "heirs": _heirs,
        "photo": lambda unit: _photo(unit, settings),
    }
    return tuple(
        f"{unit}.{problem}"
        for unit, judge in found.items()
        if unit in units
        for problem in judge(units[unit])
    )


def _identity(unit: Mapping[str, Any], day: date, limits: AgeLimits) -> Iterator[str]:
    reading = nik.read(nik.clean(unit["nik"]), day, lambda _: None)
    for problem in reading.problems:
        if problem.level == "block":
            yield f"nik:{problem.code}"
    if reading.date_impossible and not unit["nik_confirmed"]:
        yield "nik:date_impossible"
    birth = parsed(unit["birth_date"])
    if birth is None or birth > day:
        yield "birth_date:no_such_date"
    elif age_on(birth, day) < limits.min_age:
        yield "birth_date:too_young"
    elif age_on(birth, day) > limits.max_age:
        yield "birth_date:too_old"
    if unit["sex"] not in {"male", "female"}:
        yield "sex:required"


def _name(unit: Mapping[str, Any]) -> Iterator[str]:
    yield from _required(unit, "full_name")


def _address(unit: Mapping[str, Any]) -> Iterator[str]:
    yield from _required(unit, "address")
    yield from _required(unit, "village_code")
    if unit["postcode"] is not None and not _POSTCODE.fullmatch(unit["postcode"]):
        yield "postcode:format"


def _contact(unit: Mapping[str, Any]) -> Iterator[str]:
    code = phone.stored_problem(unit["phone"])
    if code is not None:
        yield f"phone:{code}"
    email = unit["email"]
    if email is not None and not _EMAIL.fullmatch(email):
        yield "email:format"


def _work(unit: Mapping[str, Any]) -> Iterator[str]:
    yield from _required(unit, "occupation")
    yield from _required(unit, "workplace")


def _contribution(unit: Mapping[str, Any], work: Mapping[str, Any]) -> Iterator[str]:
    if unit["income_amount"] <= 0:
        yield "income_amount:required"
    elif unit["monthly_income"] != _monthly(unit):
        yield "monthly_income:does_not_add_up"
    if unit["income_per"] == "day" and unit["income_days"] is None:
        yield "income_days:required"
    chosen = set(unit["programmes"])
    if not chosen >= set(table("tariff")["programmes"]["required"]):
        yield "programmes:jkk_jkm_required"
    if work.get("has_employees") and "jht" not in chosen:
        yield "programmes:jht_required"
    if unit["months"] not in tariff.months_offered():
        yield "months:not_offered"
    if not tariff.priced(unit["first_month"]):
        yield "first_month:no_tariff"


def _monthly(unit: Mapping[str, Any]) -> int:
    days = (unit["income_days"] or 0) if unit["income_per"] == "day" else 1
    return int(unit["income_amount"] * days)


def _heirs(unit: Mapping[str, Any]) -> Iterator[str]:
    if any(not heir["name"].strip() for heir in unit["heirs"]):
        yield "heirs:name_required"


def _photo(unit: Mapping[str, Any], limits: Limits) -> Iterator[str]:
    if limits.id_photo == "required" and unit["id_photo"] is None:
        yield "id_photo:photo_missing"


def _required(unit: Mapping[str, Any], field: str) -> Iterator[str]:
    if not unit[field].strip():
        yield f"{field}:required"
