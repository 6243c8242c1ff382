"""``make bench``: ours beside what people would use instead, in one run, in a real browser."""

import argparse
import gzip
import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.bench.figures import say, tell
from tests.bench.peers.contestants import Contestant, Floor, Kinto, Pouch, RxDb
from tests.bench.peers.installed import ROOT, Installed, bundle, install
from tests.bench.peers.ours import Ours
from tests.bench.peers.report import Report
from tests.bench.peers.rounds import FEW_PART, PARTS, Bench, Size
from tests.bench.peers.signups import sign_ups

SEED = 20261123
LEFT_OUT = (
    "left out: CouchDB 3.5 (in none of PyPI, npm and Debian 12: apt-cache and both registries asked), "
    "and with it the goal p95 of a batch <= 0.4x CouchDB's"
)


def main() -> int:
    size = _asked()
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert executable, "no Chromium: run `make chromium`, or set CHROMIUM to its path"
    installed = install(ROOT / ".stamps" / "peers")
    say(LEFT_OUT)
    say(f"seed {SEED}, load of the machine at the start {os.getloadavg()[0]:.1f}")
    in_rounds = size.rounds * PARTS * size.saved
    crowd = sign_ups(size.many + size.many // FEW_PART + in_rounds, seed=SEED)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        contestants: list[Contestant] = []
        try:
            _enter(contestants, Path(folder), installed)
            scripts = {one.name: bundle(one.name, installed) for one in contestants}
            bench = Bench(playwright, executable, contestants, scripts, size, crowd)
            code = {name: len(gzip.compress(text.encode(), 9)) for name, text in scripts.items()}
            names = [one.name for one in contestants]
            results = bench.run(lambda so_far: Report(so_far, code).table(names))
        finally:
            for one in contestants:
                one.close()
    tell(*Report(results, code).figures())
    say(f"load of the machine at the end {os.getloadavg()[0]:.1f}")
    return 0


def _enter(contestants: list[Contestant], folder: Path, installed: Installed) -> None:
    """One by one, so that those that are there are ended if another does not start."""
    contestants.append(Floor(folder))
    contestants.append(Pouch(folder, installed))
    contestants.append(Kinto(folder, installed))
    contestants.append(RxDb(folder))
    contestants.append(Ours(folder))


def _asked() -> Size:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.peers")
    parser.add_argument("--saved", type=int, default=1000)
    parser.add_argument("--many", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    return Size(given.saved, given.many, given.rounds)


if __name__ == "__main__":
    sys.exit(main())
