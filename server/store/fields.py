"""Where people's data becomes what a column holds, and comes back (docs/security.md, P190-P194).

:meth:`Fields.seal` and :meth:`Fields.open` are the one door. A sealed text is ``~``, the id of its key,
a dot, and base64 of nonce, ciphertext and tag by AES-256-GCM. It is bound to its place: taken to
another row or another table it does not open. Anything else is text of before, in clear. Pictures go
through :meth:`Fields.seal_bytes` and :meth:`Fields.open_bytes` in the same way (P232).
"""

from base64 import b64encode
from binascii import Error as NotBase64
from binascii import a2b_base64
from collections.abc import Callable
from os import urandom
from weakref import WeakKeyDictionary

from cryptography.exceptions import InvalidTag
from sqlalchemy import Connection, Engine

from server.field_keys import ID_DIGITS, FieldKey, FieldKeys

SEALED = "~"
EMPTY = "{}"
"""A payload that was erased: nothing is in it to be sealed, and it is looked for by this text."""
SECRET = "secret"  # noqa: S105  no secret but the name of one
"""Among the ids by which people are found: the key of before there were any in a file (P194)."""
_NONCE_BYTES = 12
_HEAD = len(SEALED) + ID_DIGITS + 1


BYTES = b"\x89PRS\r\n\x1a\n"
"""Begins sealed bytes, and no picture."""
BYTES_HEAD = len(BYTES) + ID_DIGITS


def sealed_under(head: bytes) -> str:
    """The id of the key that bytes which begin so are sealed with; empty for those in clear."""
    return (
        head[len(BYTES) : BYTES_HEAD].decode("ascii", "replace") if head.startswith(BYTES) else ""
    )


class Spoilt(ValueError):
    """A sealed text that was changed, or taken from another place."""


class Fields:
    """The keys that a database uses. ``active`` asks it for their ids, the one that writes first; a
    database of before there were any has none. It is asked once."""

    def __init__(self, keys: FieldKeys, active: Callable[[], tuple[str, ...]]) -> None:
        self._keys = keys
        self._ask = active
        self._known: tuple[str, ...] | None = None
        self._search: tuple[bytes, ...] | None = None

    @property
    def active(self) -> tuple[str, ...]:
        if self._known is None:
            self._known = self._ask()
        return self._known

    def check(self) -> None:
        """Raises `server.field_keys.MissingKey` where a key that is in use is not here."""
        for key_id in self.active:
            if key_id != SECRET:
                self._keys.key(key_id)

    def search_keys(self, secret: bytes) -> tuple[bytes, ...]:
        """What people are found by, the newest first; ``secret`` is the key of before (P192, P194)."""
        if self._search is None:
            known = self.active or (SECRET,)
            self._search = tuple(
                secret if key_id == SECRET else self._keys.key(key_id).search for key_id in known
            )
        return self._search

    def seal(self, place: str, text: str) -> str:
        """What the column at ``place`` holds of a text: table and key of the row."""
        if text == EMPTY or not self.active:
            return text
        key = self._keys.key(self.active[0])
        nonce = urandom(_NONCE_BYTES)
        sealed = nonce + key.cipher.encrypt(nonce, text.encode(), place.encode())
        return f"{SEALED}{key.id}.{b64encode(sealed).decode()}"

    def seal_bytes(self, place: str, data: bytes) -> bytes:
        """What is kept at ``place`` of a picture: `BYTES`, the id of the key, nonce, ciphertext and tag."""
        if not self.active:
            return data
        key = self._keys.key(self.active[0])
        nonce = urandom(_NONCE_BYTES)
        sealed = key.cipher.encrypt(nonce, data, place.encode())
        return b"".join((BYTES, key.id.encode(), nonce, sealed))

    def open_bytes(self, place: str, data: bytes) -> bytes:
        """The inverse of `seal_bytes`. Raises `Spoilt` and `server.field_keys.MissingKey`."""
        key_id = sealed_under(data)
        if not key_id:
            return data
        nonce, sealed = (
            data[BYTES_HEAD : BYTES_HEAD + _NONCE_BYTES],
            data[BYTES_HEAD + _NONCE_BYTES :],
        )
        try:
            return self._keys.key(key_id).cipher.decrypt(nonce, sealed, place.encode())
        except (InvalidTag, ValueError):
            raise Spoilt(place) from None

    def open(self, place: str, text: str) -> str:
        """The inverse of `seal`. Raises `Spoilt` and `server.field_keys.MissingKey`."""
        return text if not text.startswith(SEALED) else self._opened(place, text)

    def _opened(self, place: str, text: str) -> str:
        key: FieldKey = self._keys.key(text[len(SEALED) : _HEAD - 1])
        try:
            sealed = a2b_base64(text[_HEAD:])
            told = key.cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place.encode())
        except (InvalidTag, NotBase64, ValueError):
            raise Spoilt(place) from None
        return told.decode()


class _Clear(Fields):
    """Of an engine that was opened without keys: for tables that hold nothing sealed."""

    def __init__(self) -> None: ...

    @property
    def active(self) -> tuple[str, ...]:
        return ()

    def _opened(self, place: str, text: str) -> str:  # noqa: ARG002  there is nothing to read it with
        raise RuntimeError(f"{place} is sealed, and this engine was opened without keys")

    def open_bytes(self, place: str, data: bytes) -> bytes:
        if sealed_under(data):
            raise RuntimeError(f"{place} is sealed, and there are no keys here")
        return data


_bound: WeakKeyDictionary[Engine, Fields] = WeakKeyDictionary()
CLEAR = _Clear()


def bind_fields(engine: Engine, fields: Fields) -> None:
    """Let everything that is read and written on an engine go through these keys."""
    _bound[engine] = fields


def fields_of(on: Engine | Connection) -> Fields:
    """The keys of an engine or of a connection of it."""
    return _bound.get(on.engine, CLEAR)


def operation_place(device: str, n: int) -> str:
    """Where the payload of an operation of the log is."""
    return f"operation {device} {n}"


def waiting_place(device: str, n: int) -> str:
    """Where an operation is that waits."""
    return f"waiting {device} {n}"


def stray_place(device: str, digest: str) -> str:
    """Where an operation is that is kept beside the log."""
    return f"stray {device} {digest}"


def second_factor_place(account: str) -> str:
    """Where the secret of an account's codes is."""
    return f"second_factor {account}"


def photo_place(sha256: str) -> str:
    """Where the bytes of a photo are."""
    return f"photo {sha256}"


def piece_place(upload: str, offset: int) -> str:
    """Where a piece of a photo on its way is."""
    return f"upload_piece {upload} {offset}"


def registration_place(key: str) -> str:
    """Where a registration is as it stands."""
    return f"registration {key}"
