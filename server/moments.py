"""Times as the wire has them (rule P13): RFC 3339 in UTC with milliseconds; they sort as text."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    return datetime.now(UTC)


def moment(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def skew_ms(phone: str, server: datetime) -> int:
    """The phone's clock minus the server's."""
    return round((datetime.fromisoformat(phone) - server).total_seconds() * 1000)
