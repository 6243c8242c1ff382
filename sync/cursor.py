"""The feed's bookmark: opaque to phones, signed, with the epoch and the view it was made for (P52)."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass

_TAG = 16


@dataclass(frozen=True, slots=True)
class Cursor:
    """``after`` is the last sequence seen of each scope; ``view`` names whose view it was."""

    epoch: str
    view: str
    after: Mapping[str, int]

    def encode(self, key: bytes) -> str:
        body = json.dumps([self.epoch, self.view, dict(self.after)], separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(_tag(body, key) + body).decode().rstrip("=")


@dataclass(frozen=True, slots=True)
class Forged:
    """The text is no cursor of this server."""


def decode(text: str, key: bytes) -> Cursor | Forged:
    """Read a cursor; anything not signed by ``key`` is :class:`Forged`."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return Forged()
    tag, body = raw[:_TAG], raw[_TAG:]
    if not hmac.compare_digest(tag, _tag(body, key)):
        return Forged()
    epoch, view, after = json.loads(body)
    return Cursor(epoch, view, after)


def _tag(body: bytes, key: bytes) -> bytes:
    return hmac.new(key, b"cursor" + body, hashlib.sha256).digest()[:_TAG]
