"""One run on one database: everyone signs in, things go wrong for a while, then calm and the judge."""

import signal
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random

from server.store import Store
from server.store.engine import open_engine
from server.store.migrate import upgrade
from tests.chaos.client import QUIET
from tests.chaos.crew import CREW, equip, invent_people
from tests.chaos.databases import Kind, database
from tests.chaos.evidence import pull, read_books, read_copy
from tests.chaos.faults import CALM_S, Phones, Trouble
from tests.chaos.judge import Verdict, judge
from tests.chaos.network import Network
from tests.chaos.site import Site
from tests.server.people import settle


@dataclass(frozen=True, slots=True)
class Plan:
    """What to play. The seed decides the faults, the people and what each of them does."""

    seed: int
    kind: Kind
    seconds: float
    clients: int


@dataclass(frozen=True, slots=True)
class Report:
    verdict: Verdict
    kills: int
    faults: Counter[str]
    wires: Counter[str]
    """What became of connections, and the statuses of their answers."""
    starts: int
    trace: list[str]

    @property
    def findings(self) -> list[str]:
        return [*self.verdict.lost, *self.verdict.doubled, *self.verdict.diverged]


def run(plan: Plan, folder: Path) -> Report:
    """Play one plan in an empty folder. Every process that it starts has ended when it returns."""
    with database(plan.kind, folder) as url:
        engine = open_engine(url)
        upgrade(engine)
        settle(Store(engine))
        invent_people(folder, plan.seed)
        members, random = CREW[: plan.clients], Random(f"{plan.seed} {plan.kind}")
        site, network = Site(folder, url), Network()
        phones = Phones(folder, [member.name for member in members])
        trouble = Trouble(random, site, phones, network)
        try:
            site.start()
            site.wait()
            ports = [
                network.lay(m.name, site.port, Random(f"{plan.seed} wire {m.name}")).port
                for m in members
            ]
            equip(folder, plan.seed, list(zip(members, ports, strict=True)), site.port)
            for name in phones.names:
                phones.start(name)
            trouble.run(plan.seconds)
            loud = _calm(site, network, phones)
            copies = [read_copy(folder / name) for name in phones.names]
            pulled = {copy.name: pull(copy, site.port) for copy in copies}
            verdict = judge(copies, read_books(engine), pulled)
            verdict.diverged += [*loud, *phones.unasked]
        finally:
            _end(site, network, phones)
            engine.dispose()
        wires = sum((w.fates + w.statuses for w in network.wires.values()), Counter[str]())
        return Report(verdict, trouble.kills, trouble.done, wires, site.starts, trouble.trace)


def _calm(site: Site, network: Network, phones: Phones) -> list[str]:
    """Restart everything and let every phone sync until quiet, twice: all push, then all have heard
    of all. Returns those that did not become quiet (L1, L6)."""
    for name in phones.names:
        phones.kill(name)
    site.kill()
    network.calm()
    site.start()
    site.wait()
    loud = []
    for _ in range(2):
        for name in phones.names:
            phones.start(name, "calm")
        deadline = time.monotonic() + CALM_S
        loud += [
            f"L1 {name} is not quiet"
            for name in phones.names
            if phones.wait(name, deadline) != QUIET
        ]
        if loud:
            break
    return loud


def _end(site: Site, network: Network, phones: Phones) -> None:
    for name in [*phones.running]:
        phones.signal(name, signal.SIGCONT)
        phones.kill(name)
    site.kill()
    network.close()
