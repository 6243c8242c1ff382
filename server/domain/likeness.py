"""Whether two sign-ups look like one person, and by what they are found (docs/merge.md, M70-M73).

Careful on purpose: a question too many costs an admin a minute, but a family that shares a phone, or
twins who share a birthday as well, must not be asked about each other.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import combinations
from typing import Any, Literal

Alike = Literal["nik", "name_birth", "name_phone", "birth_phone"]
Units = Mapping[str, Mapping[str, Any]]

TITLES = frozenset((
    "h", "hj", "haji", "hajah", "kh", "bpk", "bapak", "pak", "ibu", "bu", "sdr", "sdri", "tn", "ny",
    "nn", "drs", "dra", "dr", "ir", "prof", "st", "sh", "se", "spd",
))  # fmt: skip
_MUHAMMAD = frozenset((
    "muhamad", "mohamad", "muhamed", "mohamed", "mochamad", "muchamad", "muh", "moh", "moch", "mohd",
))  # fmt: skip
_OLD_SPELLINGS = (("oe", "u"), ("dj", "j"), ("tj", "c"), ("sj", "sy"), ("nj", "ny"))
_NOT_LETTERS = re.compile(r"[^a-z ]+")
_DOUBLED = re.compile(r"(.)\1+")
_LEAST_SWAPPED = 4
"""Letters of a word in which two neighbouring ones may have changed places."""


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """A name as people compare it aloud (M71); its words keep their order.

    >>> folded("Hj. Siti  AMINAH"), folded("Soekarno"), folded("Moch. Ichsan")
    ('siti amina', 'sukarno', 'muhamad ichsan')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    words = _NOT_LETTERS.sub(" ", plain.replace("'", "").replace("`", "")).split()
    kept = [word for word in words if word not in TITLES] or words
    return " ".join(_spelt(word) for word in kept) or name.casefold()  # of another script


def _spelt(word: str) -> str:
    plain = _DOUBLED.sub(r"\1", word)
    if plain in _MUHAMMAD:
        return "muhamad"
    for old, new in _OLD_SPELLINGS:
        plain = plain.replace(old, new)
    return plain[:-1] if len(plain) > 1 and plain.endswith("h") else plain


def names_near(one: str, other: str) -> bool:
    """M72, of folded names; equal ones are near."""
    shorter, longer = sorted((one.split(), other.split()), key=len)
    rest = [*longer]
    for word in shorter:
        found = next((known for known in rest if _word_near(word, known)), None)
        if found is None:
            return False
        rest.remove(found)
    return bool(shorter)


def _word_near(one: str, other: str) -> bool:
    if one == other:
        return True
    if 1 in (len(one), len(other)):
        return one[0] == other[0]
    return len(one) >= _LEAST_SWAPPED and _neighbours_swapped(one, other)


def _neighbours_swapped(one: str, other: str) -> bool:
    if len(one) != len(other) or one == other:
        return False
    at = next(at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)
    return one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]


def phones_near(one: str, other: str) -> bool:
    """One digit differs, or two neighbouring ones changed places; equal ones are near."""
    if len(one) != len(other):
        return False
    wrong = sum(a != b for a, b in zip(one, other, strict=True))
    return wrong <= 1 or _neighbours_swapped(one, other)


def births_near(one: str, other: str) -> bool:
    """Day and month changed places, or one of day, month and year differs; equal ones are near."""
    (year, month, day), (other_year, other_month, other_day) = one.split("-"), other.split("-")
    if year == other_year and (month, day) == (other_day, other_month):
        return True
    return (year != other_year) + (month != other_month) + (day != other_day) <= 1


def alike(one: Units, other: Units) -> tuple[Alike, ...]:
    """By what two whole records look alike (M70); empty where they do not."""
    found: list[Alike] = []
    if one["identity"]["nik"] == other["identity"]["nik"]:
        found.append("nik")
    a, b = _facts(one), _facts(other)
    same = {name: a[name] == b[name] for name in a}
    for first, second in combinations(("name", "birth", "phone"), 2):
        (third,) = {"name", "birth", "phone"} - {first, second}
        if same[first] and same[second] and _NEAR[third](a[third], b[third]):
            found.append(f"{first}_{second}")  # type: ignore[arg-type]
    return tuple(found)


_NEAR: Mapping[str, Callable[[str, str], bool]] = {
    "name": names_near,
    "birth": births_near,
    "phone": phones_near,
}


def keys(units: Units) -> tuple[str, ...]:
    """What a record is found by (M73), in the clear: ``kind:value``. To be hashed before it is kept."""
    facts = _facts(units)
    pairs = [
        f"{first}_{second}:{facts[first]}|{facts[second]}"
        for first, second in combinations(("name", "birth", "phone"), 2)
        if facts[first] and facts[second]
    ]
    return (f"nik:{units['identity']['nik']}", *pairs)


def _facts(units: Units) -> dict[str, str]:
    return {
        "name": folded(units["name"]["full_name"]),
        "birth": units["identity"]["birth_date"],
        "phone": units["contact"]["phone"],
    }
