"""JSON text by orjson, wherever it says just what the standard library says; else by the standard library.

The two differ on numbers that are no integers of 64 bits, on half a surrogate, and on the order of keys
beyond ASCII. Each function here knows when it is outside of that, and goes the long way
(docs/adr/0040; ``tests/server/test_json_text.py`` holds both ways to the same bytes and values).
"""

import hashlib
import json
import math
import re
from typing import Any, NoReturn

import orjson

from sync import canonical as plain

_encode = json.JSONEncoder(separators=(",", ":")).encode
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_FOREIGN_NUMBER = re.compile(rb"[0-9][.eE]|[0-9]{19}")
"""What orjson would read otherwise: 3.0 is 3 here, and an integer has as many digits as it likes."""


class NotWhole(float):
    """A number that is no integer: no form of the wire has one, and orjson writes none of this class."""


def loads(data: bytes, bare: bytes) -> Any:
    """The value of a JSON text. ``bare`` is :func:`without_strings` of it.

    3.0 is 3, as in JavaScript (P13, P30). Raises ValueError for what is not UTF-8, not JSON, or a
    number beyond all bounds.
    """
    if _FOREIGN_NUMBER.search(bare) is None:
        try:
            return orjson.loads(data)
        except orjson.JSONDecodeError:
            pass  # half a surrogate is legal, and NaN has a word of its own
    return json.loads(data.decode("utf-8"), parse_float=_number, parse_constant=_refuse_constant)


def without_strings(data: bytes) -> bytes:
    """A JSON text without its strings: brackets, numbers and bare words are left."""
    if b"\\" not in data:
        return b"".join(data.split(b'"')[::2])
    return _STRING.sub(b"", data)


def load(text: str) -> Any:
    """A value that :func:`dump` wrote, of integers of 64 bits."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text)


def dump(value: Any) -> str:
    """JSON in ASCII: whatever a phone sent (NUL, half a surrogate) is legal text everywhere."""
    try:
        text = orjson.dumps(value)
    except TypeError:
        return _encode(value)
    return text.decode() if text.isascii() else _encode(value)


def utf8(value: Any) -> bytes:
    """JSON for the wire; half a surrogate, which UTF-8 has no bytes for, goes escaped."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return _encode(value).encode()


def canonical(value: Any) -> bytes:
    """The same bytes as :func:`sync.canonical.canonical`, of what :func:`loads` has read."""
    try:
        text = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        return plain.canonical(value)
    return text if text.isascii() else plain.canonical(value)


def digest(value: Any) -> str:
    """The same digest as :func:`sync.canonical.digest`."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _refuse_constant(name: str) -> NoReturn:
    """``NaN`` and ``Infinity`` are Python's, not JSON's."""
    raise ValueError(name)


def _number(digits: str) -> int | float:
    """A number with a point or an exponent."""
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return int(number) if number.is_integer() else NotWhole(number)
