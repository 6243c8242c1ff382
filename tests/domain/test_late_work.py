"""When late work was made, and how late it may be: docs/merge.md, M76 and M77."""

from datetime import UTC, datetime

import pytest

from server.domain import late_work

RECEIVED = "2026-11-23T03:00:00.000Z"


@pytest.mark.parametrize(
    ("recorded_at", "skew_ms", "made_at"),
    [
        ("2026-11-20T03:00:00.000Z", 0, "2026-11-20T03:00:00.000Z"),
        ("2026-11-20T04:00:00.000Z", 3_600_000, "2026-11-20T03:00:00.000Z"),
        ("2026-11-20T02:00:00.000Z", -3_600_000, "2026-11-20T03:00:00.000Z"),
        ("2036-01-01T00:00:00.000Z", 0, RECEIVED),
        ("2026-11-20T03:00:00.000Z", None, None),
        ("0001-01-01T00:00:00.000Z", 60_000, None),
    ],
)
def test_M76_when_it_was_made(recorded_at: str, skew_ms: int | None, made_at: str | None) -> None:
    assert late_work.made_at(recorded_at, RECEIVED, skew_ms) == made_at


def test_M77_a_month_is_the_longest() -> None:
    now = datetime(2026, 11, 23, 3, tzinfo=UTC)
    assert late_work.not_before(now) == "2026-10-24T03:00:00.000Z"
