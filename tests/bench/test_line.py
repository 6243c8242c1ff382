"""The benches' line: it changes nothing of what passes, counts it, and takes as long as it should."""

import socket
import threading
import time
from contextlib import suppress

from tests.bench.peers.line import THIN, Line

SAID = b"x" * 20_000


def _echo(server: socket.socket) -> None:
    with suppress(OSError):  # the test is over: nobody listens any more
        while True:
            connection, _ = server.accept()
            with connection:
                while data := connection.recv(65536):
                    connection.sendall(data)


def _round_trip(port: int) -> float:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        begun = time.perf_counter()
        connection.sendall(SAID)
        heard = b""
        while len(heard) < len(SAID):
            heard += connection.recv(65536)
        assert heard == SAID
        return time.perf_counter() - begun


def test_a_thin_line_takes_its_round_trip_and_its_rate_and_counts_every_byte() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_echo, args=(server,), daemon=True).start()
        line = Line(server.getsockname()[1])
        try:
            _wait_for(line.port)
            with line.shaped(THIN):
                took = _round_trip(line.port)
            assert (line.up.value, line.down.value) == (len(SAID), len(SAID))
        finally:
            line.close()
    assert took >= THIN.round_trip + len(SAID) / THIN.rate


def _wait_for(port: int) -> None:
    """The line's process has begun to listen; nothing is said on this connection's way."""
    deadline = time.monotonic() + 30
    poll = threading.Event()  # never set: a pause between two questions
    with socket.socket() as probe:
        while time.monotonic() < deadline:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
            poll.wait(0.05)
    raise TimeoutError(port)
