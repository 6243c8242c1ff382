"""Long work shows how far it is to whoever looks, and writes nothing where nobody does."""

import os
import pty
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.ops.container import ROOT
from tests.upgrade.fleet import PATIENCE_S

PROCESSES: tuple[Mapping[str, str], ...] = (
    {"migrate": "Tables", "backup FILE": "Copying"},
    {"restore FILE": "Checking"},  # alone: nobody else may have the database open
    {
        "restored": "Photos",
        "sweep-photos": "Photos",
        "keys new": "",
        "keys rotate": "Rotating",
        "audit verify": "Verifying",
        "retention plan": "Closed ones",
        "retention run": "Closed ones",
    },
)
"""Commands with the name of a part of their work; empty for one that takes no time."""
PROGRAM = """
import sys
from server.cli import main
file, *commands = sys.argv[1:]
for command in commands:
    print(f"<{command}>", file=sys.stderr, flush=True)
    main([file if word == "FILE" else word for word in command.split()], standalone_mode=False)
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    own = {
        "PERISAI_DATABASE_URL": f"sqlite:///{tmp_path / 'long.sqlite3'}",
        "PERISAI_PHOTOS": str(tmp_path / "photos"),
    }
    return {**os.environ, **own}


def words(folder: Path, commands: Mapping[str, str]) -> list[str]:
    return [sys.executable, "-c", PROGRAM, str(folder / "one.backup"), *commands]


def told(text: str) -> dict[str, str]:
    """What was written on the error stream, by command."""
    pairs = (part.split(">", 1) for part in text.split("<")[1:])
    return {command: said.strip() for command, said in pairs}


def on_a_terminal(command: list[str], environment: dict[str, str]) -> str:
    ours, theirs = pty.openpty()
    with subprocess.Popen(  # noqa: S603  our own command
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=theirs
    ) as running:
        os.close(theirs)
        seen = b""
        try:
            while some := os.read(ours, 4096):
                seen += some
        except OSError:  # how Linux says that nobody has the other end any more
            pass
        assert running.wait(PATIENCE_S) == 0, seen.decode()[-2000:]
    os.close(ours)
    return seen.decode()


def test_a_terminal_is_shown_how_far_it_is(tmp_path: Path, environment: dict[str, str]) -> None:
    for commands in PROCESSES:
        said = told(on_a_terminal(words(tmp_path, commands), environment))
        assert said.keys() == commands.keys()
        for command, label in commands.items():
            assert label in said[command], (command, said[command])
            assert ("[" in said[command]) is bool(label), (command, said[command])


def test_a_nightly_run_writes_nothing_there(tmp_path: Path, environment: dict[str, str]) -> None:
    for commands in PROCESSES:
        done = subprocess.run(  # noqa: S603  our own command
            words(tmp_path, commands),
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        assert told(done.stderr) == dict.fromkeys(commands, "")
