"""How long requests wait for a thread, and which are told to come again (docs/adr/0045).

Counted by gunicorn's worker, before the app sees a request; read with everything else at ``/metrics``.
"""

from prometheus_client import Counter, Histogram

WAITED = Histogram(
    "perisai_queue_seconds",
    "How long requests waited in their process for a thread, those that were told to come again among them.",
    registry=None,
    buckets=(0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 20, 25),
)
TURNED_AWAY = Counter(
    "perisai_turned_away",
    "Requests that had waited too long: told to come again, and not begun.",
    registry=None,
)
