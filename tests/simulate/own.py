"""What a phone of the simulation works out of what it said itself (P180-P184)."""

from collections.abc import Mapping
from typing import Any

from sync.canonical import digest
from sync.own import Own, Part


def worked_out(
    own: Own | None, said: Mapping[int, Mapping[str, Any]]
) -> tuple[dict[str, Any], ...] | None:
    """The entries that a page names; None where one cannot be worked out (P184)."""
    if own is None:
        return ()
    entries: list[dict[str, Any]] = []
    for part in own.made:
        numbers = [n for first, last in part.n for n in range(first, last + 1)]
        if any(said.get(n, {}).get("kind") != "create" for n in numbers):
            return None
        creates = sorted((said[n] for n in numbers), key=lambda raw: str(raw["registration"]))
        entries += [_entry(raw, part, part.seq + i) for i, raw in enumerate(creates)]
    entries.sort(key=lambda entry: int(entry["seq"]))
    return tuple(entries) if digest(entries) == own.digest else None


def _entry(raw: Mapping[str, Any], part: Part, seq: int) -> dict[str, Any]:
    """P183."""
    by, photo = raw["author"]["account"], raw["set"].get("photo", {"id_photo": None})
    return {
        "registration": raw["registration"],
        "flag": "live",
        "seq": seq,
        "version": 1,
        "status": "submitted",
        "status_at": part.at,
        "clinic": raw["clinic"],
        "recruiter": by,
        "units": {"photo": photo} | raw["set"],
        "captured_at": raw["captured_at"],
        "received_at": part.at,
        "skew_ms": part.skew_ms,
        "location": raw.get("location"),
        "review": None,
        "approval": None,
        "progress": {},
        "history": [
            {"what": "create", "version": 1, "at": part.at, "by": by, "detail": None},
        ],
        "credit": by,
        "duplicate_of": None,
        "photos": {"id_photo": "awaited" if photo["id_photo"] else "none"},
        "consent": {k: v for k, v in raw["consent"].items() if k != "signature"},
        "threads": [],
    }
