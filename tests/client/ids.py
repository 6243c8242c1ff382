"""UUIDv7 (RFC 9562), which the standard library of Python 3.11 has not (rule P10)."""

import secrets
from datetime import UTC, datetime
from uuid import UUID

_VERSION, _VARIANT = 0x7 << 76, 0b10 << 62


def uuid7(now: datetime) -> str:
    """A new id: 48 bits of milliseconds, 74 bits of chance."""
    milliseconds = int(now.timestamp() * 1000) & (1 << 48) - 1
    high = milliseconds << 80 | _VERSION | secrets.randbits(12) << 64
    return str(UUID(int=high | _VARIANT | secrets.randbits(62)))


def moment(now: datetime) -> str:
    """RFC 3339 in UTC with milliseconds (rule P13)."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{now.microsecond // 1000:03d}Z"
