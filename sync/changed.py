"""What has changed of a registration since a phone was told of it, in the place of all of it (P223-P225).

A verdict moves one entry, and ten amended sign-ups have ten new telephone numbers: the people in them
are on the phone already. The feed keeps where an entry stood before it moved last; a phone whose cursor
is a last page's, and lies between the two, holds just that entry.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sync.canonical import digest
from sync.cursor import Cursor
from sync.journal import FeedRow
from sync.registration import Registration

_FIXED = frozenset({"flag", "consent", "captured_at", "received_at", "skew_ms", "location"})
"""What no operation changes while an entry is live."""


@dataclass(frozen=True, slots=True)
class Changed:
    """``digest`` is that of the whole entries, in the order of ``entries``."""

    entries: tuple[Mapping[str, Any], ...]
    digest: str

    def to_json(self) -> dict[str, Any]:
        return {"entries": list(self.entries), "digest": self.digest}


def held_version(row: FeedRow, cursor: Cursor) -> int | None:
    """The version that a phone with this cursor holds of the entry; None where that is not known."""
    before = row.before
    if row.flag != "live" or before is None or not cursor.complete:
        return None
    return before.version if before.seq <= cursor.after.get(row.scope, 0) else None


def changes(entry: Mapping[str, Any], registration: Registration, since: int) -> dict[str, Any]:
    """Of a whole entry, what a phone needs that holds it of the version ``since`` (P223).

    A line of history need not be of a new version, so those of ``since`` are told again.
    """
    moved = {name for name, unit in registration.units.items() if unit.version > since}
    told = {name: value for name, value in entry.items() if name not in _FIXED}
    for units in ("units", "unit_stamps"):
        if units in told:
            told[units] = {name: value for name, value in told[units].items() if name in moved}
    told["history"] = [line for line in entry["history"] if line["version"] >= since]
    return {**told, "since": since}


def changed(
    told: Sequence[Mapping[str, Any]], whole: Sequence[Mapping[str, Any]]
) -> Changed | None:
    """``whole`` are the entries that follow from ``told``."""
    return Changed(tuple(told), digest(list(whole))) if told else None
