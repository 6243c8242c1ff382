"""The privacy notice that consent refers to by version and hash (UU 27/2022, articles 21 to 24).

Every version ever shown stays in ``data/notice.json``: a consent must stay provable.
"""

from datetime import date
from typing import Any

from server.domain.tables import table


def current() -> dict[str, Any]:
    """Return the newest notice: ``version``, ``valid_from``, ``hash`` and ``text`` by language."""
    newest: dict[str, Any] = table("notice")["notices"][-1]
    return newest


def known(version: int, digest: str) -> bool:
    """Whether a notice of this version has this hash (SHA-256 of its text's canonical JSON)."""
    notices = table("notice")["notices"]
    return any(notice["version"] == version and notice["hash"] == digest for notice in notices)


def newest_on(day: date) -> int:
    """Return the version that was shown on this day; 0 before the first."""
    notices = table("notice")["notices"]
    shown = [int(n["version"]) for n in notices if n["valid_from"] <= day.isoformat()]
    return max(shown, default=0)
