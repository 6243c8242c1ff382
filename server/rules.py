"""The domain's say in the form in which the core asks for it (``sync.rules.Rules``)."""

import hmac
from collections.abc import Mapping
from typing import Any

from server.domain import late_work, likeness, retention
from server.domain.checks import checks
from server.domain.rules import Limits, problems
from sync.operation import UnitValue
from sync.registration import Registration


class DomainRules:
    """Pure functions with what they were made with: the organisation's limits, the key of persons."""

    def __init__(self, limits: Limits, *, key: bytes) -> None:
        self._limits = limits
        self._key = key

    def problems(self, units: Mapping[str, UnitValue], captured_at: str) -> tuple[str, ...]:
        return problems(units, captured_at, self._limits)

    def persons(self, units: Mapping[str, UnitValue]) -> tuple[str, ...]:
        """Keyed hashes of what a record is found by, each behind its kind: no way back to a person."""
        kinds = (key.split(":", 1) for key in likeness.keys(units))
        return tuple(f"{kind}:{self._hash(value)}" for kind, value in kinds)

    def nik_key(self, nik: str) -> str:
        """The key that a registration of this NIK claims (M73)."""
        return f"nik:{self._hash(nik)}"

    def _hash(self, value: str) -> str:
        return hmac.digest(self._key, value.encode(), "sha256").hex()

    def alike(
        self, one: Mapping[str, UnitValue], other: Mapping[str, UnitValue]
    ) -> tuple[str, ...]:
        return likeness.alike(one, other)

    def made_at(self, recorded_at: str, received_at: str, skew_ms: int | None) -> str | None:
        return late_work.made_at(recorded_at, received_at, skew_ms)

    def keeps(self, registration: Registration) -> bool:
        return retention.wanted_by_law(registration)

    def checks(self, registration: Registration) -> tuple[Mapping[str, Any], ...]:
        return checks(registration, self._limits)
