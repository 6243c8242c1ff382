"""A real server for browser tests: gunicorn on a free port, killed and started again at will."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from dataclasses import replace
from pathlib import Path

from sqlalchemy import func, select, update

from server.moments import moment, utc_now
from server.store import Store
from server.store.base import Base
from server.store.engine import open_engine
from server.store.migrate import upgrade
from server.store.models import OperationRow, SessionRow
from tests.e2e.cast import hire

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
SHA256_DIGITS = 64
"""A photo that is in is named by its hash alone."""


class Site:
    """One origin with app and API on a SQLite file. ``url`` stays the same over restarts."""

    def __init__(self, folder: Path) -> None:
        self.database_url = f"sqlite:///{folder / 'site.sqlite3'}"
        self.photos = str(folder / "photos")
        engine = open_engine(self.database_url)
        upgrade(engine)
        engine.dispose()
        self._people()
        self.port = _free_port()
        self.url = f"http://localhost:{self.port}"
        self.web_dist = ROOT / "web" / "dist"
        self.id_photo = "optional"
        self.second_factor = "off"
        self._log = folder / "gunicorn.log"
        self._process: subprocess.Popen[bytes] | None = None

    def _people(self) -> None:
        engine = open_engine(self.database_url)
        hire(Store(engine))
        engine.dispose()

    def start(self) -> None:
        """Start and wait until it answers."""
        command = [
            *(sys.executable, "-m", "gunicorn", "-c", "python:server.serving", "-w", "1"),
            *("-b", f"127.0.0.1:{self.port}", "server:create_app()"),
        ]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603  our own command
                command,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                env={
                    **os.environ,
                    "PERISAI_DATABASE_URL": self.database_url,
                    "PERISAI_PHOTOS": self.photos,
                    "PERISAI_SECOND_FACTOR": self.second_factor,
                    "PERISAI_WEB_DIST": str(self.web_dist),
                    "PERISAI_ID_PHOTO": self.id_photo,
                },
                start_new_session=True,
            )
        self._wait()

    def kill(self) -> None:
        """End every process of the server at once, as a power cut would."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def operations(self) -> int:
        """How many operations are in custody."""
        engine = open_engine(self.database_url)
        with engine.connect() as connection:
            count = connection.scalar(select(func.count()).select_from(OperationRow))
        engine.dispose()
        return count or 0

    def says(self, word: str) -> list[str]:
        """Every row of the database that holds a word, in any column of any table."""
        engine = open_engine(self.database_url)
        with engine.connect() as connection:
            rows = [
                str(tuple(row))  # a row by itself shortens what is long
                for table in Base.metadata.sorted_tables
                for row in connection.execute(select(table))
            ]
        engine.dispose()
        return [row for row in rows if word in row]

    def log(self) -> str:
        """What the server has logged so far."""
        return self._log.read_text()

    def photos_in(self) -> list[bytes]:
        """The bytes of every photo that is in, the oldest first."""
        whole = [file for file in Path(self.photos).rglob("*") if len(file.name) == SHA256_DIGITS]
        return [file.read_bytes() for file in sorted(whole, key=lambda file: file.stat().st_mtime)]

    def let_sessions_end(self) -> None:
        """As weeks without a sign-in do: only the devices' own credentials are left (P1)."""
        engine = open_engine(self.database_url)
        with engine.begin() as connection:
            connection.execute(update(SessionRow).values(expires_at="2026-01-01T00:00:00.000Z"))
        engine.dispose()

    def move(self, account: str, clinic: str) -> None:
        """From now on this account works at this clinic alone."""
        engine = open_engine(self.database_url)
        accounts = Store(engine).accounts
        known = accounts.account_by_id(account)
        assert known is not None
        moved = replace(known, clinics=(clinic,))
        accounts.change_account(moved, at=moment(utc_now()), by=account)
        engine.dispose()

    def _wait(self) -> None:
        assert self._process is not None
        health = f"{self.url}/api/v1/health"
        poll = threading.Event()  # never set: a pause between two questions
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(health, timeout=5):  # noqa: S310  our own address
                    return
            except OSError:  # refused, reset, or too slow under load: not yet
                poll.wait(0.05)
        raise RuntimeError(self._log.read_text()[-2000:])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
