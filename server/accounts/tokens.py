"""Opaque tokens: 256 random bits, of which the server keeps only the SHA-256."""

import base64
import hashlib
import hmac
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def derived_token(key: bytes, name: str) -> str:
    """A token that is the same for the same name: as hard to guess as the key."""
    made = hmac.new(key, name.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def token_hash(token: str) -> str:
    """What the database knows of a token. Plain SHA-256 is enough: there is nothing to guess."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


def derive_key(secret: bytes, purpose: str) -> bytes:
    """A key of its own for each purpose of the server's one secret."""
    return hmac.new(secret, purpose.encode(), hashlib.sha256).digest()
