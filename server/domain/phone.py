"""Indonesian mobile numbers, kept as E.164 (``+62…``), shown as people write them (``0812 8841 2207``)."""

import re
from typing import Literal

Code = Literal["required", "not_mobile", "short", "long", "format"]

_SEPARATORS = re.compile(r"[\s.()\u2013-]+")
_PREFIX = re.compile(r"^(?:\+62|62|0)")
_SHORTEST, _LONGEST = 9, 12
"""Digits after the country code: 0811 234 567 has nine, the newest numbers have twelve."""


def problem(text: str) -> Code | None:
    """Say what is wrong with a number as typed, or None."""
    plain = _SEPARATORS.sub("", text)
    national = _PREFIX.sub("", plain)
    if not plain:
        return "required"
    if not (national.isascii() and national.isdigit()) or not national.startswith("8"):
        return "not_mobile"
    if len(national) < _SHORTEST:
        return "short"
    return "long" if len(national) > _LONGEST else None


def stored_problem(text: str) -> Code | None:
    """Say what is wrong with a number as it stands in a registration, or None."""
    return problem(text) or (None if to_e164(text) == text else "format")


def to_e164(text: str) -> str | None:
    """Return a typed number as E.164, or None where it is not a mobile number."""
    if problem(text) is not None:
        return None
    return "+62" + _PREFIX.sub("", _SEPARATORS.sub("", text))


def show(e164: str) -> str:
    """Return ``+6281288412207`` as ``0812 8841 2207``."""
    local = _PREFIX.sub("0", e164)
    return " ".join(part for part in (local[:4], local[4:8], local[8:]) if part)
