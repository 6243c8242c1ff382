"""Sealing to the server's key, and bundles for somebody else to carry (P90 to P96), from the document alone."""

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.client.canonical import canonical

SUITE = hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
BLOCK = 256
SIGNATURE_CHARACTERS = len(',"signature":""') + 86


def text_of(data: bytes) -> str:
    """Bytes as they travel."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def bytes_of(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def box(key: Mapping[str, str], operation: Mapping[str, Any]) -> str:
    """The box of an operation (P91)."""
    device = operation["author"]["device"]
    return box_of(key, canonical(operation), (device, operation["n"], operation["op"]))


def box_of(key: Mapping[str, str], data: bytes, bound: tuple[str, int, str]) -> str:
    """The box of some bytes, for the device, number and id of ``bound``."""
    device, n, op = bound
    return sealed(key, f"perisai operation {device} {n} {op}", data)


def sealed(key: Mapping[str, str], context: str, data: bytes) -> str:
    """Some bytes, bound to what they are for."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = packer.compress(data) + packer.flush() + b"\x80"
    padded = packed + bytes(-len(packed) % BLOCK)
    public = ec.EllipticCurvePublicKey.from_encoded_point(
        ec.SECP256R1(), bytes_of(key["public_key"])
    )
    box = SUITE.encrypt(padded, public, info=context.encode())
    return text_of(bytes.fromhex(key["id"]) + box)


class Signer:
    """A device's signing key (P95) and the bundles that it signs (P94)."""

    def __init__(self, device: str, key: Any = None) -> None:
        self.device = device
        self.key: ec.EllipticCurvePrivateKey = key or ec.generate_private_key(ec.SECP256R1())

    @property
    def public_key(self) -> str:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return text_of(point)

    def bundle(self, made_at: str, items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """A signed bundle, padded."""
        said = {
            "format": "perisai-bundle-1",
            "device": self.device,
            "app": "0.1.0-py",
            "made_at": made_at,
            "items": list(items),
            "padding": "",
        }
        size = len(canonical(said)) + SIGNATURE_CHARACTERS
        return self.sign(said | {"padding": "A" * (_stage(size) - size)})

    def sign(self, said: Mapping[str, Any]) -> dict[str, Any]:
        r, s = decode_dss_signature(self.key.sign(canonical(said), ec.ECDSA(SHA256())))
        return {**said, "signature": text_of(r.to_bytes(32) + s.to_bytes(32))}


def photo_box(key: Mapping[str, str], bound: str, data: bytes) -> str:
    """Bytes of a photo as they are (P152), for the ``<device> <registration> <sha256> <offset>`` of ``bound``."""
    public = ec.EllipticCurvePublicKey.from_encoded_point(
        ec.SECP256R1(), bytes_of(key["public_key"])
    )
    box = SUITE.encrypt(data, public, info=f"perisai photo {bound}".encode())
    return text_of(bytes.fromhex(key["id"]) + box)


def item(key: Mapping[str, str], operation: Mapping[str, Any]) -> dict[str, Any]:
    return {"n": operation["n"], "op": operation["op"], "box": box(key, operation)}


def _stage(size: int) -> int:
    """The next of 4, 8, 16, 32, 64 KiB, and then full 64 KiB."""
    steps = (4096, 8192, 16384, 32768)
    return next((step for step in steps if size <= step), -(-size // 65536) * 65536)
