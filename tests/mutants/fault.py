"""A piece of text of one file, and what replaces it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    name: str
    file: str
    text: str
    instead: str
    unit: str = ""
    """The browser's tests that judge it, for a fault of the phone's own rules."""
    server: str = ""
    """The server's tests that judge it, on SQLite, for a fault of what only the server does."""
