"""Processes of the released server and of this one, at one address."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.chaos.site import free_port

NEW = Path(__file__).resolve().parents[2]
ARCHIVE = Path(__file__).with_name("released.tar.xz")
PATIENCE_S = 120


def released(folder: Path) -> Path:
    """Unpack the released server's source, and what its own tests fill a database by."""
    shutil.unpack_archive(ARCHIVE, folder)
    return folder


def environment(tree: Path, database_url: str) -> dict[str, str]:
    """What one tree has is of that tree, everything else of this one."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PERISAI_")}
    return kept | {
        "PERISAI_DATABASE_URL": database_url,
        "PYTHONPATH": f"{tree}{os.pathsep}{NEW}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def run(tree: Path, database_url: str, *words: str) -> str:
    """Run Python to its end with one tree's server."""
    done = subprocess.run(  # noqa: S603  our own programs
        [sys.executable, *words],
        cwd=tree,
        env=environment(tree, database_url),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


class Fleet:
    """gunicorn of one tree: at the shared port, and at one of its own to be asked at."""

    def __init__(self, tree: Path, database_url: str, *, shared: int, log: Path) -> None:
        self._tree, self._own, self._log = tree, free_port(), log
        command = [sys.executable, "-m", "gunicorn", "-w", "2", "--threads", "4", "--reuse-port"]
        command += ["-b", f"127.0.0.1:{shared}", "-b", f"127.0.0.1:{self._own}"]
        command += ["--no-control-socket", "server:create_app()"]
        with log.open("ab") as out:
            self._master = subprocess.Popen(  # noqa: S603  our own command
                command,
                cwd=tree,
                stdout=out,
                stderr=out,
                env=environment(tree, database_url),
                start_new_session=True,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._master.poll() is None:
            os.killpg(self._master.pid, signal.SIGKILL)  # its own session
            self._master.wait()

    def wait(self) -> None:
        """Wait until it answers."""
        until(lambda: answers(self._own), lambda: self._log.read_text()[-2000:])

    def end(self) -> None:
        """End it as an operator does: what is under way is answered first."""
        self._master.send_signal(signal.SIGTERM)
        self._master.wait(PATIENCE_S)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/health", timeout=10):
            return True
    except OSError:
        return False


def until(holds: Callable[[], bool], told: Callable[[], str] = lambda: "it did not come") -> None:
    poll, deadline = threading.Event(), time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, told()
        poll.wait(0.05)


class Knocker(threading.Thread):
    """Asks without end whether anybody answers; one knock may meet a listener that closes, not two in a row."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self._port, self._stopped = port, threading.Event()
        self.asked, self.unanswered = 0, 0

    def run(self) -> None:
        while not self._stopped.wait(0.05):
            self.asked += 1
            if not (answers(self._port) or answers(self._port)):
                self.unanswered += 1

    def stop(self) -> Sequence[int]:
        self._stopped.set()
        self.join()
        return self.asked, self.unanswered
