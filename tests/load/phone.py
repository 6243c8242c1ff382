"""A phone of the load: it has saved, it wakes, it syncs until all is quiet, and it notes how long each answer took."""

import asyncio
import gzip
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any

import aiohttp

from server.moments import moment
from tests.client.canonical import GENESIS, canonical, link
from tests.load.crew import Member

PATIENCE_S = 30
"""When the app stops waiting for an answer."""
FIRST_BATCH = 50
PAGE = 200
SHORTEST_S, LONGEST_S = 2.0, 300.0
RUN_S = 600
"""No phone of ours has needed so long; one that does is a finding, not a wait."""


@dataclass(slots=True)
class Notes:
    """What all phones saw: seconds of each answer that was one, and how often what else came."""

    seconds: list[float] = field(default_factory=list)
    errors: dict[str, int] = field(default_factory=dict)

    def error(self, kind: str) -> None:
        self.errors[kind] = self.errors.get(kind, 0) + 1


class Phone:
    """``outbox`` is what has no receipt yet; ``replica`` what the server told, id → version."""

    def __init__(self, member: Member, origin: str, random: Random) -> None:
        self.member = member
        self.outbox: list[dict[str, Any]] = []
        self.saved = 0
        self.replica: dict[str, int] = {}
        self.troubles: list[str] = []
        self.quiet_after: float | None = None
        self._url, self._random = f"{origin}/api/v1/sync", random
        self._cursor: str | None = None
        self._incarnation: str | None = None
        self._n, self._head = 0, GENESIS

    @property
    def may_sign_up(self) -> bool:
        return self.saved < len(self.member.made)

    def sign_up(self, count: int = 1) -> None:
        """Save so many sign-ups."""
        self.outbox += self.member.made[self.saved : self.saved + count]
        self.saved += count

    async def sync(self, notes: Notes) -> None:
        """One run, by itself again after whatever fails (P43, P72), until nothing is left to do."""
        begun, failures, more = time.perf_counter(), 0, True
        async with _line() as line:
            while (more or self.outbox) and time.perf_counter() - begun < RUN_S:
                answer = await self._ask(line, notes)
                if answer is None:
                    await asyncio.sleep(back_off(failures, self._random.random()))
                    failures += 1
                else:
                    failures, more = 0, self.take(answer)
        if more or self.outbox:
            self.troubles.append(f"{self.member.device} was not quiet after {RUN_S} s")
        self.quiet_after = time.perf_counter() - begun

    async def _ask(self, line: aiohttp.ClientSession, notes: Notes) -> dict[str, Any] | None:
        body, headers = gzip.compress(json.dumps(self.request()).encode(), 6), self.headers()
        begun = time.perf_counter()
        try:
            async with line.post(self._url, data=body, headers=headers) as answer:
                told = await answer.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            notes.error(type(error).__name__)
            return None
        if answer.status != 200:
            notes.error(f"{answer.status} {_code(told)}")
            return None
        notes.seconds.append(time.perf_counter() - begun)
        body_of: dict[str, Any] = json.loads(told)
        return body_of

    def headers(self) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self.member.token}",
            "Content-Type": "application/json",
            "Content-Encoding": "gzip",
            "Accept-Encoding": "gzip",
        }

    def request(self) -> dict[str, Any]:
        return {
            "protocol": 1,
            "device": self.member.device,
            "incarnation": self._incarnation,
            "chain": {"n": self._n, "hash": self._head},
            "operations": self.outbox[:FIRST_BATCH],
            "waiting": [],
            "cursor": self._cursor,
            "limit": PAGE,
            "sent_at": moment(datetime.now(UTC)),
            "health": {
                "app": "0.1.0",
                "pending": len(self.outbox),
                "oldest_pending_at": self.outbox[0]["recorded_at"] if self.outbox else None,
                "persisted": True,
                "free_bytes": 10**9,
            },
        }

    def take(self, answer: dict[str, Any]) -> bool:
        """Receipts and a page; whether there is more to be told."""
        receipts, feed = answer["receipts"], answer["feed"]
        self._incarnation = answer["incarnation"]
        while self.outbox and self.outbox[0]["n"] <= receipts["through"]:
            operation = self.outbox.pop(0)
            self._n, self._head = operation["n"], link(self._head, canonical(operation))
        if receipts["chain"] != self._head or not receipts["chain_matches"]:
            self.troubles.append(f"{self.member.device} has another chain than the server")
        self.troubles += [
            f"{self.member.device} n {odd['n']} is {odd['result']}"
            for odd in receipts["exceptions"]
            if odd["result"] != "applied"
        ]
        if feed["reset"] is not None:
            self.replica.clear()
        for entry in feed["entries"]:
            self.replica[entry["registration"]] = entry["version"]
        self._cursor = feed["cursor"]
        return bool(feed["more"])


def back_off(failures: int, chance: float) -> float:
    """P72 and P200, as ``web/src/sync/plan.ts`` has it; seconds."""
    ceiling = min(LONGEST_S, SHORTEST_S * 2.0 ** (failures + 1))
    return SHORTEST_S + chance * (ceiling - SHORTEST_S)


@asynccontextmanager
async def _line() -> AsyncIterator[aiohttp.ClientSession]:
    """A phone's own connection, kept over the requests of a run."""
    patience = aiohttp.ClientTimeout(total=PATIENCE_S)
    connector = aiohttp.TCPConnector(limit=1)
    async with aiohttp.ClientSession(connector=connector, timeout=patience) as line:
        yield line


def _code(told: bytes) -> str:
    try:
        code: str = json.loads(told)["code"]
    except (ValueError, KeyError, TypeError):
        return "without a code"
    return code
