"""Password hashing: argon2id with the second recommended profile of RFC 9106 (64 MiB, 3 passes)."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

PROFILE = RFC_9106_LOW_MEMORY
_HASHER = PasswordHasher.from_parameters(PROFILE)


def hash_password(password: str) -> str:
    return _HASHER.hash(password)


def verify_password(password_hash: str | None, password: str) -> bool:
    """Tell whether the password fits. For nobody's hash (None) it takes the same time and says no."""
    known = _nobodys_hash() if password_hash is None else password_hash
    try:
        _HASHER.verify(known, password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def needs_rehash(password_hash: str) -> bool:
    """Tell whether a hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(password_hash)


@cache
def _nobodys_hash() -> str:
    return hash_password("")
