"""Opening what was sealed to this server (docs/protocol.md, P90-P93): a ring of private keys.

The first key of the ring is announced, all of them open. Nothing here knows what is inside a box.
"""

import hashlib
import re
import zlib
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

SUITE = "DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM"
BOX_BYTES = 96 * 1024
OPENED_BYTES = 512 * 1024
"""Where inflating stops. More than any operation may have, so that one too large is told as such."""

_HPKE = hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
_ID_BYTES = 8
_PEM = re.compile("-----BEGIN .*?-----END [A-Z ]+-----", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Unopened:
    """A box that stays shut; ``why`` is for developers and quotes nothing of it."""

    why: str


@dataclass(frozen=True, slots=True)
class SealKey:
    private: ec.EllipticCurvePrivateKey

    @property
    def public_key(self) -> bytes:
        """The uncompressed point, 65 bytes."""
        return self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def id(self) -> str:
        return hashlib.sha256(self.public_key).hexdigest()[: 2 * _ID_BYTES]


class KeyRing:
    """``load`` gives the keys as PEM, newest first; asked again when a box names a key that is not
    known yet, since another process may have got one meanwhile."""

    def __init__(self, load: Callable[[], str]) -> None:
        self._load = load
        self._keys: dict[str, SealKey] = {}

    def announced(self) -> dict[str, str]:
        """What ``me.seal`` says (P90)."""
        self._keys = self._keys or read_keys(self._load())
        newest = next(iter(self._keys.values()))
        return {"id": newest.id, "suite": SUITE, "public_key": to_base64url(newest.public_key)}

    def open(self, box: bytes, context: str) -> bytes | Unopened:
        """The text of a box that was sealed for this context, or why it stays shut (P91)."""
        if len(box) > BOX_BYTES:
            return Unopened(f"over {BOX_BYTES} bytes")
        padded = self.open_bytes(box, context)
        return padded if isinstance(padded, Unopened) else _unpacked(padded)

    def open_bytes(self, box: bytes, context: str) -> bytes | Unopened:
        """Bytes that were sealed as they are, of any length (P152)."""
        key = self._key(box[:_ID_BYTES].hex())
        if key is None:
            return Unopened("sealed to a key that is not here")
        try:
            return _HPKE.decrypt(box[_ID_BYTES:], key.private, info=context.encode())
        except (InvalidTag, ValueError):
            return Unopened("sealed for something else, or damaged")

    def _key(self, key_id: str) -> SealKey | None:
        if key_id not in self._keys:
            self._keys = read_keys(self._load())
        return self._keys.get(key_id)


def context_of(device: str, n: int, op: str) -> str:
    """What the box of an operation is bound to (P91)."""
    return f"perisai operation {device} {n} {op}"


def photo_context(device: str, registration: str, sha256: str, offset: int) -> str:
    """What the box of a piece of a photo is bound to (P152)."""
    return f"perisai photo {device} {registration} {sha256} {offset}"


def new_key() -> str:
    """A new private key, as PEM."""
    made = ec.generate_private_key(ec.SECP256R1())
    return made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def read_keys(pem: str) -> dict[str, SealKey]:
    """The private keys in a text, by id. Raises ValueError where there is none or one is no P-256 key."""
    keys: dict[str, SealKey] = {}
    for found in _PEM.findall(pem):
        if found.startswith("-----BEGIN EC PARAMETERS"):
            continue
        try:
            private = load_pem_private_key(found.encode(), password=None)
        except TypeError:
            raise ValueError("a key is locked with a password") from None
        match private:
            case ec.EllipticCurvePrivateKey(curve=ec.SECP256R1()):
                key = SealKey(private)
                keys[key.id] = key
            case _:
                raise ValueError("a key is not of the curve P-256")
    if not keys:
        raise ValueError("there is no private key")
    return keys


def to_base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """Raises ValueError for anything that is not base64url without padding."""
    if not re.fullmatch("[A-Za-z0-9_-]*", text):
        raise ValueError("not base64url")
    return b64decode(text + "=" * (-len(text) % 4), altchars="-_", validate=True)


def _unpacked(padded: bytes) -> bytes | Unopened:
    packed = padded.rstrip(b"\0")
    if packed[-1:] != b"\x80":
        return Unopened("not padded")
    stream = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
    try:
        text = stream.decompress(packed[:-1], OPENED_BYTES + 1)
    except zlib.error:
        return Unopened("not packed")
    if not stream.eof or stream.unused_data or len(text) > OPENED_BYTES:
        return Unopened("cut off, or too long")
    return text
