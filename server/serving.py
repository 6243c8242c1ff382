"""How gunicorn serves: ``gunicorn -c python:server.serving 'server:create_app()'``.

What differs between machines comes from the command or from gunicorn's own environment
(``GUNICORN_CMD_ARGS="--workers 4"``); what has a reason is here, with it.
"""

import os
import tempfile
from pathlib import Path
from shutil import rmtree
from typing import Protocol

SHARED = "PROMETHEUS_MULTIPROC_DIR"
OURS = "perisai-metrics-"

workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 16
"""A thread waits for a phone that sends slowly; sixteen of them in each process, and the rest queue."""
worker_class = "gthread"
bind = "127.0.0.1:8000"
timeout = 60
"""A process that has not moved for so long is replaced. Threads that wait do not count as that."""
graceful_timeout = 40
"""At a new version, requests under way are answered first: longer than a phone waits (30 s)."""
keepalive = 5
worker_connections = 1000
"""Open connections of a process; the ones beyond wait in the kernel."""
control_socket_disable = True  # it would be one file for every gunicorn of a user
limit_request_line = 2048
limit_request_fields = 60
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  a heartbeat must not wait for a disk


class _Worker(Protocol):
    pid: int


def on_starting(_server: object) -> None:
    """Give the processes a folder to count in together, before the first of them imports a counter."""
    given = Path(os.environ.get(SHARED, OURS))
    if given.name.startswith(OURS):  # none, or that of a master which this one takes over from
        os.environ[SHARED] = tempfile.mkdtemp(prefix=OURS)


def child_exit(_server: object, worker: _Worker) -> None:
    """Let go of what only a living process means; what it counted stays counted."""
    from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415  the variable first

    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(_server: object) -> None:
    """Remove the folder with the last of them."""
    ours = Path(os.environ[SHARED])
    if ours.name.startswith(OURS):
        rmtree(ours, ignore_errors=True)
