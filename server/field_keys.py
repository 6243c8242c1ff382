"""Keys that people's data is sealed with in the database (docs/security.md, P190-P192): a file apart from it.

One key a line, 32 random bytes in base64url; what begins with ``#`` is for people. A key has its name
from itself, so the order of the lines says nothing: which one writes is kept in the database.
"""

import os
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

KEY_BYTES = 32
ID_DIGITS = 8
_LINE = re.compile(r"[A-Za-z0-9_-]{43}")
_HEAD = """\
# Perisai Lapangan: the keys that people's data is sealed with. Without them the database is of no use
# to anybody. Keep a copy where neither the database nor its backups are, readable to you alone.
"""


class MissingKey(Exception):
    """A key that something was sealed with is not in the file; the message has the mend."""

    def __init__(self, key_id: str, file: Path) -> None:
        super().__init__(
            f"the key {key_id} is not in {file}; put the line of that key back from your copy of the file"
        )


class FieldKey:
    """One secret, and what is made of it: a cipher for what is kept, a key for what is searched by."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @cached_property
    def id(self) -> str:
        return self._derived("id").hex()[:ID_DIGITS]

    @cached_property
    def cipher(self) -> AESGCM:
        return AESGCM(self._derived("seal"))

    @cached_property
    def search(self) -> bytes:
        """Keys the hashes by which people are found (P192)."""
        return self._derived("search")

    def _derived(self, purpose: str) -> bytes:
        info = f"perisai field key: {purpose}".encode()
        return HKDFExpand(SHA256(), KEY_BYTES, info).derive(self._secret)


class FieldKeys:
    """The keys of a file, read when one is asked for that is not known yet: another process may have
    put it there meanwhile."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._keys: dict[str, FieldKey] = {}

    def key(self, key_id: str) -> FieldKey:
        """Raises `MissingKey`, and ValueError for a file that is not one of keys."""
        if key_id not in self._keys and self.file.exists():
            self._keys = read_field_keys(self.file.read_text("ascii"))
        try:
            return self._keys[key_id]
        except KeyError:
            raise MissingKey(key_id, self.file) from None

    def add(self) -> str:
        """Put a new key at the end of the file, which is made where there is none; return its id.

        It is on the disk, whole, when this returns. Raises OSError where the file may not be written.
        """
        secret = secrets.token_bytes(KEY_BYTES)
        known = self.file.read_text("ascii") if self.file.exists() else _HEAD
        read_field_keys(known)
        line = urlsafe_b64encode(secret).rstrip(b"=").decode()
        _replace(self.file, f"{known.rstrip()}\n{line}\n")
        return FieldKey(secret).id


def read_field_keys(text: str) -> dict[str, FieldKey]:
    """The keys of a file's text by id. Raises ValueError for a line that is none, quoting nothing of it."""
    keys = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if not _LINE.fullmatch(line.strip()):
            raise ValueError(f"line {number} is not 32 bytes in base64url")
        key = FieldKey(urlsafe_b64decode(line.strip() + "="))
        keys[key.id] = key
    return keys


def _replace(file: Path, text: str) -> None:
    """Write beside, make durable, then take the name: nobody ever reads half a file of keys."""
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f".{file.name}.partial")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    partial.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
