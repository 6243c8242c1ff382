"""The domain's say in the form in which the core asks for it (``sync.rules.Rules``)."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

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

    def person(self, units: Mapping[str, UnitValue]) -> str | None:
        """Keyed hash of the NIK: equal for the same person, and no way back to the number."""
        nik = units.get("identity", {}).get("nik")
        return hmac.new(self._key, nik.encode(), hashlib.sha256).hexdigest() if nik else None

    def checks(self, registration: Registration) -> tuple[Mapping[str, Any], ...]:
        return checks(registration, self._limits)
