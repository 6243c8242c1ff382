"""A real server for bad days: gunicorn with its own settings, and phones that hold sign-ups for it."""

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from typing import Any
from urllib.request import Request, urlopen

from prometheus_client.parser import text_string_to_metric_families

from server.demo.chance import Chance
from server.store import Store
from server.store.engine import open_engine
from server.store.migrate import upgrade
from tests.chaos.site import Site
from tests.load.crew import hire
from tests.load.judge import judge
from tests.load.phone import Phone

PATIENCE_S = 120
TOKEN = "m" * 40
QUICK_S = 1
"""The server's patience with silence in these tests."""
SEED = 20261126
HASTY = f"""
from server import serving
serving.SILENCE_S = {QUICK_S}
serving.TOO_LATE_S = 2 * {QUICK_S}
from server.serving import *
"""


@dataclass(frozen=True, slots=True)
class Told:
    status: int
    body: dict[str, Any]
    retry_after: str | None


def phones_on(url: str, count: int, *, sign_ups: int) -> list[Phone]:
    """Make the tables, and so many recruiters' phones with so many sign-ups saved and none sent."""
    engine = open_engine(url)
    upgrade(engine)
    crew = hire(
        *(Store(engine), count),
        chance=Chance(SEED),
        now=datetime.now(UTC),
        sign_ups=sign_ups,
    )
    engine.dispose()
    phones = [Phone(member, "", Random(SEED)) for member in crew if member.made]
    for phone in phones:
        phone.sign_up(sign_ups)
    return phones


@contextmanager
def standing(folder: Path, url: str, *, processes: int = 1, threads: int = 4) -> Iterator[Site]:
    """The server, as long as the block."""
    hasty = folder / "hasty.py"
    hasty.write_text(HASTY)
    serving = ("-c", f"file:{hasty}", "--threads", str(threads), "--log-level", "warning")
    own = {"PERISAI_PHOTOS": str(folder / "photos"), "PERISAI_METRICS_TOKEN": TOKEN}
    site = Site(folder, url, serving=serving, WEB_CONCURRENCY=str(processes), **own)
    site.start()
    try:
        site.wait()
        yield site
    finally:
        site.kill()


def ask(site: Site, path: str) -> Told:
    """A GET on a connection of its own."""
    return _told(site, ("GET", path, None, {}))


def counted(site: Site, name: str) -> float:
    """A figure without labels, as Prometheus reads it."""
    asked = Request(
        f"http://127.0.0.1:{site.port}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}
    )
    with urlopen(asked, timeout=PATIENCE_S) as answer:  # noqa: S310  our own address
        text = answer.read().decode()
    samples = (s for family in text_string_to_metric_families(text) for s in family.samples)
    return sum(s.value for s in samples if s.name == name and not s.labels)


def push(site: Site, phone: Phone) -> Told:
    """A phone's next request; where it is answered, the phone has heard it."""
    body = gzip.compress(json.dumps(phone.request()).encode())
    told = _told(site, ("POST", "/api/v1/sync", body, phone.headers()))
    if told.status == 200:
        phone.take(told.body)
    return told


def _told(site: Site, asked: tuple[str, str, bytes | None, dict[str, str]]) -> Told:
    method, path, body, headers = asked
    connection = HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE_S)
    try:
        connection.request(method, path, body, headers | {"Accept-Encoding": "identity"})
        answer = connection.getresponse()
        told = answer.read()
    finally:
        connection.close()
    return Told(answer.status, json.loads(told or b"{}"), answer.headers["Retry-After"])


def serves(site: Site) -> bool:
    """Whether it answers, and from its database."""
    try:
        return ask(site, "/health/ready").status == 200
    except (OSError, HTTPException):
        return False


def nothing_lost(url: str, phones: list[Phone]) -> None:
    """All that phones saved is in once, and they were told so."""
    engine = open_engine(url)
    verdict = judge(engine, phones)
    engine.dispose()
    assert [*verdict.lost, *verdict.doubled, *verdict.troubles] == []
    assert not any(phone.outbox for phone in phones)


def until(holds: Callable[[], bool], why: Callable[[], str] = lambda: "it did not come") -> None:
    """Wait for a condition."""
    poll, deadline = threading.Event(), time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, why()
        poll.wait(0.05)
