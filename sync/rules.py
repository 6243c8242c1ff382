"""What the core asks of the domain and of the wire's definition: arguments, never imports."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from sync.operation import Operation, UnitValue, Unreadable
from sync.registration import Registration

Reader = Callable[[Mapping[str, Any]], Operation | Unreadable]
"""Reads one raw operation of any schema ever shipped (P16)."""

Digest = Callable[[Mapping[str, Any]], str]
"""SHA-256 of an operation's canonical bytes, as :func:`sync.canonical.digest` says it (P30)."""

BugNotice = Callable[[str, Exception], None]
"""Told the ``op`` and the exception when a bug of ours put an operation into quarantine."""


class Rules(Protocol):
    """The domain's say, as pure functions."""

    def problems(self, units: Mapping[str, UnitValue], captured_at: str) -> tuple[str, ...]:
        """Codes of the hard rules that a whole record breaks."""
        ...

    def persons(self, units: Mapping[str, UnitValue]) -> tuple[str, ...]:
        """Keyed hashes of a whole record; those who may be the same person share one (M73)."""
        ...

    def alike(
        self, one: Mapping[str, UnitValue], other: Mapping[str, UnitValue]
    ) -> tuple[str, ...]:
        """By what two whole records look like the same person; empty where they do not (M70)."""
        ...

    def made_at(self, recorded_at: str, received_at: str, skew_ms: int | None) -> str | None:
        """When an operation was made by the server's clock, None where that is not known (M76)."""
        ...

    def keeps(self, registration: Registration) -> bool:
        """Whether a law wants the content kept of a registration that is to be erased (M98)."""
        ...

    def checks(self, registration: Registration) -> tuple[Mapping[str, Any], ...]:
        """What the review desk shows about a registration."""
        ...
