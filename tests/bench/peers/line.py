"""A line between browser and server that counts what passes, and can be as long and as thin as a village's.

It is a process of its own, so that measuring costs the measured nothing of their interpreter. What it knows of
HTTP is nothing: bytes with their headers, both ways.
"""

import asyncio
import multiprocessing
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.sharedctypes import Synchronized

PIECE = 1448
"""Bytes that a packet carries; on an open line as many as there are."""
OPEN_PIECE = 1 << 16
QUEUED_SECONDS = 0.5
"""So much may wait at the head of a thin line."""


@dataclass(frozen=True, slots=True)
class Shape:
    """``round_trip`` in seconds; ``rate`` in bytes a second each way, 0 for no limit."""

    round_trip: float
    rate: float


OPEN = Shape(0.0, 0.0)
THIN = Shape(0.4, 50_000.0)
"""400 ms and 400 kbit/s."""


class Line:
    """``port`` is the browser's end. Bytes so far: ``up.value``, ``down.value``."""

    def __init__(self, target: int) -> None:
        self.port = free_port()
        self.up: Synchronized[int] = multiprocessing.Value("q", 0)
        self.down: Synchronized[int] = multiprocessing.Value("q", 0)
        self._delay: Synchronized[float] = multiprocessing.Value("d", 0.0)
        self._rate: Synchronized[float] = multiprocessing.Value("d", 0.0)
        self._process = multiprocessing.Process(
            target=_serve,
            args=(self.port, target, (self.up, self.down), (self._delay, self._rate)),
            daemon=True,
        )
        self._process.start()

    @contextmanager
    def shaped(self, shape: Shape) -> Iterator[None]:
        self._delay.value, self._rate.value = shape.round_trip / 2, shape.rate
        yield
        self._delay.value = self._rate.value = 0.0

    def close(self) -> None:
        self._process.kill()
        self._process.join()


class _Way:
    """One direction of the line, shared by all connections."""

    def __init__(self, counted: Any, delay: Any, rate: Any) -> None:
        self.counted, self.delay, self.rate = counted, delay, rate
        self.free_at = 0.0

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        pieces: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        deliver = asyncio.create_task(self._deliver(pieces, writer))
        clock = asyncio.get_running_loop().time
        try:
            while True:
                data = await reader.read(PIECE if self.rate.value else OPEN_PIECE)
                self.counted.value += len(data)
                now, rate = clock(), self.rate.value
                self.free_at = max(now, self.free_at) + (len(data) / rate if rate else 0.0)
                pieces.put_nowait((self.free_at + self.delay.value, data))
                if not data:
                    break
                if self.free_at - now > QUEUED_SECONDS:
                    await _moment(self.free_at - QUEUED_SECONDS)
        except ConnectionError:
            pieces.put_nowait((0.0, b""))
        await deliver

    @staticmethod
    async def _deliver(
        pieces: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter
    ) -> None:
        clock = asyncio.get_running_loop().time
        while True:
            due, data = await pieces.get()
            if due > clock():
                await _moment(due)
            if not data or writer.is_closing():
                break
            writer.write(data)
            await writer.drain()
        writer.close()


async def _moment(due: float) -> None:
    """Until the loop's clock says so: what a line does that is long."""
    loop = asyncio.get_running_loop()
    come: asyncio.Future[None] = loop.create_future()
    loop.call_at(due, come.set_result, None)
    await come


def _serve(port: int, target: int, counted: tuple[Any, Any], shape: tuple[Any, Any]) -> None:
    up, down = (_Way(count, *shape) for count in counted)

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        to_reader, to_writer = await asyncio.open_connection("127.0.0.1", target)
        for stream in (writer, to_writer):
            stream.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        ways = (up.carry(reader, to_writer), down.carry(to_reader, writer))
        await asyncio.gather(*ways, return_exceptions=True)

    async def serve() -> None:
        server = await asyncio.start_server(meet, "127.0.0.1", port)
        await server.serve_forever()

    asyncio.run(serve())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
