"""Signing in and out, and what becomes of sessions."""

import logging

import pytest
from argon2 import PasswordHasher
from flask.testing import FlaskClient

from server.store import Store
from server.store.base import db
from tests.server.conftest import Clock, NewPhone
from tests.server.people import (
    ADMIN,
    BUDI,
    HERE,
    PASSWORD,
    RINA,
    SARI,
    THERE,
    account,
    made_id,
)
from tests.server.phone import Phone


def test_sign_in_says_who_and_until_when(client: FlaskClient, clock: Clock) -> None:
    rina = Phone(client, RINA, clock)
    answer = rina.sign_in()
    assert answer.status_code == 201
    assert answer.get_json()["expires_at"] == "2026-12-24T03:00:00.000Z"
    assert answer.get_json()["token"] != answer.get_json()["device_token"]
    me = answer.get_json()["me"]
    assert me == rina.get("/api/v1/me").get_json()
    assert me["account"] == {
        "id": RINA.id,
        "username": "rina",
        "name": "Rina",
        "role": "recruiter",
    }
    assert me["clinics"] == [{"id": HERE.id, "name": HERE.name, "district": "32.75.04"}]
    assert {person["name"] for person in me["people"]} == {"Rina", "Sari", "Admin"}
    assert [device["id"] for device in me["devices"]] == [rina.device]
    assert me["settings"] == {
        "id_photo": "optional",
        "photo_max_kb": 300,
        "month_target": 50,
        "work_days": 26,
        "min_age": 17,
        "max_age": 64,
    }


def test_an_admin_knows_everyone_and_every_clinic(new_phone: NewPhone) -> None:
    me = new_phone(ADMIN).get("/api/v1/me").get_json()
    assert {clinic["id"] for clinic in me["clinics"]} == {HERE.id, THERE.id}
    assert len(me["people"]) == 6


def test_a_user_name_is_taken_as_typed_on_a_phone(client: FlaskClient, clock: Clock) -> None:
    typed = account(" Rina ", "recruiter")
    assert Phone(client, typed, clock).sign_in().get_json()["me"]["account"]["username"] == "rina"


@pytest.mark.parametrize("who", ["rina", "nobody"])
def test_a_wrong_password_and_an_unknown_name_look_alike(
    client: FlaskClient, clock: Clock, who: str
) -> None:
    answer = Phone(client, account(who, "recruiter"), clock).sign_in("wrong")
    assert (answer.status_code, answer.get_json()["code"]) == (401, "bad_credentials")
    assert "detail" not in answer.get_json()
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_closed_account_cannot_sign_in(client: FlaskClient, clock: Clock) -> None:
    closed = account("tono", "recruiter", HERE)
    object.__setattr__(closed, "active", False)
    Store(db.engine).accounts.add_accounts([closed])
    assert Phone(client, closed, clock).sign_in().get_json()["code"] == "bad_credentials"


def test_five_wrong_passwords_then_wait(client: FlaskClient, clock: Clock) -> None:
    rina = Phone(client, RINA, clock)
    for _ in range(5):
        assert rina.sign_in("wrong").status_code == 401
        clock.forward(minutes=1)
    answer = rina.sign_in()
    assert (answer.status_code, answer.get_json()["code"]) == (429, "rate_limited")
    assert answer.headers["Retry-After"] == str(10 * 60)
    assert Phone(client, BUDI, clock).sign_in().status_code == 201
    clock.forward(minutes=10)
    assert rina.sign_in().status_code == 201


def test_signing_in_forgets_the_failures_before_it(client: FlaskClient, clock: Clock) -> None:
    rina = Phone(client, RINA, clock)
    for _ in range(2):
        for _ in range(4):
            assert rina.sign_in("wrong").status_code == 401
        assert rina.sign_in().status_code == 201


def test_signing_out_revokes_the_session(new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    headers = {"Authorization": f"Bearer {rina.token}"}
    answer = rina.client.delete("/api/v1/session", headers=headers)
    assert (answer.status_code, answer.data) == (204, b"")
    assert rina.get("/api/v1/me").get_json()["code"] == "session_expired"
    assert rina.client.delete("/api/v1/session", headers=headers).status_code == 401


def test_signing_in_again_ends_the_session_before(new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    before = rina.token
    rina.sign_in()
    assert rina.get("/api/v1/me").status_code == 200
    rina.token = before
    assert rina.get("/api/v1/me").get_json()["code"] == "session_expired"


def test_a_session_lasts_31_days(new_phone: NewPhone, clock: Clock) -> None:
    rina = new_phone(RINA)
    clock.forward(days=31, milliseconds=-1)
    assert rina.get("/api/v1/me").status_code == 200
    clock.forward(milliseconds=1)
    assert rina.get("/api/v1/me").get_json()["code"] == "session_expired"


def test_a_device_belongs_to_one_account(client: FlaskClient, clock: Clock) -> None:
    rina, budi = Phone(client, RINA, clock), Phone(client, BUDI, clock)
    rina.sign_in()
    budi.device = rina.device
    answer = budi.sign_in()
    assert (answer.status_code, answer.get_json()["code"]) == (403, "wrong_device")


def test_a_device_credential_opens_nothing_but_sync(new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    for token in (f"Device {rina.device_token}", f"Bearer {rina.device_token}"):
        answer = rina.client.get("/api/v1/me", headers={"Authorization": token})
        assert answer.get_json()["code"] == "unauthenticated"


def test_a_supervisor_sees_the_devices_of_their_clinics(new_phone: NewPhone) -> None:
    rina, sari = new_phone(RINA), new_phone(SARI)
    seen = {device["id"] for device in sari.get("/api/v1/devices").get_json()["devices"]}
    assert seen == {rina.device, sari.device}


def test_ending_a_device_that_is_not_there(admin: Phone) -> None:
    headers = {"Authorization": f"Bearer {admin.token}"}
    answer = admin.client.post(f"/api/v1/devices/{made_id('none')}/end", headers=headers)
    assert answer.get_json()["code"] == "not_found"


def test_accounts_have_no_password_hash(admin: Phone) -> None:
    accounts = admin.get("/api/v1/accounts").get_json()["accounts"]
    assert len(accounts) == 6
    assert set(accounts[0]) == {"id", "username", "name", "role", "clinics", "active"}


def test_a_hash_of_other_parameters_is_made_anew(client: FlaskClient, clock: Clock) -> None:
    other = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(PASSWORD)
    accounts = Store(db.engine).accounts
    accounts.set_password_hash(RINA.id, other)
    assert Phone(client, RINA, clock).sign_in().status_code == 201
    known = accounts.account_by_id(RINA.id)
    assert known is not None
    assert known.password_hash != other
    assert Phone(client, RINA, clock).sign_in().status_code == 201


def test_logs_have_ids_and_no_secrets(
    client: FlaskClient, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("server").addHandler(caplog.handler)
    rina = Phone(client, RINA, clock)
    rina.sign_in("wrong")
    rina.sign_in()
    rina.sync(rina.create(made_id("one")))
    said = caplog.text
    logging.getLogger("server").removeHandler(caplog.handler)
    assert RINA.id in said
    for secret in (
        "wrong",
        PASSWORD,
        rina.token,
        rina.device_token,
        "32750407",
        "Rina",
        "rina",
    ):
        assert secret not in said
