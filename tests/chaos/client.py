"""A phone as a process of its own: ``python -m tests.chaos.client FOLDER LIFE live|calm``.

``live`` acts and syncs until it is killed; ``calm`` only syncs, and ends when there is nothing left
to say or to hear. What it notices to be wrong goes to a file that the judge reads.
"""

import json
import os
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any

from tests.chaos.acts import Person, act, now
from tests.chaos.keeping import Batch, Keeping
from tests.chaos.wire import Answered, Broken, post

SETUP, PEOPLE, TROUBLES = "phone.json", "people.json", "troubles.txt"
THINKS_S, SYNCS_S = 0.25, 0.4
"""Means between two acts and between two syncs."""
LONGEST_BACK_OFF_S = 1.0
MOST_CALM_SYNCS = 400
QUIET, NOT_QUIET = 0, 3


class Phone:
    """One sync at a time (P71); everything that must outlive a kill is in ``Keeping``."""

    def __init__(self, folder: Path, random: Random) -> None:
        self._folder = folder
        self._random = random
        self._setup: dict[str, Any] = json.loads((folder / SETUP).read_text())
        self._keeping = Keeping(folder)
        self._most = 50
        self.failures = 0

    def sync(self) -> bool:
        """One round trip. True when it brought nothing and there was nothing to bring."""
        batch = self._keeping.batch(self._most)
        by_device = self._random.random() < 0.05  # P1: pushes only
        kind = "device_credential" if by_device else "credential"
        got = post(
            self._setup["port"],
            "/api/v1/sync",
            self._request(batch),
            credential=self._setup[kind],
            zipped=self._random.random() < 0.5,
        )
        match got:
            case Answered(200, body):
                self.failures = 0
                self._most = min(500, self._most * 2)  # P73
                return self._take(batch, body)
            case Answered(status, body) if status < 500:
                self._tell(f"answered {status} {body.get('code')}")
            case Broken("timeout"):
                self._most = max(1, self._most // 2)
            case _:
                pass
        self.failures += 1
        return False

    def back_off_s(self) -> float:
        """P72, on the scale of this test."""
        if not self.failures:
            return self._random.expovariate(1 / SYNCS_S)
        return self._random.uniform(0.05, min(LONGEST_BACK_OFF_S, 0.1 * 2 ** min(self.failures, 5)))

    def _request(self, batch: Batch) -> dict[str, Any]:
        n, hashed = batch.chain
        return {
            "protocol": 1,
            "device": self._setup["author"]["device"],
            "chain": {"n": n, "hash": hashed},
            "operations": batch.operations,
            "waiting": batch.waiting,
            "cursor": batch.cursor,
            "limit": self._random.choice((1, 3, 20, 200)),
            "sent_at": now(),
            "health": {
                "app": "0.1.0",
                "pending": batch.pending,
                "oldest_pending_at": None,
                "persisted": True,
                "free_bytes": None,
            },
        }

    def _take(self, batch: Batch, body: Mapping[str, Any]) -> bool:
        receipts, feed = body["receipts"], body["feed"]
        self._judge(batch, body)
        with self._keeping.writing():
            self._keeping.take_receipts(batch, receipts)
            if feed is not None:
                self._keeping.apply_page(feed)
        if feed is None or feed["more"] or feed["entries"] or feed["cursor"] != batch.cursor:
            return False
        return not batch.operations and "held" not in {r["result"] for r in receipts["exceptions"]}

    def _judge(self, batch: Batch, body: Mapping[str, Any]) -> None:
        """What an honest phone must never be answered."""
        receipts, feed = body["receipts"], body["feed"]
        if not receipts["chain_matches"]:
            self._tell(f"P33 chain at {batch.chain[0]} refused")
        if self._keeping.chain_at(receipts["through"]) != receipts["chain"]:
            self._tell(f"P32 chain at {receipts['through']} differs")
        for receipt in receipts["exceptions"]:
            if (
                receipt["result"] in ("id_reuse", "retry")
                or receipt.get("code") == "internal_error"
            ):
                self._tell(f"n {receipt['n']} {receipt['result']} {receipt.get('code')}")
        if feed is not None and feed["reset"]:
            self._tell(f"P53 reset {feed['reset']} without a cause")

    def _tell(self, trouble: str) -> None:
        with (self._folder / TROUBLES).open("a") as file:
            file.write(f"{now()} {trouble}\n")


def live(folder: Path, seed: str) -> None:
    """Act in this thread and sync in another, until somebody kills the process."""
    pause, parent = threading.Event(), os.getppid()  # the event is never set: a pause between acts

    def syncs() -> None:
        syncing = Phone(folder, Random(f"{seed} syncs"))  # a connection belongs to its thread
        while True:
            syncing.sync()
            pause.wait(syncing.back_off_s())

    threading.Thread(target=_or_end, args=(syncs,), daemon=True).start()
    person, keeping = _person(folder, Random(f"{seed} acts")), Keeping(folder)
    while os.getppid() == parent:  # nobody's child acts on for ever
        raw = act(person, keeping)
        if raw is not None:
            keeping.bear_witness(raw)
        pause.wait(person.random.expovariate(1 / THINKS_S))


def calm(folder: Path, seed: str) -> int:
    """Sync until quiet (L1); the exit status says whether that came."""
    pause, phone = threading.Event(), Phone(folder, Random(f"{seed} calm"))
    for _ in range(MOST_CALM_SYNCS):
        if phone.sync():
            return QUIET
        if phone.failures:
            pause.wait(phone.back_off_s())
    return NOT_QUIET


def _or_end(work: Callable[[], None]) -> None:
    """A thread that fails takes the process with it: half a phone would look like a quiet one."""
    try:
        work()
    except BaseException:  # noqa: BLE001  whatever it was, the judge is told
        traceback.print_exc()
        os._exit(1)


def _person(folder: Path, random: Random) -> Person:
    setup = json.loads((folder / SETUP).read_text())
    met = json.loads((folder.parent / PEOPLE).read_text())
    return Person(setup["author"], setup["clinics"], random, met)


def main() -> int:
    folder, life, mode = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    setup = json.loads((folder / SETUP).read_text())
    seed = f"{setup['seed']} {folder.name} {life}"
    if mode == "calm":
        return calm(folder, seed)
    live(folder, seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
