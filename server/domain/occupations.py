"""The list of occupations and which of them are transport (it decides the relief)."""

from server.domain.tables import table


def codes() -> tuple[str, ...]:
    """Return every code, in the order of the list."""
    return tuple(entry["code"] for entry in table("occupations")["occupations"])


def is_transport(code: str) -> bool:
    """Whether PP 50/2025 counts this occupation as transport; an unknown code is not."""
    entries = table("occupations")["occupations"]
    return any(entry["code"] == code and entry["transport"] for entry in entries)
