"""Whose word is a device's own: its own, and its ancestors' up to the fork (docs/merge.md, M90-M93)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

GENERATIONS = 16
"""Ancestors of a device that are looked up (L5)."""


class Device(Protocol):
    """Whatever names a device, as an author does."""

    @property
    def device(self) -> str: ...


class Said(Protocol):
    """Something said under an ``op`` and a number, as a stamp has it."""

    @property
    def op(self) -> str: ...

    @property
    def n(self) -> int: ...

    @property
    def author(self) -> Device: ...


@dataclass(frozen=True, slots=True)
class Ancestor:
    """The device that a device was renewed from; up to ``n`` the two are one phone."""

    device: str
    n: int


@dataclass(frozen=True, slots=True)
class Lineage:
    """A device and its ancestors, the nearest first.

    ``repeats``: operations that others handed over first and this one, or an ancestor up to the
    fork, as well (P106), by ``op``: with this device's own number, or 0.
    """

    device: str
    ancestors: tuple[Ancestor, ...] = ()
    repeats: Mapping[str, int] = field(default_factory=dict)

    @property
    def alone(self) -> bool:
        """Whether nothing but the device's own word is its word."""
        return not self.ancestors and not self.repeats

    def own(self, stamp: Said) -> bool:
        """M90, M92: whether what is stamped so is this device's word."""
        return stamp.op in self.repeats or self.holds(stamp.author.device, stamp.n)

    def holds(self, device: str, n: int) -> bool:
        """Whether operation ``n`` of a device was handed over by this one, as far as it is one phone."""
        if device == self.device:
            return True
        return any(device == one.device and n <= one.n for one in self.ancestors)

    def later(self, stamp: Said, than: int) -> bool:
        """M91: whether it is this device's word and later than its number ``than``."""
        number = stamp.n if stamp.author.device == self.device else self.repeats.get(stamp.op, 0)
        return number > than
