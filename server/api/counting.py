"""What this process counts as it answers; ``server.api.metrics`` adds up what all processes of a host counted."""

import time
from collections import Counter as Tally
from collections.abc import Iterable, Sequence

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram

from server.queueing import TURNED_AWAY, WAITED
from sync.receipt import Receipt

OWN = CollectorRegistry()
SECONDS = Histogram(
    "perisai_request_seconds",
    "How long requests took, by route; what no route answers is one of them.",
    ("method", "route", "status"),
    registry=OWN,
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
RECEIPTS = Counter(
    "perisai_receipts",
    "Operations pushed, by the result of their receipt.",
    ("result",),
    registry=OWN,
)
BUGS = Counter("perisai_bugs", "Errors that a developer must look at.", registry=OWN)
SIGN_INS_REFUSED = Counter(
    "perisai_sign_ins_refused",
    "Sign-ins refused, by the code of the problem.",
    ("code",),
    registry=OWN,
)
for _of_the_queue in (WAITED, TURNED_AWAY):
    OWN.register(_of_the_queue)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def count_requests(app: Flask) -> None:
    """Time every request under the pattern of its route, never under its path: paths have ids in them."""

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def end(answer: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "-"
        method = request.method if request.method in _METHODS else "-"
        took = time.perf_counter() - g.get("began", time.perf_counter())
        SECONDS.labels(method, route, str(answer.status_code)).observe(took)
        return answer


def count_receipts(pushed: Sequence[int], exceptions: Iterable[Receipt]) -> None:
    """Count the receipts of one push: those that its answer lists, and the others, which are applied (P41)."""
    numbers = set(pushed)
    odd = Tally(receipt.result for receipt in exceptions if receipt.n in numbers)
    for result, count in odd.items():
        RECEIPTS.labels(result).inc(count)
    RECEIPTS.labels("applied").inc(max(0, len(pushed) - odd.total()))
