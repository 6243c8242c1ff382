"""Metrics for Prometheus, and whether this process may be sent requests (docs/running.md, "Watching")."""

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from flask import Blueprint, Response, jsonify
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from server.api import problems
from server.api.access import public, scraping
from server.api.counting import OWN
from server.api.headers import SOON
from server.api.services import services
from server.store.figures import Backlog, Figures, Unsent
from server.store.migrate import newest_schema

blueprint = Blueprint("metrics", __name__)
RESULTS = ("held", "quarantined", "id_reuse")
SHARED = "PROMETHEUS_MULTIPROC_DIR"


@blueprint.get("/metrics")
@scraping
def metrics() -> Response:
    """The figures of this host's processes and of the database."""
    found = services()
    counted = OWN
    if os.environ.get(SHARED):
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    standing = CollectorRegistry()
    standing.register(_Standing(found.store.figures(), found.clock()))
    text = generate_latest(counted) + generate_latest(standing)
    return Response(text, content_type=CONTENT_TYPE_LATEST)


@blueprint.get("/health/live")
@public
def live() -> Response:
    """Whether this process answers. It asks nobody else, so that an outage elsewhere restarts nothing."""
    return jsonify(status="live")


@blueprint.get("/health/ready")
@public
def ready() -> Response:
    """Whether requests may be sent here: the database answers, and its schema is this version's or a later one."""
    found = services()
    if found.store.schema() < newest_schema():
        mend = "The database is older than this server: run perisai migrate."
        raise problems.Unavailable(mend, headers=SOON)
    return jsonify(status="ready")


class _Standing(Collector):
    """Figures of the database as gauges: the same from every process, so `max` over hosts is right."""

    def __init__(self, figures: Figures, now: datetime) -> None:
        self._figures, self._now = figures, now

    def collect(self) -> Iterable[Metric]:
        figures = self._figures
        unsent = GaugeMetricFamily(
            "perisai_unsent", "Operations that phones said they hold unsent."
        )
        unsent.add_metric((), sum(phone.pending for phone in figures.unsent))
        yield unsent
        oldest = max((self._unsent_age(phone) for phone in figures.unsent), default=0.0)
        yield _gauge("perisai_unsent_oldest_seconds", "Age of the oldest unsent operation.", oldest)
        yield from self._waiting(figures.waiting)
        yield from self._backlog(
            "perisai_open_questions", "Registrations with open questions.", figures.questions
        )
        yield from self._backlog(
            "perisai_photos_awaited", "Registrations whose photo is not in.", figures.photos
        )
        yield from self._backlog(
            "perisai_uploads_unfinished", "Photos on their way.", figures.uploads
        )
        if figures.backup_at is not None:
            age = self._age(figures.backup_at)
            yield _gauge("perisai_backup_age_seconds", "Age of the last complete backup.", age)

    def _waiting(self, waiting: Mapping[str, Backlog]) -> Iterator[Metric]:
        count = GaugeMetricFamily(
            "perisai_waiting",
            "Operations that wait, by the result of their receipt.",
            labels=("result",),
        )
        oldest = GaugeMetricFamily(
            "perisai_waiting_oldest_seconds", "Age of the oldest of them.", labels=("result",)
        )
        for result in RESULTS:
            backlog = waiting.get(result, Backlog())
            count.add_metric((result,), backlog.count)
            oldest.add_metric((result,), self._age(backlog.since))
        yield count
        yield oldest

    def _backlog(self, name: str, said: str, backlog: Backlog) -> Iterator[Metric]:
        yield _gauge(name, said, backlog.count)
        yield _gauge(
            f"{name}_oldest_seconds", f"{said} Age of the oldest.", self._age(backlog.since)
        )

    def _age(self, since: str | None) -> float:
        """0 for what does not wait, and for what a clock that was put back has from its future."""
        return (
            max(0.0, (self._now - datetime.fromisoformat(since)).total_seconds()) if since else 0.0
        )

    def _unsent_age(self, phone: Unsent) -> float:
        """By the server's clock: a phone set to 1970 wakes nobody."""
        if phone.since is None:
            return 0.0
        ahead = timedelta(milliseconds=phone.skew_ms or 0)
        return max(0.0, (self._now + ahead - datetime.fromisoformat(phone.since)).total_seconds())


def _gauge(name: str, said: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, said, value=value)
