"""``make load``: the nation's eight o'clock, scaled to this machine (docs/scale.md)."""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from server.demo.chance import Chance
from server.store import Store
from server.store.engine import open_engine
from tests.bench.figures import Figure, quantile, say, tell
from tests.bench.stock import build
from tests.chaos.site import Site
from tests.load.crew import hire
from tests.load.hours import (
    HISTORY,
    MOST_LATER,
    MOST_UNSENT,
    days_before,
    eight_o_clock,
    one_after_another,
    the_hour_after,
)
from tests.load.judge import judge
from tests.load.phone import Notes, Phone
from tests.load.stores import Kind, postgres, store_of

SEED = 20261125
SIZES = (1_000, 1_000_000)
KINDS: tuple[Kind, ...] = ("sqlite", "postgresql")
PROCESSES = {"sqlite": "2", "postgresql": "4"}
"""`make run` and `make run-postgres`."""
MOST_BUILDING_SECONDS = 1800.0
WAKE_P99_S = 10
"""A third of the patience of a phone, so that a machine half as quick still answers all."""
OPEN_P95_S = 0.5
GROWTH = 1.3


@dataclass(frozen=True, slots=True)
class Asked:
    phones: int
    most: int
    seconds: float
    kinds: Sequence[Kind]


@dataclass(frozen=True, slots=True)
class Round:
    """One store under the load. ``server_ms``: processor time of its processes for each answer at eight."""

    wake: Notes
    later: Notes
    server_ms: float
    troubles: int


def main() -> int:
    asked, troubles = _asked(), 0
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        sizes = [size for size in SIZES if size < asked.most] + [asked.most]
        built = build(folder, sizes, most_seconds=MOST_BUILDING_SECONDS)
        server = stack.enter_context(postgres(folder))
        for kind in asked.kinds:
            rounds: list[tuple[int, Round]] = []
            for path, count in built:
                with store_of(kind, path, folder, server) as url:
                    rounds.append((count, _round(kind, url, folder, count=count, asked=asked)))
            _compare(kind, rounds)
            troubles += sum(found.troubles for _, found in rounds)
    return 1 if troubles else 0


def _round(kind: Kind, url: str, folder: Path, *, count: int, asked: Asked) -> Round:
    engine, chance = open_engine(url), Chance(SEED)
    sign_ups = HISTORY + MOST_UNSENT + MOST_LATER
    now = datetime.now(UTC)
    crew = hire(Store(engine), asked.phones, chance=chance, now=now, sign_ups=sign_ups)
    site = Site(
        *(folder, url),
        serving=("--log-level", "warning"),
        WEB_CONCURRENCY=PROCESSES[kind],
        PERISAI_PHOTOS=str(folder / "photos"),
    )
    site.start()
    try:
        site.wait()
        origin = f"http://127.0.0.1:{site.port}"
        phones = [Phone(member, origin, Random(f"{SEED} {member.device}")) for member in crew]
        asyncio.run(days_before(phones))
        before, begun = _processor_seconds(site), time.perf_counter()
        wake = asyncio.run(eight_o_clock(phones, Random(SEED)))
        quiet = time.perf_counter() - begun
        server_ms = (_processor_seconds(site) - before) / max(1, len(wake.seconds)) * 1000
        later = asyncio.run(the_hour_after(phones, Random(SEED + 1), asked.seconds))
        asyncio.run(one_after_another([*_recruiters(phones), *_supervisors(phones)]))
    finally:
        site.kill()
    say(
        f"{kind} with {count}: {len(phones)} phones woke together, all were quiet after {quiet:.1f} s"
    )
    _tell(f"{kind}-{count}-wake", wake, p95=WAKE_P99_S, p99=WAKE_P99_S)
    _tell(f"{kind}-{count}-open", later, p95=OPEN_P95_S, p99=2 * OPEN_P95_S)
    verdict = judge(engine, phones)
    engine.dispose()
    for line in (*verdict.lost, *verdict.doubled, *verdict.troubles)[:20]:
        say(line)
    say(f"{verdict.saved} sign-ups saved on phones, all of them looked for in the log")
    tell(
        Figure(f"load-{kind}-{count}-lost", len(verdict.lost), 0),
        Figure(f"load-{kind}-{count}-doubled", len(verdict.doubled), 0),
        Figure(f"load-{kind}-{count}-diverged", len(verdict.troubles), 0),
    )
    return Round(
        wake, later, server_ms, len(verdict.lost) + len(verdict.doubled) + len(verdict.troubles)
    )


def _tell(name: str, notes: Notes, *, p95: float, p99: float) -> None:
    took = notes.seconds
    say(
        f"{name}: {len(took)} answers, slowest {max(took, default=0):.2f} s, not answered {notes.errors}"
    )
    if took:
        tell(
            Figure(f"load-{name}-p50-s", quantile(took, 0.5), p95),
            Figure(f"load-{name}-p95-s", quantile(took, 0.95), p95),
            Figure(f"load-{name}-p99-s", quantile(took, 0.99), p99),
        )
    tell(Figure(f"load-{name}-errors", sum(notes.errors.values()), 0))


def _compare(kind: Kind, rounds: Sequence[tuple[int, Round]]) -> None:
    (least, first), *more = rounds
    for count, found in more:
        name = f"load-{kind}-at-{count}-over-{least}"
        wake = quantile(found.wake.seconds, 0.5) / quantile(first.wake.seconds, 0.5)
        tell(
            Figure(f"{name}-wake-p50", wake, GROWTH),
            Figure(f"{name}-server-processor", found.server_ms / first.server_ms, GROWTH),
        )
    for count, found in rounds:
        say(f"{kind} with {count}: {found.server_ms:.1f} ms of the server's processes an answer")


def _recruiters(phones: Sequence[Phone]) -> list[Phone]:
    return [phone for phone in phones if phone.member.account.role == "recruiter"]


def _supervisors(phones: Sequence[Phone]) -> list[Phone]:
    return [phone for phone in phones if phone.member.account.role == "supervisor"]


def _processor_seconds(site: Site) -> float:
    """What the workers have used; the database's own processes are not among them."""
    ticks = 0
    for pid in site.workers():
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(words[11]) + int(words[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _asked() -> Asked:
    parser = argparse.ArgumentParser(prog="python -m tests.load")
    parser.add_argument("--phones", type=int, default=500, help="that wake together")
    parser.add_argument(
        "--most", type=int, default=SIZES[-1], help="registrations in the larger store"
    )
    parser.add_argument("--seconds", type=float, default=60, help="of the hour after")
    parser.add_argument("--on", choices=KINDS, help="this database alone")
    given = parser.parse_args()
    say(f"seed {SEED}, load of the machine at the start {os.getloadavg()[0]:.1f}")
    return Asked(given.phones, given.most, given.seconds, [given.on] if given.on else KINDS)


if __name__ == "__main__":
    sys.exit(main())
