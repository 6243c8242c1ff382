"""What phones and the server of the simulation say to one another."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sync.changed import Changed
from sync.own import Own
from sync.tally import Tally

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    device: str
    incarnation: str | None
    operations: tuple[Mapping[str, Any], ...]
    chain: tuple[int, str]
    cursor: str | None
    buckets: tuple[str, ...] = ()
    own_from: int | None = None
    holds: bool = False


@dataclass(frozen=True, slots=True)
class Response:
    through: int
    chain: str
    chain_matches: bool
    exceptions: tuple[dict[str, Any], ...]
    entries: tuple[Entry, ...]
    cursor: str | None
    """None where nothing may be read: the answer has no feed."""
    more: bool
    reset: str | None
    covers: int | None
    check: Tally | None
    repaired: tuple[int, ...] | None
    own: Own | None
    changed: Changed | None
    kept_through: int | None
    tick: int
    """When it was made."""
    incarnation: str | None
    renew: bool
