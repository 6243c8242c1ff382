"""`make run-postgres` stands on a PostgreSQL that comes with a command and goes with it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.ops.container import ROOT
from tests.upgrade.fleet import PATIENCE_S

ASKS = """
import os
from sqlalchemy import create_engine, text
engine = create_engine(os.environ["PERISAI_DATABASE_URL"])
with engine.begin() as connection:
    connection.execute(text("CREATE TABLE IF NOT EXISTS told (n int)"))
    connection.execute(text("INSERT INTO told VALUES (1)"))
    print(connection.execute(text("SELECT count(*) FROM told")).scalar_one())
"""


def run(data: Path, program: str) -> subprocess.CompletedProcess[str]:
    words = ["-m", "ops.with_postgres", "--data", str(data), sys.executable, "-c", program]
    return subprocess.run(  # noqa: S603  our own command
        [sys.executable, *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )


def test_the_data_is_kept_and_the_status_handed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PERISAI_DATABASE_URL", raising=False)
    data = tmp_path / "postgres"
    assert [run(data, ASKS).stdout for _ in range(2)] == ["1\n", "2\n"]
    assert run(data, "raise SystemExit(7)").returncode == 7
    assert not (data / "postmaster.pid").exists(), "it is stopped"
