"""Passwords that people choose themselves (docs/security.md, P242)."""

import re
from threading import Lock
from typing import Literal

from zxcvbn import zxcvbn

LEAST = 12
_SAFE = 4
"""zxcvbn's highest: 10 ** 10 guesses and more, by a thief of the hash too."""
_LOOKED_AT = 72
"""Characters of the estimate: it takes longer with the square of them, and so many are never easy by what follows."""
_OURS = (
    "perisai", "lapangan", "bpjs", "bpu", "bpjstk", "ketenagakerjaan", "jamsostek",
    "klinik", "peserta", "indonesia", "bismillah", "katasandi", "sandi", "rahasia",
)  # fmt: skip
"""What people here think of first (ASVS 6.1.2); the account's own names come to it."""
_WORD = re.compile(r"\w+")
_ALONE = Lock()
"""zxcvbn keeps the words of one call where the next one finds them."""

Unfit = Literal["too_short", "too_easy"]


def unfit(password: str, *names: str) -> Unfit | None:
    """Why a password will not do for an account of these names; None where it will.

    Any characters will do, in any mix. Digits alone are a NIK, a number or a date, which others know.
    """
    if len(password) < LEAST:
        return "too_short"
    if password.isdecimal():
        return "too_easy"
    known = [*_OURS, *(word for name in names for word in _WORD.findall(name.lower()))]
    with _ALONE:
        score = zxcvbn(password[:_LOOKED_AT], user_inputs=known)["score"]
    return None if score >= _SAFE else "too_easy"
