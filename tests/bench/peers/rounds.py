"""The rounds: every contestant does a piece of work before any does the next, and each round begins with another."""

import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright

from tests.bench.figures import say
from tests.bench.peers.contestants import Contestant, packed
from tests.bench.peers.line import OPEN, THIN
from tests.bench.peers.signups import SignUp, batches, with_phone
from tests.bench.peers.works import Cost, Phone, phone

BATCH = 100
CHANGED = 10
PULLS = 3
THIN_SAVED = 200
PARTS = 4
"""How many times as many people as are saved at a time come up in a round."""
FEW_PART = 10
"""The small store holds a tenth of the large one."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much is saved and pushed, how much the large store holds, how often all of it is done."""

    saved: int
    many: int
    rounds: int


@dataclass(slots=True)
class Results:
    """By work and contestant: what each round gave."""

    costs: dict[tuple[str, str], list[Cost]] = field(default_factory=lambda: defaultdict(list))
    times: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    """Milliseconds of single saves, seconds of single batches, and of whatever else is one number."""


@dataclass(slots=True)
class Bench:
    playwright: Playwright
    executable: str
    contestants: Sequence[Contestant]
    scripts: dict[str, str]
    size: Size
    crowd: Sequence[SignUp]
    """Those of the large store, those of the small one, then those of each round: nobody is signed up twice."""
    results: Results = field(default_factory=Results)
    _opening: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    _changes: int = 0

    def run(self, after_round: Callable[[Results], None]) -> Results:
        for one in self.contestants:
            self._fill(one)
        for number in range(self.size.rounds):
            order = [*self.contestants[number % 5 :], *self.contestants[: number % 5]]
            say(f"round {number + 1} of {self.size.rounds}: {', '.join(c.name for c in order)}")
            for work in (self._saves_and_pushes, self._takes_in, self._pushes_thinly):
                for one in order:
                    work(one, number)
            for pull in (self._pulls, self._pulls_few):
                for one in order:
                    pull(one)
            for one in (
                order if number == self.size.rounds - 1 else ()
            ):  # the line alone takes most of a minute each
                self._first_pull_thinly(one)
            self._bare_sqlite(number)
            after_round(self.results)
        return self.results

    def _people(self, number: int, part: int) -> Sequence[SignUp]:
        """Those of a round: part 0 and 1 are saved, 2 is handed over by another writer, 3 goes over the thin line."""
        held = self.size.many + self.size.many // FEW_PART
        begin = held + (number * PARTS + part) * self.size.saved
        return self.crowd[begin : begin + self.size.saved]

    def _store(self, one: Contestant, name: str) -> dict[str, str]:
        key = (one.name, name)
        if key not in self._opening:
            self._opening[key] = one.prepare(name)
        return self._opening[key]

    def _fill(self, one: Contestant) -> None:
        few = self.size.many // FEW_PART
        stores = {"many": self.crowd[: self.size.many], "few": self.crowd[self.size.many :][:few]}
        begun = time.perf_counter()
        for name, held in stores.items():
            self._store(one, name)
            for batch in batches(held, BATCH):
                one.hand_over(name, batch)
        say(f"{one.name} filled in {time.perf_counter() - begun:.0f} s")

    def _phone(self, one: Contestant) -> Any:
        return phone(self.playwright, self.executable, one, self.scripts[one.name])

    def _note(self, work: str, one: Contestant, cost: Cost) -> None:
        self.results.costs[work, one.name].append(cost)

    def _saves_and_pushes(self, one: Contestant, number: int) -> None:
        """On a phone that has been signed in; what comes back of its own counts with the push."""
        with self._phone(one) as device:
            device.open(self._store(one, f"push{number}"))
            if one.name == "ours":
                device.does("sync")  # as at sign-in: its key is told once
            took = device.saves(_rows(one, self._people(number, 0)))
            self.results.times["save", one.name] += took
            pushed, settled = device.does("push"), device.does("sync")
            self._note("push", one, pushed)
            self._note("settle", one, settled)
            self._note("idle", one, device.does("sync"))
            assert device.held() == self.size.saved, f"{one.name} holds {device.held()}"
            if one.name == "ours":
                device.saves(_rows(one, self._people(number, 1)))
                self._note("push-known", one, device.does("push"))

    def _pushes_thinly(self, one: Contestant, number: int) -> None:
        with self._phone(one) as device:
            device.open(self._store(one, f"thin{number}"))
            if one.name == "ours":
                device.does("sync")
            device.saves(_rows(one, self._people(number, 3)[:THIN_SAVED]))
            self._note("push-thin", one, device.does("push", THIN))

    def _pulls(self, one: Contestant) -> None:
        with self._phone(one) as device:
            device.open(self._store(one, "many"))
            self._note("first", one, device.does("pull"))
            if one.name == "ours":
                seen = device.page.evaluate("contestant.firstSeen()") / 1000
                self.results.times["first-seen", one.name].append(seen)
            held = device.held()
            assert held == self.size.many, f"{one.name} holds {held}"
            self._pull_changes(one, device, "many")
            self._change(one, "many")
            self._note("pull-thin", one, device.does("pull", THIN))

    def _pulls_few(self, one: Contestant) -> None:
        with self._phone(one) as device:
            device.open(self._store(one, "few"))
            device.does("pull")
            self._pull_changes(one, device, "few")

    def _first_pull_thinly(self, one: Contestant) -> None:
        with self._phone(one) as device:
            device.open(self._store(one, "many"))
            self._note("first-thin", one, device.does("pull", THIN))

    def _pull_changes(self, one: Contestant, device: Phone, store: str) -> None:
        for _ in range(PULLS):
            self._change(one, store)
            self._note(f"pull-{store}", one, device.does("pull", OPEN))

    def _change(self, one: Contestant, store: str) -> None:
        """Ten people of the store have another telephone number."""
        self._changes += 1
        first = 0 if store == "many" else self.size.many
        at = first + (self._changes * CHANGED) % (self.size.many // FEW_PART - CHANGED)
        chosen = self.crowd[at : at + CHANGED]
        numbers = range(self._changes * CHANGED, (self._changes + 1) * CHANGED)
        one.change(store, [with_phone(*pair) for pair in zip(chosen, numbers, strict=True)])

    def _takes_in(self, one: Contestant, number: int) -> None:
        store = f"ingest{number}"
        self._store(one, store)
        took = [one.hand_over(store, batch) for batch in batches(self._people(number, 2), BATCH)]
        self.results.times["ingest", one.name] += took

    def _bare_sqlite(self, number: int) -> None:
        """The same batches straight into a table, each a durable commit."""
        path = Path(self.contestants[0].folder) / f"bare{number}.sqlite3"
        connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"pragma {pragma}")
        connection.execute("create table docs (id text primary key, body text) without rowid")
        for batch in batches(self._people(number, 2), BATCH):
            rows = [(one.doc["id"], packed(one.doc).decode()) for one in batch]
            begun = time.perf_counter()
            connection.execute("begin immediate")
            connection.executemany("insert into docs values (?, ?)", rows)
            connection.execute("commit")
            self.results.times["ingest", "bare"].append(time.perf_counter() - begun)
        connection.close()


def _rows(one: Contestant, chosen: Sequence[SignUp]) -> list[dict[str, Any]]:
    return [sign_up.made if one.name == "ours" else sign_up.doc for sign_up in chosen]
