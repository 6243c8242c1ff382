"""The second factor of a sign-in (docs/security.md, P196-P199): codes by time (RFC 6238), and some for a lost phone."""

import hashlib
import secrets
from base64 import b32encode
from datetime import datetime
from typing import assert_never

import pyotp

from server.settings import SecondFactor
from sync.operation import Role

STEP_S = 30
DIGITS = 6
AROUND = 1
"""Steps before and after the present one that are taken: clocks differ, and people type slowly (RFC 6238, 5.2)."""
RECOVERY_CODES = 10
_RECOVERY_BYTES = 15
ISSUER = "Perisai Lapangan"


def is_asked(of: SecondFactor, role: Role) -> bool:
    """Whether an account of this role signs in with two factors."""
    match role:
        case "recruiter":
            return False
        case "supervisor":
            return of == "desks"
        case "admin":
            return of != "off"
        case _:
            assert_never(role)


def new_secret() -> str:
    """160 random bits in base32, as authenticator apps take them."""
    return pyotp.random_base32(32)


def address_of(secret: str, username: str) -> str:
    """What an authenticator app reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step that a code is of, the latest that fits; None for a wrong one.

    Whether it was used already is for who uses it up to say: in one statement, or two sign-ins at
    once would both be right.
    """
    totp, present = (
        pyotp.TOTP(secret, digits=DIGITS, interval=STEP_S),
        int(now.timestamp()) // STEP_S,
    )
    fitting = [
        step
        for step in range(present - AROUND, present + AROUND + 1)
        if secrets.compare_digest(totp.generate_otp(step).encode(), code.encode())
    ]
    return max(fitting, default=None)


def new_recovery_codes() -> tuple[str, ...]:
    """For who has lost the phone with the codes; each works once. 120 random bits, in groups of four."""
    return tuple(_grouped(secrets.token_bytes(_RECOVERY_BYTES)) for _ in range(RECOVERY_CODES))


def recovery_hash(code: str) -> str:
    """What the database knows of one. From 112 random bits on plain SHA-256 is enough (ASVS 6.5.2)."""
    plain = "".join(code.split()).replace("-", "").upper()
    return hashlib.sha256(plain.encode("utf-8", "surrogateescape")).hexdigest()


def _grouped(data: bytes) -> str:
    text = b32encode(data).decode()
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))
