"""Canonical JSON (the integer subset of RFC 8785) and the hash chain over operations (rules P30-P33).

Both ends must get the same bytes for the same operation, whatever carried it. Numbers on this wire
are integers within ±(2^53-1), so RFC 8785's number formatting is not needed.
"""

import hashlib
import json
import re
from typing import Any

GENESIS = "0" * 64
"""h_0, the chain before a device's first operation."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
_SURROGATES = "\ud800"
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def canonical(value: Any) -> bytes:
    r"""Return the canonical UTF-8 bytes of a JSON value: keys by UTF-16 code units, no white space.

    A lone surrogate is written as ``\\udxxx``, as JavaScript's well-formed ``JSON.stringify`` does.
    """
    text = _encode(value)
    if text.isascii():
        return text.encode()
    if max(text) >= _SURROGATES:  # only from there on do code points sort otherwise
        text = json.dumps(_sorted(value), ensure_ascii=False, separators=(",", ":"))
    return _LONE_SURROGATE.sub(lambda m: f"\\u{ord(m.group()):04x}", text).encode()


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        keys = sorted(value, key=lambda k: k.encode("utf-16-be", "surrogatepass"))
        return {k: _sorted(value[k]) for k in keys}
    if isinstance(value, list | tuple):
        return [_sorted(v) for v in value]
    return value


def digest(operation: Any) -> str:
    """SHA-256 of an operation's canonical bytes, 64 hex digits."""
    return hashlib.sha256(canonical(operation)).hexdigest()


def link(previous: str, operation_digest: str) -> str:
    """h_n = SHA-256(h_{n-1} ‖ digest_n), over the raw 32 bytes of each; hex in, hex out (rule P31)."""
    return hashlib.sha256(bytes.fromhex(previous) + bytes.fromhex(operation_digest)).hexdigest()
