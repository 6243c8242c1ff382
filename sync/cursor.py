"""The feed's bookmark: opaque to phones, signed, with the epoch and the view it was made for (P52).

It goes both ways with every request, and no packing makes it smaller: so no name is in it. A view has
its scopes in one order, and an epoch is told from another by a part of its hash. Phones whose app is
older have it with names, as processes of before read it too (P227).
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_TAG, _MARK = 16, 8
_HEAD = 1 + _MARK + _MARK
_SEVEN, _MORE = 0x7F, 0x80
_SHORT, _NAMED = b"short cursor", b"cursor"
"""What is signed with them, so that a process of before takes a short one for none of this server's."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """``after`` is the last sequence seen of each scope of the view, ``epoch`` and ``view`` are marks of
    16 hex digits. ``complete``: its page was a last one, so its phone holds all that was live up to here."""

    epoch: str
    view: str
    after: Mapping[str, int]
    complete: bool = False

    def encode(self, key: bytes) -> str:
        head = bytes([self.complete]) + bytes.fromhex(self.epoch) + bytes.fromhex(self.view)
        body = head + b"".join(_packed(self.after[scope]) for scope in sorted(self.after))
        return _signed(_SHORT, body, key)

    def encode_named(self, key: bytes, epoch: str) -> str:
        """The same with all names, for the epoch whose mark it has. Whether it is complete is left out."""
        body = json.dumps([epoch, self.view, dict(self.after)], separators=(",", ":")).encode()
        return _signed(_NAMED, body, key)


@dataclass(frozen=True, slots=True)
class Forged:
    """The text is no cursor of this server."""


def marked(epoch: str) -> str:
    """What a cursor has of an epoch."""
    return hashlib.sha256(epoch.encode()).digest()[:_MARK].hex()


def decode(text: str, key: bytes, scopes: Iterable[str]) -> Cursor | Forged:
    """Read a cursor for the view of these scopes; anything not signed by ``key`` is :class:`Forged`.

    Made for a view of other scopes, it is told apart by ``view``, and what it says of them is void.
    """
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return Forged()
    tag, body = raw[:_TAG], raw[_TAG:]
    nothing = dict.fromkeys(scopes, 0)
    if hmac.compare_digest(tag, _tag(_NAMED, body, key)):
        epoch, view, after = json.loads(body)
        return Cursor(marked(epoch), view, nothing | after)
    if not hmac.compare_digest(tag, _tag(_SHORT, body, key)):
        return Forged()
    seen = _unpacked(body[_HEAD:])
    after = dict(zip(sorted(nothing), seen, strict=True)) if len(seen) == len(nothing) else nothing
    view = body[1 + _MARK : _HEAD].hex()
    return Cursor(body[1 : 1 + _MARK].hex(), view, after, complete=body[0] == 1)


def _signed(form: bytes, body: bytes, key: bytes) -> str:
    return base64.urlsafe_b64encode(_tag(form, body, key) + body).decode().rstrip("=")


def _tag(form: bytes, body: bytes, key: bytes) -> bytes:
    return hmac.new(key, form + body, hashlib.sha256).digest()[:_TAG]


def _packed(number: int) -> bytes:
    """Seven bits a byte, the lowest first; all but the last say that more follow."""
    packed = bytearray()
    while number > _SEVEN:
        packed.append(number & _SEVEN | _MORE)
        number >>= 7
    return bytes([*packed, number])


def _unpacked(packed: bytes) -> Sequence[int]:
    numbers, number, shift = [], 0, 0
    for byte in packed:
        number |= (byte & _SEVEN) << shift
        shift += 7
        if byte <= _SEVEN:
            numbers.append(number)
            number, shift = 0, 0
    return numbers
