"""What the journal in memory remembers."""

import copy
from dataclasses import dataclass, field

from sync.journal import Arrival, Before, Beside, Device, Flag, Logged, Waiting
from sync.receipt import Receipt
from sync.registration import Registration


@dataclass(slots=True)
class Tables:
    devices: dict[str, Device] = field(default_factory=dict)
    log: dict[tuple[str, int], Logged] = field(default_factory=dict)
    ops: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    receipts: dict[tuple[str, int], Receipt] = field(default_factory=dict)
    registrations: dict[str, Registration] = field(default_factory=dict)
    persons: dict[str, frozenset[str]] = field(default_factory=dict)
    claims: dict[str, list[str]] = field(default_factory=dict)
    waiting: dict[tuple[str, int], Waiting] = field(default_factory=dict)
    beside: dict[tuple[str, str], Beside] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    feed: dict[tuple[str, str], tuple[int, Flag]] = field(default_factory=dict)
    before: dict[tuple[str, str], Before | None] = field(default_factory=dict)
    """By (scope, registration), as a row of the feed has it."""
    told: dict[tuple[str, str], int] = field(default_factory=dict)
    """The version that each entry had when it moved last."""
    declared: set[tuple[str, str]] = field(default_factory=set)
    arrivals: dict[tuple[str, str], Arrival] = field(default_factory=dict)

    def copy(self) -> "Tables":
        """Tables of their own; the values in them are never changed."""
        return Tables(**{name: copy.copy(getattr(self, name)) for name in self.__slots__})
