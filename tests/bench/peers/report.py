"""What came out: a table for people, and a line for every goal."""

from collections.abc import Callable, Sequence
from statistics import median

from tests.bench.figures import Figure, quantile, say
from tests.bench.peers.line import THIN
from tests.bench.peers.rounds import BATCH, Results
from tests.bench.peers.works import Cost

PEERS = ("pouch", "kinto", "rxdb")
KB = 1000


class Report:
    """Medians over the rounds. ``code``: bytes of each page's script, compressed."""

    def __init__(self, results: Results, code: dict[str, int]) -> None:
        self._results, self._code = results, code

    def table(self, names: Sequence[str]) -> None:
        say(f"{'':34}" + "".join(f"{name:>12}" for name in names))
        for title, value in self._lines():
            say(f"{title:34}" + "".join(f"{value(name):>12}" for name in names))
        bare = 1 / median(self._results.times["ingest", "bare"]) * BATCH
        say(f"{'bare SQLite, batches of 100: rec/s':34}{bare:>12.0f}")

    def figures(self) -> list[Figure]:
        return [
            *self._saves(),
            *self._pushes(),
            *self._idle(),
            *self._pulls(),
            *self._first(),
            *self._ingest(),
        ]

    def _lines(self) -> list[tuple[str, Callable[[str], str]]]:
        lines: list[tuple[str, Callable[[str], str]]] = [
            ("save offline: median ms", lambda c: f"{self._save(c, 0.5):.2f}"),
            ("save offline: p95 ms", lambda c: f"{self._save(c, 0.95):.2f}"),
        ]
        for work, title in _WORKS.items():
            if self._results.costs[work, "ours"]:  # some work is done in the last round alone
                lines += self._of(work, title)
        lines.append(("server takes in: records/s", lambda c: f"{self._rate(c):.0f}"))
        lines.append(("  p95 of a batch of 100: ms", lambda c: f"{self._batch_p95(c) * 1000:.0f}"))
        lines.append(("client code, gzip: kB", lambda c: f"{self._code[c] / KB:.1f}"))
        return lines

    def _of(self, work: str, title: str) -> list[tuple[str, Callable[[str], str]]]:
        return [
            (f"{title}: s", lambda name: f"{self._cost(work, name).seconds:.3f}"),
            ("  requests", lambda name: f"{self._cost(work, name).requests}"),
            ("  kB up / down", lambda name: _both(self._cost(work, name))),
        ]

    def _saves(self) -> list[Figure]:
        over = self._over(lambda name: self._save(name, 0.5))
        tail = self._over(lambda name: self._save(name, 0.95))
        return [
            Figure("save-median-over-best-peer", over(None), 1.15),
            Figure("save-p95-over-best-peer", tail(None), 1.15),
            Figure("save-median-over-pouchdb", over("pouch"), 0.6),
            Figure("save-median-over-floor", over("floor"), 1.3),
        ]

    def _pushes(self) -> list[Figure]:
        over = self._over(lambda name: self._cost("push", name).seconds)
        thin = self._over(lambda name: self._cost("push-thin", name).seconds)
        up = self._over(lambda name: self._cost("push", name).up)
        ours, later = self._cost("push", "ours"), self._cost("settle", "ours")
        idle = self._cost("idle", "ours")
        return [
            Figure("push-1000-over-best-peer", over(None), 0.6),
            Figure("push-1000-over-floor", over("floor"), 1.2),
            Figure("push-1000-requests", ours.requests, 5),
            Figure("push-1000-requests-link-known", self._cost("push-known", "ours").requests, 2),
            Figure("push-1000-kb-up", ours.up / KB, 155),
            Figure("push-1000-bytes-up-over-rxdb", up("rxdb"), 0.16),
            Figure("push-1000-kb-down", (ours.down + later.down - idle.down) / KB, 2),
            Figure("push-200-thin-over-best-peer", thin(None), 0.3),
            Figure("push-200-thin-s", self._cost("push-thin", "ours").seconds, 1.35),
        ]

    def _idle(self) -> list[Figure]:
        idle = self._cost("idle", "ours")
        return [
            Figure("nothing-new-requests", idle.requests, 1),
            Figure("nothing-new-kb", (idle.up + idle.down) / KB, 1.0),
        ]

    def _pulls(self) -> list[Figure]:
        over = self._over(lambda name: self._cost("pull-many", name).seconds)
        many, few = (self._cost(f"pull-{store}", "ours") for store in ("many", "few"))
        thin = self._cost("pull-thin", "ours").seconds
        return [
            Figure("pull-10-over-best-peer", over(None), 0.35),
            Figure("pull-10-kb-down", many.down / KB, 2.0),
            Figure("pull-10-thin-round-trips", thin / THIN.round_trip, 1.2),
            Figure("pull-10-of-10000-over-1000", many.seconds / few.seconds, 1.1),
        ]

    def _first(self) -> list[Figure]:
        over = self._over(lambda name: self._cost("first", name).seconds)
        seen = median(self._results.times["first-seen", "ours"])
        return [
            Figure("first-pull-10000-over-best-peer", over(None), 0.25),
            Figure("first-pull-10000-kb", self._cost("first", "ours").down / KB, 1200),
            Figure("first-screen-after-first-page-s", seen, 0.5),
        ]

    def _ingest(self) -> list[Figure]:
        ours, floor = self._rate("ours"), self._rate("floor")
        keeping = max(self._rate("pouch"), self._rate("kinto"))
        return [
            Figure("ingest-per-s", ours, 3200, "at_least"),
            Figure("ingest-over-floor", ours / floor, 0.6, "at_least"),
            Figure("ingest-over-best-that-keeps-conflicts", ours / keeping, 1.0, "at_least"),
        ]

    def _over(self, of: Callable[[str], float]) -> Callable[[str | None], float]:
        """Ours over another's; over the best peer's where none is named."""
        return lambda name: of("ours") / (of(name) if name else min(of(peer) for peer in PEERS))

    def _cost(self, work: str, name: str) -> Cost:
        costs = self._results.costs[work, name]
        return Cost(
            median(cost.seconds for cost in costs),
            round(median(cost.requests for cost in costs)),
            round(median(cost.up for cost in costs)),
            round(median(cost.down for cost in costs)),
        )

    def _save(self, name: str, part: float) -> float:
        return quantile(self._results.times["save", name], part)

    def _rate(self, name: str) -> float:
        return BATCH / median(self._results.times["ingest", name])

    def _batch_p95(self, name: str) -> float:
        return quantile(self._results.times["ingest", name], 0.95)


_WORKS = {
    "push": "push 1,000",
    "settle": "the sync after it",
    "idle": "nothing new",
    "push-thin": "push 200, thin line",
    "pull-many": "pull 10 of 10,000",
    "pull-few": "pull 10 of 1,000",
    "pull-thin": "pull 10 of 10,000, thin line",
    "first": "first pull of 10,000",
    "first-thin": "first pull of 10,000, thin (once)",
}


def _both(cost: Cost) -> str:
    return f"{cost.up / KB:.1f}/{cost.down / KB:.1f}"
