"""The list of occupations and which of them are transport (it decides the relief)."""

from functools import cache

from server.domain.tables import table


def codes() -> tuple[str, ...]:
    """Return every code, in the order of the list."""
    return tuple(entry["code"] for entry in table("occupations")["occupations"])


def is_transport(code: str) -> bool:
    """Whether PP 50/2025 counts this occupation as transport; an unknown code is not."""
    return code in _transport()


@cache
def _transport() -> frozenset[str]:
    entries = table("occupations")["occupations"]
    return frozenset(entry["code"] for entry in entries if entry["transport"])
