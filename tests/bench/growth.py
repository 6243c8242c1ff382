"""``make bench-growth``: what a phone, a desk and a push cost where the server holds little, much and very much."""

import argparse
import http.client
import json
import os
import sqlite3
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Any

from server.demo.chance import Chance
from tests.bench.figures import Figure, say, tell
from tests.bench.peers.ours import Ours, sync_request
from tests.bench.peers.signups import SignUp, batches, sign_ups, with_phone
from tests.bench.stock import BLOCK, SEED, build
from tests.e2e.cast import KAYLA, PASSWORD

SIZES = (1_000, 100_000, 1_000_000)
MOST_BUILDING_SECONDS = 600
ROUNDS = 25
TAKEN_IN = 5
"""Batches of a hundred handed over in each fifth round."""
CHANGED = 10
PAGE = 200
GOAL = 1.3
WORKS = {
    "incremental-sync": "ten changes told to the phone that holds 1,000",
    "review-page": f"the first {PAGE} of a clinic's 1,000 for its supervisor",
    "ingest": "a batch of 100 sign-ups taken in",
}


class Reader:
    """A signed-in device that only asks."""

    def __init__(self, port: int, username: str, chance: Chance) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.device, self.incarnation = chance.uuid(), None
        self.cursor: str | None = None
        self._token = ""
        device = {"id": self.device, "label": "bench", "app": "0.1.0"}
        asked = {"username": username, "password": PASSWORD, "device": device}
        self._token = self._ask("/api/v1/session", asked)["token"]

    def page(self, limit: int) -> dict[str, Any]:
        """The next page after the cursor, which stays where it is."""
        asked = sync_request(self.device, self.incarnation)
        answer = self._ask("/api/v1/sync", asked | {"cursor": self.cursor, "limit": limit})
        self.incarnation = answer["incarnation"]
        feed: dict[str, Any] = answer["feed"]
        return feed

    def catch_up(self) -> None:
        more = True
        while more:
            feed = self.page(500)
            self.cursor, more = feed["cursor"], feed["more"]

    def _ask(self, path: str, asked: Any) -> Any:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"}
        self._connection.close()  # nothing is kept over the rounds: it would be closed meanwhile
        self._connection.request("POST", path, json.dumps(asked), headers)
        answer = self._connection.getresponse()
        told = answer.read()
        assert answer.status < 300, answer.status
        return json.loads(told)


class Grown:
    """A server with so many registrations, and those who ask it."""

    def __init__(self, folder: Path, path: Path, count: int) -> None:
        self.count = count
        folder.mkdir()
        chance = Chance(SEED + count)
        self._server = Ours(folder, f"sqlite:///{path}")
        self._phone = Reader(self._server.port, "kayla", chance)
        self._phone.catch_up()
        self._desk = Reader(self._server.port, "zulaikha", chance)
        self._server.prepare("newcomer")
        self._known = _known(path)
        self._changes = 0

    def incremental(self) -> float:
        """Seconds for the answer to a phone that lacks ten changes."""
        self._changes += 1
        at = self._changes * CHANGED % (BLOCK - CHANGED)
        numbers = range(at, at + CHANGED)
        changed = [with_phone(self._known[n], self._changes * BLOCK + n) for n in numbers]
        self._server.change("kayla", changed)
        begun = time.perf_counter()
        told = self._phone.page(500)
        took = time.perf_counter() - begun
        assert len(told["entries"]) == CHANGED
        self._phone.cursor = told["cursor"]
        return took

    def review_page(self) -> float:
        begun = time.perf_counter()
        told = self._desk.page(PAGE)
        assert len(told["entries"]) == PAGE
        return time.perf_counter() - begun

    def take_in(self, batch: list[SignUp]) -> float:
        return self._server.hand_over("newcomer", batch)

    def close(self) -> None:
        self._server.close()


def main() -> int:
    most = _asked()
    with tempfile.TemporaryDirectory() as folder:
        grown: list[Grown] = []
        try:
            sizes = [size for size in SIZES if size <= most]
            for path, count in build(Path(folder), sizes, most_seconds=MOST_BUILDING_SECONDS):
                grown.append(Grown(path.parent / f"at {count}", path, count))
            _measure(grown)
        finally:
            for one in grown:
                one.close()
    return 0


def _known(path: Path) -> list[SignUp]:
    connection = sqlite3.connect(path)
    rows = connection.execute(
        "select id, state from registration where recruiter = ? order by id", (KAYLA,)
    ).fetchall()
    connection.close()
    return [
        SignUp(
            {
                "registration": known,
                "set": {"contact": json.loads(state)["units"]["contact"]["value"]},
            },
            {},
        )
        for known, state in rows
    ]


def _measure(grown: list[Grown]) -> None:
    """All sizes take turns within each round; the first round warms up and is not counted."""
    newcomers = iter(batches(sign_ups(BLOCK * len(grown) * 3, seed=SEED + 1), 100))
    took: dict[tuple[str, int], list[float]] = defaultdict(list)
    for number in range(ROUNDS + 1):
        for one in grown:
            seen = {"incremental-sync": [one.incremental()], "review-page": [one.review_page()]}
            if number % 5 == 0:
                seen["ingest"] = [one.take_in([*next(newcomers)]) for _ in range(TAKEN_IN)]
            for work, seconds in seen.items() if number > 0 else ():
                took[work, one.count] += seconds
    for work, what in WORKS.items():
        least = median(took[work, grown[0].count])
        for one in grown:
            say(f"{what}, {one.count} on the server: {median(took[work, one.count]) * 1000:.1f} ms")
        for one in grown[1:]:
            ratio = median(took[work, one.count]) / least
            tell(Figure(f"{work}-at-{one.count}-over-{grown[0].count}", ratio, GOAL))


def _asked() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.growth")
    parser.add_argument("--most", type=int, default=SIZES[-1], help="registrations at the largest")
    most: int = parser.parse_args().most
    say(f"seed {SEED}, load of the machine at the start {os.getloadavg()[0]:.1f}")
    return most


if __name__ == "__main__":
    sys.exit(main())
