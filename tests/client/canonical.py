"""The canonical form and the chain (rules P30, P31)."""

import hashlib
import json
from typing import Any

GENESIS = "0" * 64


def canonical(value: Any) -> bytes:
    """RFC 8785 for what P13 allows: no fractions, so only the order of keys is left to do."""
    return _text(value).encode()


def _text(value: Any) -> str:
    match value:
        case dict():
            # Keys are ordered by their UTF-16 code units, which is not Python's order of text.
            keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
            return "{" + ",".join(f"{_scalar(key)}:{_text(value[key])}" for key in keys) + "}"
        case list() | tuple():
            return "[" + ",".join(map(_text, value)) + "]"
        case None | bool() | int() | str():
            return _scalar(value)
        case _:
            raise TypeError(type(value).__name__)


def _scalar(value: str | int | None) -> str:
    return json.dumps(value, ensure_ascii=False)


def link(before: str, operation: bytes) -> str:
    """h_n from h_{n-1} and the canonical bytes of operation n, in hex."""
    inner = hashlib.sha256(operation).digest()
    return hashlib.sha256(bytes.fromhex(before) + inner).hexdigest()
