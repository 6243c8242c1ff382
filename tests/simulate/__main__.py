"""``python -m tests.simulate --seeds 2000``: play many seeds; the last line is for scripts."""

import argparse
import sys
import traceback

from tests.simulate.run import run


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--first", type=int, default=1)
    asked = parser.parse_args()
    failures = 0
    for seed in range(asked.first, asked.first + asked.seeds):
        try:
            run(seed)
        except Exception:  # noqa: BLE001  whatever went wrong, the seed is what helps
            failures += 1
            sys.stdout.write(f"seed {seed} failed\n{traceback.format_exc(limit=-3)}\n")
    sys.stdout.write(f"seeds={asked.seeds} failures={failures}\n")
    return 1 if failures else 0


sys.exit(main())
