"""What the core asks of the domain and of the wire's definition: arguments, never imports."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from sync.operation import Operation, UnitValue, Unreadable
from sync.registration import Registration

Reader = Callable[[Mapping[str, Any]], Operation | Unreadable]
"""Reads one raw operation of any schema ever shipped (P16)."""

BugNotice = Callable[[str, Exception], None]
"""Told the ``op`` and the exception when a bug of ours put an operation into quarantine."""


class Rules(Protocol):
    """The domain's say, as pure functions."""

    def problems(self, units: Mapping[str, UnitValue], captured_at: str) -> tuple[str, ...]:
        """Codes of the hard rules that a whole record breaks."""
        ...

    def person(self, units: Mapping[str, UnitValue]) -> str | None:
        """Keyed hash that is equal for the same person."""
        ...

    def checks(self, registration: Registration) -> tuple[Mapping[str, Any], ...]:
        """What the review desk shows about a registration."""
        ...
