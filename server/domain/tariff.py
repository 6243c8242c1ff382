"""What a member pays (rupiah, whole: the bases are such that nothing is ever rounded).

``data/tariff.json`` holds brackets and rates by the month from which they are valid, and reliefs by
contribution month. Each month is priced by what is valid in it.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from server.domain.days import months_from
from server.domain.tables import table

PROGRAMMES = ("jkk", "jkm", "jht")
_OCCUPATIONS = {True: "transport", False: "other"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """``income`` in rupiah a month, ``first_month`` as ``YYYY-MM``."""

    income: int
    programmes: Sequence[str]
    months: int
    first_month: str
    transport: bool


@dataclass(frozen=True, slots=True)
class Month:
    """``full`` is what the month costs without relief."""

    month: str
    jkk: int
    jkm: int
    jht: int
    total: int
    full: int


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring months of one price."""

    count: int
    price: int


@dataclass(frozen=True, slots=True)
class Quote:
    """``base`` is the first month's; ``tables`` the version of the tables that made the quote."""

    total: int
    saved: int
    base: int
    months: tuple[Month, ...]
    groups: tuple[Group, ...]
    tables: str


def version() -> str:
    """Return the version of the tables in use."""
    return str(table("tariff")["version"])


def months_offered() -> tuple[int, ...]:
    """Return for how many months one may pay at once."""
    return tuple(table("tariff")["months_offered"]["values"])


def priced(month: str) -> bool:
    """Whether there is a table for a contribution month."""
    return any(entry["valid_from"] <= month for entry in table("tariff")["tables"])


def quote(asked: Question) -> Quote:
    """Price the months one by one. Raises ValueError for a month before the first table."""
    return _quote(
        asked.income,
        frozenset(asked.programmes),
        months=_months(asked.first_month, asked.months),
        occupations=_OCCUPATIONS[asked.transport],
    )


@lru_cache(maxsize=256)
def _months(first: str, count: int) -> tuple[str, ...]:
    return tuple(months_from(first, count))


@lru_cache(maxsize=4096)
def _quote(
    income: int, programmes: frozenset[str], *, months: tuple[str, ...], occupations: str
) -> Quote:
    bases = [_base(month, income) for month in months]
    priced = [
        _price(month, base, programmes, occupations)
        for month, base in zip(months, bases, strict=True)
    ]
    return Quote(
        total=sum(month.total for month in priced),
        saved=sum(month.full - month.total for month in priced),
        base=bases[0],
        months=tuple(priced),
        groups=tuple(
            Group(len(list(same)), price) for price, same in groupby(m.total for m in priced)
        ),
        tables=version(),
    )


@lru_cache(maxsize=4096)
def _price(month: str, base: int, programmes: frozenset[str], occupations: str) -> Month:
    rates = _valid_in(month)
    full = {
        "jkk": base * rates["jkk_permille"] // 1000,
        "jkm": rates["jkm"],
        "jht": base * rates["jht_permille"] // 1000,
    }
    wanted = {name: full[name] if name in programmes else 0 for name in PROGRAMMES}
    due = {
        name: price * (100 - _percent_off(occupations, month, name)) // 100
        for name, price in wanted.items()
    }
    return Month(month, **due, total=sum(due.values()), full=sum(wanted.values()))


@lru_cache(maxsize=256)
def _valid_in(month: str) -> dict[str, Any]:
    valid = [entry for entry in table("tariff")["tables"] if entry["valid_from"] <= month]
    if not valid:
        message = f"no tariff table for {month}"
        raise ValueError(message)
    return max(valid, key=lambda entry: str(entry["valid_from"]))


def _base(month: str, income: int) -> int:
    # The printed ranges have gaps of Rp 999, so only lower ends are compared.
    ends, bases = _steps(month)
    return bases[bisect_right(ends, income) - 1]


@lru_cache(maxsize=256)
def _steps(month: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The lower ends of the brackets in their order, and the base of each."""
    rows = sorted((row["income_from"], row["base"]) for row in _valid_in(month)["brackets"])
    return tuple(end for end, _ in rows), tuple(base for _, base in rows)


def _percent_off(occupations: str, month: str, programme: str) -> int:
    return sum(
        relief["percent_off"]
        for relief in table("tariff")["reliefs"]
        if relief["occupations"] == occupations
        and relief["from"] <= month <= relief["to"]
        and programme in relief["programmes"]
    )
