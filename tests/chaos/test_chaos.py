"""A few seconds of chaos on four phones: I1, I2, I9, I12, P31, P41. The long run is ``make chaos``."""

from pathlib import Path

from tests.chaos.run import Plan, run

SEED = 20261123


def test_nothing_is_lost_doubled_or_diverged_under_kills(tmp_path: Path) -> None:
    report = run(Plan(SEED, "sqlite", seconds=8, clients=4), tmp_path)
    assert report.findings == [], (SEED, report.trace)
    assert report.kills >= 3, report.trace
    assert report.verdict.operations > 0
