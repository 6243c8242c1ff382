"""Whose word is a device's own: its own, and its ancestors' up to the fork (docs/merge.md, M90-M93)."""

from dataclasses import dataclass

GENERATIONS = 16
"""Ancestors of a device that are looked up (L5)."""


@dataclass(frozen=True, slots=True)
class Ancestor:
    """The device that a device was renewed from; up to ``n`` the two are one phone."""

    device: str
    n: int


@dataclass(frozen=True, slots=True)
class Lineage:
    """A device and its ancestors, the nearest first."""

    device: str
    ancestors: tuple[Ancestor, ...] = ()

    def own(self, device: str, n: int) -> bool:
        """Whether operation ``n`` of a device is this one's word."""
        if device == self.device:
            return True
        return any(device == one.device and n <= one.n for one in self.ancestors)

    def later(self, device: str, n: int, than: int) -> bool:
        """M91: whether operation ``n`` of a device is this one's word and later than its ``than``."""
        return device == self.device and n > than
