"""How gunicorn serves: ``gunicorn -c python:server.serving 'server:create_app()'``.

What differs between machines comes from the command or from gunicorn's own environment
(``GUNICORN_CMD_ARGS="--workers 4"``); what has a reason is here, with it.
"""

import logging
import os
import socket
import struct
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from shutil import rmtree
from typing import Any, Protocol

from gunicorn.workers.gthread import TConn, ThreadWorker

SHARED = "PROMETHEUS_MULTIPROC_DIR"
OURS = "perisai-metrics-"

workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 16
"""A thread waits for a phone that sends slowly; sixteen of them in each process, and the rest queue."""
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


SILENCE_S = 20
"""How long a thread waits for the next bytes of a request, or for a phone to take those of an answer."""


TOO_LATE_S = 25
"""A phone waits for 30 s. What has stood in the queue for so long is not begun any more: its answer would find nobody,
and those behind it would be too late as well, every one of them, until the queue is gone."""
TOO_LATE = (
    b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 10\r\n"
    b"Cache-Control: no-store\r\nContent-Type: application/problem+json\r\nContent-Length: %d\r\n\r\n%s"
)
_SAID = (
    b'{"type":"/problems/unavailable","title":"A part of the server is away; ask again",'
    b'"status":503,"code":"unavailable"}'
)


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn states no types
    """gthread, which lets go of what has waited too long (docs/scale.md)."""

    def init_process(self) -> None:
        """Load what counts in the process that counts: by now there is a folder for it (`on_starting`)."""
        from server import queueing  # noqa: PLC0415  the variable first

        self.queue_seconds, self.turned_away = queueing.WAITED, queueing.TURNED_AWAY
        super().init_process()

    def enqueue_req(self, conn: TConn) -> None:
        """Remember since when a request waits for a thread."""
        conn.waits_since = time.monotonic()
        super().enqueue_req(conn)

    def handle(self, conn: TConn) -> Any:
        """Serve a request, or say that it should come again."""
        waited = time.monotonic() - conn.waits_since
        self.queue_seconds.observe(waited)
        if waited <= TOO_LATE_S:
            return super().handle(conn)
        self.turned_away.inc()
        self.log.warning("too late, not begun")
        conn.sock.settimeout(None)
        conn.sock.sendall(TOO_LATE % (len(_SAID), _SAID))
        return False


worker_class = Worker


class _Worker(Protocol):
    pid: int


class _Listener(Protocol):
    sock: socket.socket


class _Server(Protocol):
    LISTENERS: Iterable[_Listener]
    log: "_Log"


class _Log(Protocol):
    error_log: logging.Logger


def on_starting(_server: object) -> None:
    """Give the processes a folder to count in together, before the first of them imports a counter."""
    given = Path(os.environ.get(SHARED, OURS))
    if given.name.startswith(OURS):  # none, or that of a master which this one takes over from
        os.environ[SHARED] = tempfile.mkdtemp(prefix=OURS)


def when_ready(server: _Server) -> None:
    """Let no phone that has gone without a word keep a thread for ever.

    gunicorn reads a request that has begun without a limit. The kernel's own is taken over by each
    connection from the socket that it came in by, before the processes are there.
    """
    patience = struct.pack("ll", SILENCE_S, 0)
    for listener in server.LISTENERS:
        for direction in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            listener.sock.setsockopt(socket.SOL_SOCKET, direction, patience)
    server.log.error_log.addFilter(_is_no_silence)


def _is_no_silence(record: logging.LogRecord) -> bool:
    """Gunicorn calls it an error; it is a phone in a tunnel."""
    return not (record.exc_info and isinstance(record.exc_info[1], BlockingIOError))


def child_exit(_server: object, worker: _Worker) -> None:
    """Let go of what only a living process means; what it counted stays counted."""
    from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415  the variable first

    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(_server: object) -> None:
    """Remove the folder with the last of them."""
    ours = Path(os.environ[SHARED])
    if ours.name.startswith(OURS):
        rmtree(ours, ignore_errors=True)
