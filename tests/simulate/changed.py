"""What a phone of the simulation makes of changes to what it holds (P223-P225)."""

from collections.abc import Mapping
from typing import Any

from sync.canonical import digest
from sync.changed import Changed
from sync.own import Own
from tests.simulate.own import worked_out


def following(
    own: Own | None,
    changed: Changed | None,
    said: Mapping[int, Mapping[str, Any]],
    held: Mapping[str, Mapping[str, Any]],
) -> tuple[dict[str, Any], ...] | None:
    """Every entry that a page does not tell whole; None where one cannot be worked out."""
    made, news = worked_out(own, said), laid_over(held, changed)
    return None if made is None or news is None else (*made, *news)


def laid_over(
    held: Mapping[str, Mapping[str, Any]], changed: Changed | None
) -> list[dict[str, Any]] | None:
    """The whole entries; None where they do not come out as they were meant (P225)."""
    if changed is None:
        return []
    known = {key: entry for key, entry in held.items() if entry["flag"] == "live"}
    if any(news["registration"] not in known for news in changed.entries):
        return None
    entries = [_over(known[news["registration"]], news) for news in changed.entries]
    return entries if digest(entries) == changed.digest else None


def _over(held: Mapping[str, Any], news: Mapping[str, Any]) -> dict[str, Any]:
    """P224."""
    told = {name: value for name, value in news.items() if name != "since"}
    for units in ("units", "unit_stamps"):
        if units in told:
            told[units] = {**held[units], **told[units]}
    old = [line for line in held["history"] if line["version"] < news["since"]]
    return {**held, **told, "history": [*old, *news["history"]]}
