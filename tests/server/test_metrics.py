"""Each alert of ops/alerts.yml stands on figures that are there, and that move when the world does."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from server.moments import moment
from server.queueing import TURNED_AWAY, WAITED
from server.settings import Settings
from server.store import Store
from server.store.base import db
from server.store.horizon import move_horizon
from tests.pictures import declared, picture, sha256
from tests.server.conftest import Clock, NewPhone
from tests.server.people import BUDI, RINA, made_id, units
from tests.server.phone import Phone
from tests.server.uploading import Lane

ROOT = Path(__file__).resolve().parents[2]
ALERTS: Mapping[str, str] = {
    rule["alert"]: rule["expr"]
    for group in yaml.safe_load((ROOT / "ops" / "alerts.yml").read_text())["groups"]
    for rule in group["rules"]
}
ONE, TWO, THREE = (made_id(f"registration {n}") for n in (1, 2, 3))
TOKEN = "m" * 40
NAMED = re.compile(r"(perisai_\w+)(?:\{([^}]*)\})?")
LABEL = re.compile(r'(\w+)(=~|=)"([^"]*)"')
Sample = tuple[str, frozenset[tuple[str, str]]]


@dataclass(frozen=True)
class World:
    app: Flask
    clock: Clock
    rina: Phone
    budi: Phone

    def scrape(self) -> dict[Sample, float]:
        answer = self.app.test_client().get(
            "/metrics", headers={"Authorization": f"Bearer {TOKEN}"}
        )
        assert answer.status_code == 200
        return {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for family in text_string_to_metric_families(answer.get_data(as_text=True))
            for sample in family.samples
        }


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, metrics_token=TOKEN)


@pytest.fixture
def world(app: Flask, clock: Clock, new_phone: NewPhone) -> World:
    return World(app, clock, new_phone(RINA), new_phone(BUDI))


def a_bug(world: World) -> None:
    def boom() -> str:
        raise KeyError("3275040708840001")

    world.app.view_functions["health.health"] = boom
    assert world.app.test_client().get("/api/v1/health").status_code == 500


def a_sync(world: World) -> None:
    world.rina.sync()


def old_work(world: World) -> None:
    since = moment(world.clock())
    world.clock.forward(days=4)
    said = {"app": "0.1.0", "pending": 3, "oldest_pending_at": since, "persisted": True}
    request = world.rina.request(health=said | {"free_bytes": 1})
    assert world.rina.post(request).status_code == 200


def one_person_twice(world: World) -> None:
    world.rina.sync(world.rina.create(ONE))
    world.budi.sync(world.budi.create(TWO))
    world.clock.forward(days=2)


def cannot_be_taken(world: World) -> None:
    world.rina.sync(world.rina.create(ONE) | {"kind": "teleport"})
    world.clock.forward(days=3)


def before_its_create(world: World) -> None:
    world.rina.sync(world.rina.operation("amend", ONE, base=1, set=units(), was={}))


def photos_left(world: World) -> None:
    data = picture()
    world.rina.sync(world.rina.create(ONE, set=units(photo=declared(data))))
    assert Lane(world.rina, ONE, data).begin(data[:100]).status_code == 201
    world.clock.forward(days=8)


def no_backup(world: World) -> None:
    with Store(db.engine).journal.snapshot() as snapshot:
        epoch = snapshot.epoch()
    move_horizon(db.engine, {world.rina.device: 0}, epoch=epoch, at=world.clock())
    world.clock.forward(days=3)


def wrong_passwords(world: World) -> None:
    assert world.rina.sign_in("wrong").status_code == 401


def a_request_too_late(world: World) -> None:
    """As gunicorn's worker counts it; that it does: `tests/ops/test_bad_days.py`."""
    assert world.app
    WAITED.observe(26)
    TURNED_AWAY.inc()


ACTS: Mapping[str, Callable[[World], None]] = {
    "PerisaiBugs": a_bug,
    "PerisaiFailing": a_bug,
    "PerisaiSlow": a_sync,
    "PerisaiTurnsAway": a_request_too_late,
    "PerisaiQueueLong": a_request_too_late,
    "PerisaiUnsentOld": old_work,
    "PerisaiConflictsOld": one_person_twice,
    "PerisaiQuarantineGrows": cannot_be_taken,
    "PerisaiHeldGrows": before_its_create,
    "PerisaiWaitingOld": cannot_be_taken,
    "PerisaiReceiptsOdd": cannot_be_taken,
    "PerisaiPhotosBehind": photos_left,
    "PerisaiBackupOld": no_backup,
    "PerisaiGuessing": wrong_passwords,
}


def total(samples: Mapping[Sample, float], name: str, selector: str) -> float:
    """The sum of what a selector of an alert finds."""
    wanted = [
        (label, re.compile(value if how == "=~" else re.escape(value)))
        for label, how, value in LABEL.findall(selector)
    ]
    return sum(
        value
        for (known, labels), value in samples.items()
        if known == name and all(p.fullmatch(dict(labels).get(label, "")) for label, p in wanted)
    )


def test_every_alert_has_an_act_here() -> None:
    own = {alert for alert, expr in ALERTS.items() if NAMED.search(expr)}
    assert own == set(ACTS)
    assert set(ALERTS) - own == {"PerisaiDown"}, "which stands on Prometheus' own figure"


@pytest.mark.parametrize("alert", ACTS)
def test_what_an_alert_stands_on_moves(world: World, alert: str) -> None:
    world.rina.sync()  # so that each counter has been told once
    before = world.scrape()
    ACTS[alert](world)
    after = world.scrape()
    named = NAMED.findall(ALERTS[alert])
    assert named
    for name, selector in named:
        assert total(after, name, selector) > total(before, name, selector), (name, selector)


def test_figures_are_those_of_the_world(world: World) -> None:
    old_work(world)
    one_person_twice(world)
    seen = {name: value for (name, labels), value in world.scrape().items() if not labels}
    assert seen["perisai_unsent"] == 2, "the newest word of each phone counts"
    assert seen["perisai_open_questions"] == 2
    assert seen["perisai_open_questions_oldest_seconds"] == 2 * 86_400
    assert seen["perisai_photos_awaited"] == 0
    assert "perisai_backup_age_seconds" not in seen


def test_a_phone_of_1970_wakes_nobody(world: World) -> None:
    long_ago = "1970-01-02T00:00:00.000Z"
    said = {"app": "0.1.0", "pending": 1, "oldest_pending_at": "1970-01-01T23:00:00.000Z"}
    health = said | {"persisted": None, "free_bytes": None}
    assert world.rina.post(world.rina.request(health=health, sent_at=long_ago)).status_code == 200
    oldest = world.scrape()["perisai_unsent_oldest_seconds", frozenset()]
    assert oldest == 3600


def test_what_is_answered_waits_no_more(world: World) -> None:
    data = picture()
    world.rina.sync(world.rina.create(THREE, set=units(photo=declared(data))))
    assert world.scrape()["perisai_photos_awaited", frozenset()] == 1
    assert Lane(world.rina, THREE, data).send().status_code == 204
    assert world.scrape()["perisai_photos_awaited", frozenset()] == 0


def test_no_figure_names_a_person_or_a_registration(world: World) -> None:
    one_person_twice(world)
    world.rina.get(f"/api/v1/registrations/{ONE}/photo")
    told = world.app.test_client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    text = told.get_data(as_text=True)
    for private in (ONE, RINA.id, world.rina.device, units()["identity"]["nik"], sha256(picture())):
        assert private not in text


@pytest.mark.parametrize("given", [None, "Bearer wrong", f"Device {TOKEN}", "Bearer ", "Bearer é"])
def test_figures_are_for_who_has_the_token(world: World, given: str | None) -> None:
    headers: dict[str, Any] = {} if given is None else {"Authorization": given}
    answer = world.app.test_client().get("/metrics", headers=headers)
    assert (answer.status_code, answer.get_json()["code"]) == (401, "unauthenticated")
