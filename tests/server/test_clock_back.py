"""The server's clock steps back by two hours (docs/running.md, "Degraded"): no work is lost or out of order."""

from dataclasses import replace
from typing import Any

import pyotp
import pytest
from flask import Flask

from server.settings import Settings
from server.store.audit import Fault, verify
from server.store.base import db
from tests.pictures import declared, picture
from tests.server.conftest import Clock, NewPhone
from tests.server.people import PASSWORD, RINA, SARI, made_id, units
from tests.server.phone import Phone
from tests.server.uploading import Lane

ONE, TWO, THREE = (made_id(f"registration {n}") for n in (1, 2, 3))


@pytest.fixture
def rina(new_phone: NewPhone) -> Phone:
    return new_phone(RINA)


def told(phone: Phone) -> list[str]:
    """Ids of what the feed tells next, in its order."""
    return [entry["registration"] for entry in phone.sync()["feed"]["entries"]]


def test_P60_what_comes_after_is_told_after(
    app: Flask, rina: Phone, new_phone: NewPhone, clock: Clock
) -> None:
    assert app
    sari = new_phone(SARI)
    rina.sync(rina.create(ONE))
    assert told(sari) == [ONE]
    clock.forward(hours=-2)
    assert rina.sync(rina.create(TWO, 2))["receipts"]["exceptions"] == [], "all applied (P41)"
    review: dict[str, Any] = {"verdict": "approve", "remarks": {}, "message": None, "read": None}
    assert (
        sari.sync(sari.operation("review", ONE, base=1, **review))["receipts"]["exceptions"] == []
    )
    was = {"contact": units(2)["contact"]}
    amend = rina.operation("amend", TWO, base=1, set={"contact": units(3)["contact"]}, was=was)
    assert rina.sync(amend)["receipts"]["exceptions"] == []
    assert told(sari)[-1] == TWO
    clock.forward(hours=3)
    rina.sync(rina.create(THREE, 3))
    assert told(sari) == [THREE]
    assert [fault for fault in verify(db.engine) if isinstance(fault, Fault)] == []


def test_P84_a_photo_on_its_way_goes_on(app: Flask, rina: Phone, clock: Clock) -> None:
    assert app
    data = picture()
    rina.sync(rina.create(ONE, set=units(photo=declared(data))))
    lane = Lane(rina, ONE, data)
    assert lane.begin(data[:100]).status_code == 201
    clock.forward(hours=-2)
    assert lane.go_on(100).status_code == 204
    shown = rina.get(f"/api/v1/registrations/{ONE}/photo")
    assert shown.get_data() == data


def test_who_is_signed_in_stays_so_and_wrong_passwords_shut_nobody_out_for_longer(
    app: Flask, rina: Phone, clock: Clock
) -> None:
    assert app
    assert [rina.sign_in("wrong").status_code for _ in range(6)] == [401] * 5 + [429]
    clock.forward(hours=-2)
    assert rina.get("/api/v1/me").status_code == 200
    assert rina.sign_in().status_code == 201
    assert [rina.sign_in("wrong").status_code for _ in range(6)] == [401] * 5 + [429]


class TestSecondFactor:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, second_factor="desks")

    def test_P197_a_desk_signs_in_by_a_code_for_a_lost_phone_meanwhile(
        self, app: Flask, clock: Clock
    ) -> None:
        """No code is of a later step than the last one until the clock has caught up."""
        sari = Phone(app.test_client(), SARI, clock)
        asked = {"username": SARI.username, "password": PASSWORD}
        made = sari.client.post("/api/v1/session/factor", json=asked).get_json()
        device = {"id": sari.device, "label": "x", "app": "0.1.0"}

        def signs_in(code: str) -> int:
            said = asked | {"device": device, "code": code}
            return sari.client.post("/api/v1/session", json=said).status_code

        def now() -> str:
            return pyotp.TOTP(made["secret"]).at(clock.now)

        assert signs_in(now()) == 201
        clock.forward(hours=-2)
        assert signs_in(now()) == 401
        assert signs_in(made["recovery"][0]) == 201
        clock.forward(hours=2, minutes=1)
        assert signs_in(now()) == 201
