"""What goes wrong and when: dealt from a shuffled deck, so that every kind comes up in every round."""

import heapq
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random

from tests.chaos.network import Network
from tests.chaos.site import ROOT, Site

GAP_S = 0.6
"""Mean between two faults."""
CALM_S = 120
"""How long the phones may take to become quiet once nothing goes wrong any more."""
LONGEST_PAUSE_S = 2.5
LONGEST_PARTITION_S = 6.0
DECK = (
    *("kill_phone",) * 8, *("kill_worker",) * 4, "kill_master", "kill_server",
    *("pause_phone",) * 3, *("pause_worker",) * 3, *("partition",) * 6,
)  # fmt: skip


class Phones:
    """The processes of the phones, by name; each start of one is another life of it."""

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        self._folder = folder
        self._lives = Counter[str]()
        self.names = tuple(names)
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.unasked: list[str] = []
        """Phones that ended although nobody had killed them."""

    def start(self, name: str, mode: str = "live") -> None:
        self._lives[name] += 1
        command = [sys.executable, "-m", "tests.chaos.client", str(self._folder / name)]
        with (self._folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(  # noqa: S603  our own command
                [*command, str(self._lives[name]), mode], cwd=ROOT, stdout=log, stderr=log
            )

    def kill(self, name: str) -> bool:
        """Whether it was alive to be killed."""
        process = self.running.pop(name, None)
        if process is None:
            return False
        if process.poll() is not None:
            last = (self._folder / f"{name}.log").read_text().splitlines()[-1:]
            self.unasked.append(f"{name} ended by itself with {process.returncode} {last}")
            return False
        process.kill()
        process.wait()
        return True

    def wait(self, name: str, deadline: float) -> int | None:
        """Wait for one that ends by itself; its exit status, or None when it did not in time."""
        process = self.running[name]
        try:
            status = process.wait(timeout=max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.kill(name)
            return None
        del self.running[name]
        return status

    def signal(self, name: str, what: signal.Signals) -> None:
        if name in self.running:
            self.running[name].send_signal(what)


@dataclass(slots=True)
class Trouble:
    """Deals faults until its time is over; ``trace`` tells each with its second."""

    random: Random
    site: Site
    phones: Phones
    network: Network
    kills: int = 0
    done: Counter[str] = field(default_factory=Counter)
    trace: list[str] = field(default_factory=list)
    _due: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)
    _deck: list[str] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)
    _began: float = 0.0

    def run(self, seconds: float) -> None:
        """Let things go wrong for so long."""
        self._began, poll = time.monotonic(), threading.Event()  # the event is never set
        self._after(GAP_S, self._deal)
        while (now := self._clock()) < seconds:
            while self._due and self._due[0][0] <= now:
                heapq.heappop(self._due)[2]()
            self.site.revive()
            if self._due:
                poll.wait(min(0.25, max(0.0, self._due[0][0] - self._clock())))

    def _clock(self) -> float:
        return time.monotonic() - self._began

    def _after(self, seconds: float, what: Callable[[], None]) -> None:
        heapq.heappush(self._due, (self._clock() + seconds, next(self._order), what))

    def _deal(self) -> None:
        if not self._deck:
            self._deck = list(DECK)
            self.random.shuffle(self._deck)
        kind = self._deck.pop()
        # Drawn before it is known whether the fault finds a victim: the seed alone decides.
        phone = self.random.choice(self.phones.names)
        chance, gap = self.random.random(), self.random.expovariate(1 / GAP_S)
        self._befall(kind, phone, chance)
        self._after(gap, self._deal)

    def _befall(self, kind: str, phone: str, chance: float) -> None:
        match kind:
            case "kill_phone":
                self._kill_phone(phone, chance)
            case "pause_phone" if phone in self.phones.running:
                self._note(kind, phone)
                self.phones.signal(phone, signal.SIGSTOP)
                self._after(
                    chance * LONGEST_PAUSE_S, lambda: self.phones.signal(phone, signal.SIGCONT)
                )
            case "partition":
                wire = self.network.wires[phone]
                self._note(kind, phone)
                self.network.order(wire.sever, "refuses" if chance < 0.5 else "silent")
                self._after(chance * LONGEST_PARTITION_S, lambda: self.network.order(wire.mend))
            case "kill_worker" | "pause_worker":
                self._worker(kind, chance)
            case "kill_master" if self.site.runs:
                self._note(kind, "", kills=1)
                self.site.kill_master()
                self._after(chance, self.site.start)
            case "kill_server" if self.site.runs:
                self._note(kind, "", kills=self.site.kill())
                self._after(chance * 2, self.site.start)
            case _:
                return

    def _kill_phone(self, phone: str, chance: float) -> None:
        if self.phones.kill(phone):
            self._note("kill_phone", phone, kills=1)
            self._after(chance * 2, lambda: self.phones.start(phone))

    def _worker(self, kind: str, chance: float) -> None:
        workers = self.site.workers()
        if not workers:
            return
        worker = workers[int(chance * len(workers))]
        if kind == "kill_worker":
            self._note(kind, str(worker), kills=1)
            self.site.kill_worker(worker)
        else:
            self._note(kind, str(worker))
            self.site.pause(worker)
            self._after(chance * LONGEST_PAUSE_S, lambda: self.site.resume(worker))

    def _note(self, kind: str, whom: str, kills: int = 0) -> None:
        self.kills += kills
        self.done[kind] += 1
        self.trace.append(f"{self._clock():8.3f} {kind} {whom}".rstrip())
