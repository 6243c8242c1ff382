"""`perisai keys rotate` over a store that phones push to all the while, on real processes (P193)."""

import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from server.store import Store
from server.store.engine import open_engine
from server.store.rekeying import counts
from tests.bench.crowd import fill
from tests.chaos.site import Site
from tests.databases import DATABASES, in_postgres, shown
from tests.load.phone import PATIENCE_S as PHONE_WAITS_S
from tests.load.phone import Phone
from tests.ops.container import ROOT
from tests.ops.stand import PATIENCE_S, SEED, nothing_lost, phones_on, push, standing
from tests.server.people import HERE, RINA, settle

ROWS = 1_500
PHONES, SIGN_UPS = 4, 200
"""More than they push while the rotation goes on."""


@pytest.fixture(params=DATABASES)
def url(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    monkeypatch.setenv("PERISAI_FIELD_KEYS", str(tmp_path / "field-keys"))
    monkeypatch.setenv("PERISAI_PHOTOS", str(tmp_path / "photos"))
    address = f"sqlite:///{tmp_path / 'rotated.sqlite3'}"
    if request.param == "sqlite":
        monkeypatch.setenv("PERISAI_DATABASE_URL", address)
        yield address
        return
    server = request.getfixturevalue("postgres_server")
    name = f"rotated_{uuid.uuid4().hex}"
    in_postgres(server, f"CREATE DATABASE {name}")
    address = shown(server.set(database=name))
    monkeypatch.setenv("PERISAI_DATABASE_URL", address)
    yield address
    in_postgres(server, f"DROP DATABASE {name} WITH (FORCE)")


def perisai(*words: str) -> str:
    """A command as an operator types it."""
    done = subprocess.run(  # noqa: S603  our own command
        [sys.executable, "-m", "server.cli", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=5 * PATIENCE_S,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def in_clear(url: str) -> int:
    """How many texts no key covers yet."""
    engine = open_engine(url)
    found = counts(engine).get("", 0)
    engine.dispose()
    return found


def pushing(site: Site, phone: Phone, ended: Event) -> list[float]:
    """Sign-ups one by one until the rotation has ended; how long each was on its way."""
    took: list[float] = []
    while phone.may_sign_up and not ended.is_set():
        phone.sign_up()
        begun = time.perf_counter()
        while phone.outbox:
            told = push(site, phone)
            assert told.status in {200, 503}, told.body
        took.append(time.perf_counter() - begun)
    return took


def test_P193_everything_comes_under_the_key_while_phones_push(url: str, tmp_path: Path) -> None:
    phones = phones_on(url, PHONES, sign_ups=SIGN_UPS)
    for phone in phones:
        phone.outbox, phone.saved = [], 0
    engine = open_engine(url)
    settle(Store(engine))
    engine.dispose()
    fill(url, RINA, HERE, count=ROWS, seed=SEED)
    perisai("keys", "new")
    before, ended = in_clear(url), Event()
    assert before >= 2 * ROWS
    with standing(tmp_path, url, processes=2) as site, ThreadPoolExecutor(PHONES) as pool:
        running = [pool.submit(pushing, site, phone, ended) for phone in phones]
        try:
            told = perisai("keys", "rotate")
        finally:
            ended.set()
        took = sorted(second for one in running for second in one.result())
        assert told.endswith(" left=0\n"), told
        assert len(took) > PHONES, "they pushed all the while"
        assert took[-1] < PHONE_WAITS_S, "nobody behind it hung up"
        assert {push(site, phone).status for phone in phones} == {200}
    assert in_clear(url) == 0
    assert perisai("audit", "verify").endswith(" faults=0\n")
    nothing_lost(url, phones)
