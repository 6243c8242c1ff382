"""Reading a NIK: ``PPRRDD DDMMYY SSSS``, region and date of *first* registration, serial. No check digit.

Region codes are Kemendagri's, with dots: ``32``, ``32.75``, ``32.75.01``. A region that is not in the
table is only a warning, since regions are split and codes retired while the number stays; so is a
birth date that differs from the one entered.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from server.domain.days import age_on, real_date

Sex = Literal["male", "female"]
Code = Literal[
    "short",
    "long",
    "not_digits",
    "month",
    "day",
    "no_such_date",
    "serial_zero",
    "region_unknown",
    "century_unclear",
]
Level = Literal["block", "confirmable", "warn"]
IsRegion = Callable[[str], bool | None]
"""Whether a region code is known; None where there are no tables to ask."""

LENGTH = 16
_SEPARATORS = str.maketrans("", "", " .-\t\n\u00a0\u2009\u2013")
_WOMEN_FROM = 40
"""Women's day of birth is written 40 higher."""
_LONGEST_MONTH, _MONTHS = 31, 12
_LIKELY_AGES = range(17, 65)
"""The century is the one that puts the age here; domain rule, not the organisation's age limits."""


@dataclass(frozen=True, slots=True)
class Problem:
    """``digits`` are the first and last digit at fault, counted from 1."""

    code: Code
    level: Level
    digits: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """Codes as far as they are typed."""

    province: str | None
    regency: str | None
    district: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the digits say so far. ``birth_date`` is None while unknown, impossible or of unclear century."""

    digits: str
    region: Region
    birth_date: date | None
    sex: Sex | None
    age: int | None
    problems: tuple[Problem, ...]

    @property
    def date_impossible(self) -> bool:
        return any(problem.level == "confirmable" for problem in self.problems)


def clean(text: str) -> str:
    """Drop what people put between digits: spaces, dots, dashes."""
    return text.translate(_SEPARATORS)


def masked(nik: str) -> str:
    """Return the NIK as shown wherever it need not be whole: ``3275********0001``."""
    return f"{nik[:4]}{'*' * len(nik[4:-4])}{nik[-4:]}"


def read(digits: str, today: date, is_region: IsRegion) -> Reading:
    """Read a cleaned NIK, whole or still being typed; ``today`` decides the century and the age."""
    if not (digits.isascii() and (digits.isdigit() or not digits)):
        nothing = Region(None, None, None)
        return Reading(digits, nothing, None, None, None, (Problem("not_digits", "block"),))
    region = _region(digits)
    dates = _real_dates(digits)
    faults = _date_faults(digits, dates)
    sex = None if any(fault.code == "day" for fault in faults) else _sex(digits)
    births = [] if faults else [day for day in dates if day <= today]
    fitting = [birth for birth in births if age_on(birth, today) in _LIKELY_AGES]
    birth = fitting[0] if fitting else None
    unclear = len(digits) >= LENGTH - 4 and not faults and birth is None
    problems = (
        *_length_faults(digits),
        *faults,
        *((Problem("century_unclear", "warn", (11, 12)),) if unclear else ()),
        *_region_faults(region, is_region),
        *((Problem("serial_zero", "warn", (13, 16)),) if digits[12:16] == "0000" else ()),
    )
    return Reading(digits, region, birth, sex, age_on(birth, today) if birth else None, problems)


def differs(nik: str, birth_date: str, sex: str) -> tuple[bool, bool]:
    """Whether the entered birth date (``YYYY-MM-DD``) and sex differ from what the whole NIK says.

    Compares day, month and two-digit year, so that no guess at a century can make a difference.
    """
    written = f"{_day_of(nik):02d}{nik[8:12]}"
    entered = f"{birth_date[8:10]}{birth_date[5:7]}{birth_date[2:4]}"
    return written != entered, _sex(nik) != sex


def _region(digits: str) -> Region:
    known = len(digits)
    return Region(
        digits[:2] if known >= len("PP") else None,
        f"{digits[:2]}.{digits[2:4]}" if known >= len("PPRR") else None,
        f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}" if known >= len("PPRRDD") else None,
    )


def _sex(digits: str) -> Sex | None:
    if len(digits) < len("PPRRDDdd"):
        return None
    return "female" if int(digits[6:8]) > _WOMEN_FROM else "male"


def _day_of(digits: str) -> int:
    day = int(digits[6:8])
    return day - _WOMEN_FROM if day > _WOMEN_FROM else day


def _length_faults(digits: str) -> tuple[Problem, ...]:
    if len(digits) < LENGTH:
        return (Problem("short", "block"),)
    return (Problem("long", "block"),) if len(digits) > LENGTH else ()


def _date_faults(digits: str, dates: Sequence[date]) -> tuple[Problem, ...]:
    faults = []
    if len(digits) >= len("PPRRDDdd") and not 1 <= _day_of(digits) <= _LONGEST_MONTH:
        faults.append(Problem("day", "confirmable", (7, 8)))
    if len(digits) >= len("PPRRDDddmm") and not 1 <= int(digits[8:10]) <= _MONTHS:
        faults.append(Problem("month", "confirmable", (9, 10)))
    if not faults and not dates and len(digits) >= len("PPRRDDddmmyy"):
        faults.append(Problem("no_such_date", "confirmable", (7, 12)))
    return tuple(faults)


def _real_dates(digits: str) -> list[date]:
    """The days that the digits may mean, one a century; none while they are not all typed."""
    if len(digits) < len("PPRRDDddmmyy"):
        return []
    day, month, year = _day_of(digits), int(digits[8:10]), int(digits[10:12])
    found = (real_date(century + year, month, day) for century in (1900, 2000))
    return [each for each in found if each is not None]


def _region_faults(region: Region, is_region: IsRegion) -> tuple[Problem, ...]:
    levels = ((region.province, (1, 2)), (region.regency, (3, 4)), (region.district, (5, 6)))
    for code, digits in levels:
        if code is not None and is_region(code) is False:
            return (Problem("region_unknown", "warn", digits),)
    return ()
