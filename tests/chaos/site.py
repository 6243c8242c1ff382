"""The server as it is deployed, gunicorn with workers, and how its processes are ended."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVING = ("-w", "2", "--threads", "4")
"""Fewer than in production, so that they are worth killing."""
START_SECONDS = 60
ORPHANS_S = 2.0
"""How long workers may go on serving without their master before they are ended as well."""


class Site:
    """One address over all restarts. Only processes that it started are ever signalled."""

    def __init__(
        self, folder: Path, database_url: str, *, serving: Sequence[str] = SERVING, **settings: str
    ) -> None:
        self.port = free_port()
        self._serving = serving
        self._log = folder / "gunicorn.log"
        own = {"PERISAI_DATABASE_URL": database_url, "PERISAI_SECOND_FACTOR": "off"}
        self._environment = {**os.environ, **own, **settings}
        self._master: subprocess.Popen[bytes] | None = None
        self.starts = 0

    @property
    def runs(self) -> bool:
        return self._master is not None

    def start(self) -> None:
        """Start it if it does not run, without waiting for an answer."""
        if self._master is not None:
            return
        command = [
            *(sys.executable, "-m", "gunicorn", "-c", "python:server.serving"),
            *(*self._serving, "-b", f"127.0.0.1:{self.port}", "server:create_app()"),
        ]
        with self._log.open("ab") as log:
            self._master = subprocess.Popen(  # noqa: S603  our own command
                command,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                env=self._environment,
                start_new_session=True,
            )
        self.starts += 1

    def wait(self) -> None:
        """Wait until it answers."""
        poll = threading.Event()  # never set: a pause between two questions
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            self.revive()
            try:
                with urllib.request.urlopen(
                    f"http://127.0.0.1:{self.port}/api/v1/health", timeout=5
                ):
                    return
            except (urllib.error.URLError, OSError):
                poll.wait(0.05)
        raise RuntimeError(self._log.read_text()[-2000:])

    def revive(self) -> None:
        """Start again what ended by itself, as when the port was not free yet."""
        if self._master is not None and self._master.poll() is not None:
            self.kill()
            self.start()

    def workers(self) -> list[int]:
        """The pids of the workers, in order."""
        return children_of(self._master.pid) if self._master is not None else []

    def kill_worker(self, pid: int) -> None:
        _signal(pid, signal.SIGKILL)

    def pause(self, pid: int) -> None:
        _signal(pid, signal.SIGSTOP)

    def resume(self, pid: int) -> None:
        if pid in self.workers():  # it may have been killed while it was paused
            _signal(pid, signal.SIGCONT)

    def kill_master(self) -> None:
        """End the master alone; its workers notice, or are ended when they take too long."""
        if self._master is None:
            return
        orphans = self.workers()
        self._master.kill()
        self._master.wait()
        poll, deadline = threading.Event(), time.monotonic() + ORPHANS_S
        while time.monotonic() < deadline and any(map(_lives, orphans)):
            poll.wait(0.05)
        self.kill()

    def kill(self) -> int:
        """End every process of the server at once, as a power cut would. How many there were."""
        if self._master is None:
            return 0
        count = 1 + len(self.workers())
        try:
            os.killpg(self._master.pid, signal.SIGKILL)  # its own session: nobody else is in there
        except ProcessLookupError:
            count = 0
        self._master.wait()
        self._master = None
        return count

    def log(self) -> str:
        return self._log.read_text(errors="replace")


def children_of(pid: int) -> list[int]:
    try:
        return sorted(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))
    except OSError:
        return []


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _signal(pid: int, what: signal.Signals) -> None:
    try:
        os.kill(pid, what)
    except ProcessLookupError:
        return  # it ended by itself meanwhile


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
