"""What a phone has said itself is named by its number, not told back (P180-P184).

A page that follows a push of five hundred sign-ups would bring them all down again. Where an entry
is what its phone can work out from a create of its own, the page names that create; a digest over
the entries so named tells the phone whether it worked out the very same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sync.canonical import digest
from sync.journal import FeedRow
from sync.registration import Registration


@dataclass(frozen=True, slots=True)
class Part:
    """Registrations with consecutive sequences from ``seq`` on, in the order of their ids; ``n`` are
    the ranges of the numbers of their creates, which all came in at ``at``."""

    at: str
    skew_ms: int | None
    seq: int
    n: tuple[tuple[int, int], ...]

    def to_json(self) -> dict[str, Any]:
        ranges = [list(both_ends) for both_ends in self.n]
        return {"at": self.at, "skew_ms": self.skew_ms, "seq": self.seq, "n": ranges}


@dataclass(frozen=True, slots=True)
class Own:
    made: tuple[Part, ...]
    digest: str

    def to_json(self) -> dict[str, Any]:
        return {"made": [part.to_json() for part in self.made], "digest": self.digest}


@dataclass(slots=True)
class _Growing:
    rows: list[FeedRow] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    def goes_on(self, row: FeedRow) -> bool:
        if not self.rows:
            return True
        last, one = self.rows[-1], row.registration
        return (
            row.seq == last.seq + 1
            and one.id > last.registration.id
            and (one.received_at, one.skew_ms)
            == (last.registration.received_at, last.registration.skew_ms)
        )

    def part(self) -> Part:
        first = self.rows[0]
        one = first.registration
        return Part(one.received_at, one.skew_ms, first.seq, _ranges(sorted(self.numbers)))


def own_number(row: FeedRow, device: str) -> int | None:
    """The number of the create that the whole entry follows from; None where there is more to tell."""
    one = row.registration
    if row.flag != "live" or not row.scope.startswith("account:") or len(one.history) != 1:
        return None
    stamp = one.stamps[one.history[0].op]
    untouched = (
        one.history[0].what == "create"
        and stamp.author.device == device
        and one.version == 1
        and not one.threads
        and one.photo == _as_declared(one)
    )
    return stamp.n if untouched else None


def named(rows: Sequence[tuple[FeedRow, int]], told: Sequence[Any]) -> Own | None:
    """Of rows in the order of their sequence, each with its number, and the entries they stand for."""
    if not rows:
        return None
    parts = [_Growing()]
    for row, n in rows:
        if not parts[-1].goes_on(row):
            parts.append(_Growing())
        parts[-1].rows.append(row)
        parts[-1].numbers.append(n)
    return Own(tuple(part.part() for part in parts), digest(told))


def _as_declared(registration: Registration) -> str:
    """What is said of a photo before anything of it has come in (P183)."""
    unit = registration.units.get("photo")
    return "awaited" if unit and unit.value.get("id_photo") else "none"


def _ranges(numbers: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Ascending numbers as ranges with both ends in them."""
    found: list[tuple[int, int]] = []
    for n in numbers:
        if found and found[-1][1] == n - 1:
            found[-1] = (found[-1][0], n)
        else:
            found.append((n, n))
    return tuple(found)
