"""A device's signature over a bundle (docs/protocol.md, P94, P95): ECDSA over P-256 with SHA-256."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from server.sealing import from_base64url

_HALF = 32


def read_point(text: str) -> ec.EllipticCurvePublicKey:
    """An uncompressed point in base64url. Raises ValueError where it is none of the curve."""
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_base64url(text))


def signed_by(public_key: str, signature: str, data: bytes) -> bool:
    """Whether the owner of a key signed these bytes: r ‖ s, as browsers write it."""
    try:
        pair = from_base64url(signature)
    except ValueError:
        return False
    if len(pair) != 2 * _HALF:
        return False
    r, s = (int.from_bytes(half) for half in (pair[:_HALF], pair[_HALF:]))
    try:
        read_point(public_key).verify(encode_dss_signature(r, s), data, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True
