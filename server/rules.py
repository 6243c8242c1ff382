"""The domain's say in the form in which the core asks for it (``sync.rules.Rules``)."""

import hmac
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from server.domain import late_work, likeness, retention
from server.domain.checks import checks
from server.domain.rules import Limits, problems
from sync.operation import UnitValue
from sync.registration import Registration


class DomainRules:
    """Pure functions with what they were made with: the organisation's limits, and the keys that people
    are found by, the newest first (P192); of more than one only while keys are rotated."""

    def __init__(self, limits: Limits, *, keys: Callable[[], Sequence[bytes]]) -> None:
        self._limits = limits
        self._keys = keys

    def problems(self, units: Mapping[str, UnitValue], captured_at: str) -> tuple[str, ...]:
        return problems(units, captured_at, self._limits)

    def persons(self, units: Mapping[str, UnitValue]) -> tuple[str, ...]:
        """Keyed hashes of what a record is found by, each behind its kind: no way back to a person."""
        facts = likeness.keys(units)
        return tuple(_hashed(key, fact) for key in self._keys() for fact in facts)

    def moves(self, registration: Registration) -> Mapping[str, str]:
        """What a registration may claim by older keys, and what each of them is by the newest."""
        newest, *older = self._keys()
        facts = likeness.keys(registration.values())
        return {_hashed(key, fact): _hashed(newest, fact) for key in older for fact in facts}

    def nik_keys(self, nik: str) -> tuple[str, ...]:
        """The keys of which a registration of this NIK claims one or more (M73)."""
        return tuple(_hashed(key, f"nik:{nik}") for key in self._keys())

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


def _hashed(key: bytes, fact: str) -> str:
    """``kind:value`` with its value by a keyed hash."""
    kind, value = fact.split(":", 1)
    return f"{kind}:{hmac.digest(key, value.encode(), 'sha256').hex()}"
