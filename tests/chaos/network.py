"""The network between phones and server: a small TCP proxy that cuts, hangs, repeats and delays.

Each phone has a wire of its own, which is a port. What befalls a connection is drawn from the
wire's seed; whole partitions are ordered from outside.
"""

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import suppress
from random import Random
from typing import Any, Literal, TypeAlias

Fate = Literal["whole", "request_cut", "answer_cut", "answer_lost", "repeated", "kept"]
FATES: dict[Fate, int] = {
    "whole": 80, "request_cut": 4, "answer_cut": 4, "answer_lost": 4, "repeated": 4, "kept": 4,
}  # fmt: skip
MOST_KEPT = 5
CHUNK = 65_536
CUT_WITHIN = 6_000
Reader: TypeAlias = asyncio.StreamReader
Writer: TypeAlias = asyncio.StreamWriter


class Wire:
    """One phone's way to the server. ``port`` is where the phone connects."""

    def __init__(self, server_port: int, random: Random) -> None:
        self.port = 0
        self.fates: Counter[str] = Counter()
        self.statuses: Counter[str] = Counter()
        self.calm = False
        self._server_port = server_port
        self._random = random
        self._broken: Literal["no", "refuses", "silent"] = "no"
        self._mended = asyncio.Event()
        self._open: set[Writer] = set()
        self._kept: list[bytes] = []
        """Requests that the network still holds: they arrive a second time, late."""
        self._late: set[asyncio.Task[None]] = set()

    def sever(self, how: Literal["refuses", "silent"]) -> None:
        """From now on nothing passes, and what was under way is cut off."""
        self._broken = how
        self._mended.clear()
        for writer in list(self._open):
            writer.transport.abort()

    def mend(self) -> None:
        self._broken = "no"
        self._mended.set()

    async def serve(self, reader: Reader, writer: Writer) -> None:
        """Carry one connection to whatever end it has."""
        self._open.add(writer)
        try:
            if self._broken == "silent":
                await self._mended.wait()
            elif self._broken == "no":
                await self._carry(reader, writer)
        except OSError:
            pass  # either side went away: that is what this is for
        finally:
            self._open.discard(writer)
            writer.transport.abort()

    async def _carry(self, reader: Reader, writer: Writer) -> None:
        fate = "whole" if self.calm else self._random.choices([*FATES], [*FATES.values()])[0]
        limit = self._random.randrange(CUT_WITHIN)
        self.fates[fate] += 1
        server_reader, server_writer = await asyncio.open_connection("127.0.0.1", self._server_port)
        self._open.add(server_writer)
        sent = bytearray()
        limits = {
            "request_cut": (limit, None),
            "answer_cut": (None, limit),
            "answer_lost": (None, 0),
        }
        there, back = limits.get(fate, (None, None))
        upward = asyncio.create_task(_up(reader, server_writer, limit=there, seen=sent))
        try:
            first = bytearray()
            await _pump(server_reader, writer, limit=back, seen=first)
            self.statuses[_status(first)] += 1
            writer.close()
            await writer.wait_closed()
        finally:
            upward.cancel()
            with suppress(asyncio.CancelledError, OSError):
                await upward
            self._open.discard(server_writer)
            server_writer.transport.abort()
        self._repeat(fate, bytes(sent))

    def _repeat(self, fate: str, request: bytes) -> None:
        """A request arrives twice: at once, or much later among newer ones."""
        if fate == "repeated":
            self._send_again(request)
        elif fate == "kept":
            self._kept = [*self._kept, request][-MOST_KEPT:]
        elif self._kept and not self.calm and self._random.random() < 0.05:
            self._send_again(self._kept.pop(self._random.randrange(len(self._kept))))

    def _send_again(self, request: bytes) -> None:
        async def again() -> None:
            with suppress(OSError):
                reader, writer = await asyncio.open_connection("127.0.0.1", self._server_port)
                writer.write(request)
                self.statuses[f"again {_status(bytearray(await reader.read(CHUNK)))}"] += 1
                writer.transport.abort()

        task = asyncio.create_task(again())
        self._late.add(task)
        task.add_done_callback(self._late.discard)


async def _up(reader: Reader, writer: Writer, *, limit: int | None, seen: bytearray) -> None:
    """The phone's side. When it stops in the middle, as one that was killed, the server is told."""
    await _pump(reader, writer, limit=limit, seen=seen)
    writer.write_eof()


async def _pump(reader: Reader, writer: Writer, *, limit: int | None, seen: bytearray) -> None:
    """Copy until the end, or until ``limit`` bytes, where both ways break off."""
    while chunk := await reader.read(CHUNK):
        room = len(chunk) if limit is None else limit - len(seen)
        writer.write(chunk[:room])
        seen += chunk[:room]
        if room < len(chunk):
            await writer.drain()
            writer.transport.abort()
            raise ConnectionAbortedError
        await writer.drain()


def _status(answer: bytearray) -> str:
    return answer[9:12].decode("ascii", "replace") or "none"


class Network:
    """The proxy's thread, and orders to it from any other."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.wires: dict[str, Wire] = {}

    def lay(self, name: str, server_port: int, random: Random) -> Wire:
        """Lay a phone's wire."""

        async def listen() -> Wire:
            wire = Wire(server_port, random)
            server = await asyncio.start_server(wire.serve, "127.0.0.1", 0)
            wire.port = server.sockets[0].getsockname()[1]
            return wire

        self.wires[name] = self._run(listen())
        return self.wires[name]

    def order(self, command: Callable[..., None], *about: Any) -> None:
        """Have a wire's method called where the wire lives."""

        async def obey() -> None:
            command(*about)

        self._run(obey())

    def calm(self) -> None:
        """Mend everything; from now on every connection is carried whole."""
        for wire in self.wires.values():
            wire.calm = True
            self.order(wire.mend)

    def close(self) -> None:
        async def drop_all() -> None:
            ours = asyncio.all_tasks() - {asyncio.current_task()}
            for task in ours:
                task.cancel()
            await asyncio.gather(*ours, return_exceptions=True)

        self._run(drop_all())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=30)
