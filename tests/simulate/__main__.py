"""``python -m tests.simulate --seeds 2000``: play many seeds of both worlds; the last line is for scripts.

The core's world is quick; one of the app's, with its real core in Node and the real server, costs as much as
many of those: it plays one seed in ``APP_SHARE``, beside the other, on a second processor.
"""

import argparse
import sys
import traceback
from concurrent.futures import ProcessPoolExecutor

from tests.simulate.app.run import failure, ground, only
from tests.simulate.app.story import story
from tests.simulate.run import run

APP_SHARE = 10
SHRUNK = 3
"""Failing seeds of the app's world that are made small in one run; each costs a minute or two."""


def core(first: int, seeds: int) -> list[str]:
    """Play seeds of the pure core; what failed."""
    failures = []
    for seed in range(first, first + seeds):
        try:
            run(seed)
        except Exception:  # noqa: BLE001  whatever went wrong, the seed is what helps
            failures.append(f"seed {seed} failed\n{traceback.format_exc(limit=-3)}")
    return failures


def app(first: int, seeds: int, picked: str | None = None) -> list[str]:
    """Play seeds of the app's core against the server; what failed, the first of them made small."""
    failures: list[str] = []
    with ground() as here:
        for seed in range(first, first + seeds):
            steps = story(seed) if picked is None else only(story(seed), picked)
            if len(failures) < SHRUNK:
                found = failure(here, seed, steps)
            else:
                verdict = here.verdict(seed, steps)
                found = verdict and f"seed {seed} breaks {verdict}"
            failures += [found] if found else []
    return failures


def judge(first: int, seeds: int) -> list[str]:
    """Play seeds of the app's world until one fails, and leave it as it is."""
    with ground() as here:
        for seed in range(first, first + seeds):
            if verdict := here.verdict(seed, story(seed)):
                return [f"seed {seed} breaks {verdict}"]
    return []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--world", choices=["both", "core", "app"], default="both")
    parser.add_argument(
        "--only", help="steps of one seed of the app's world, as a report names them"
    )
    parser.add_argument(
        "--judge", action="store_true", help="end at the first failure of the app's world"
    )
    asked = parser.parse_args()
    if asked.judge:
        found = judge(asked.first, asked.seeds)
        sys.stdout.write("".join(f"{line}\n" for line in found))
        return 1 if found else 0
    shares = {
        "both": (asked.seeds, -(-asked.seeds // APP_SHARE)),
        "core": (asked.seeds, 0),
        "app": (0, asked.seeds),
    }
    cores, apps = shares[asked.world]
    with ProcessPoolExecutor(1) as beside:
        in_app = beside.submit(app, asked.first, apps, asked.only)
        failures = core(asked.first, cores) + in_app.result()
    for failed in failures:
        sys.stdout.write(f"{failed}\n\n")
    sys.stdout.write(f"seeds={asked.seeds} failures={len(failures)} core={cores} app={apps}\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
