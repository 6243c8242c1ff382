"""The second factor of a desk's sign-in (docs/security.md, P196-P199)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.settings import Settings
from server.store.base import db
from tests.server.conftest import Clock, NewPhone
from tests.server.people import ADMIN, PASSWORD, RINA, SARI
from tests.server.phone import Phone


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """As an operator has it who has set nothing."""
    return replace(settings, second_factor="desks")


@pytest.fixture
def sari(client: FlaskClient, clock: Clock) -> Phone:
    return Phone(client, SARI, clock)


def sign_in(phone: Phone, code: str | None = None, password: str = PASSWORD) -> TestResponse:
    device = {"id": phone.device, "label": phone.label, "app": "0.1.0"}
    said: dict[str, Any] = {
        "username": phone.account.username,
        "password": password,
        "device": device,
    }
    answer = phone.client.post("/api/v1/session", json=said | ({"code": code} if code else {}))
    if answer.status_code == 201:
        phone.token = answer.get_json()["token"]
    return answer


def told(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["code"]


def begin(phone: Phone, password: str = PASSWORD) -> TestResponse:
    said = {"username": phone.account.username, "password": password}
    return phone.client.post("/api/v1/session/factor", json=said)


def code(secret: str, clock: Clock) -> str:
    return pyotp.TOTP(secret).at(clock.now)


@pytest.fixture
def secret(sari: Phone, clock: Clock) -> str:
    """Of Sari, who has signed in with a first code a minute ago."""
    made = str(begin(sari).get_json()["secret"])
    assert sign_in(sari, code(made, clock)).status_code == 201
    clock.forward(minutes=1)
    return made


def test_P196_who_has_none_makes_one_and_signs_in_with_its_code(sari: Phone, clock: Clock) -> None:
    assert told(sign_in(sari)) == (401, "factor_needed")
    made = begin(sari).get_json()
    assert pyotp.parse_uri(made["address"]).secret == made["secret"]
    assert told(sign_in(sari)) == (401, "factor_needed"), "it counts from its first code on"
    assert sign_in(sari, code(made["secret"], clock)).status_code == 201
    clock.forward(seconds=30)
    assert told(sign_in(sari)) == (401, "code_needed")
    assert sign_in(sari, code(made["secret"], clock)).status_code == 201


def test_P196_a_recruiter_is_asked_for_none(new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    assert rina.get("/api/v1/me").status_code == 200
    assert told(begin(rina)) == (403, "forbidden")


@pytest.mark.parametrize(("of", "answers"), [("off", [201, 201]), ("admins", [201, 401])])
def test_P196_an_operator_says_of_whom(
    app: Flask, clock: Clock, of: str, answers: list[int]
) -> None:
    object.__setattr__(app.extensions["perisai"].settings, "second_factor", of)
    phones = [Phone(app.test_client(), account, clock) for account in (SARI, ADMIN)]
    assert [sign_in(phone).status_code for phone in phones] == answers


def test_P196_the_secret_is_sealed_and_logged_nowhere(
    sari: Phone, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    made = begin(sari).get_json()
    sign_in(sari, code(made["secret"], clock))
    with db.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT secret FROM second_factor").scalar_one()
        codes = connection.exec_driver_sql("SELECT hash FROM recovery_code").scalars().all()
    assert kept.startswith("~")
    assert made["secret"] not in kept + caplog.text
    assert not [one for one in made["recovery"] if one in caplog.text or one in codes]
    bits = {5 * len(one.replace("-", "")) for one in made["recovery"]}
    assert bits == {120}, "112 or more may be kept under a plain hash (ASVS 6.5.2)"


def test_P196_beside_one_that_counts_none_is_made(sari: Phone, secret: str, clock: Clock) -> None:
    assert told(begin(sari)) == (403, "forbidden")
    assert sign_in(sari, code(secret, clock)).status_code == 201


def test_P196_the_password_comes_first(sari: Phone, secret: str, clock: Clock) -> None:
    assert told(begin(sari, "wrong")) == (401, "bad_credentials")
    assert told(sign_in(sari, code(secret, clock), "wrong")) == (401, "bad_credentials")
    assert sign_in(sari, code(secret, clock)).status_code == 201, "it was not used up"


def test_P197_a_code_is_taken_once(sari: Phone, secret: str, clock: Clock) -> None:
    used = code(secret, clock)
    assert sign_in(sari, used).status_code == 201
    assert told(sign_in(sari, used)) == (401, "bad_code")
    clock.forward(seconds=30)
    assert told(sign_in(sari, used)) == (401, "bad_code")
    assert sign_in(sari, code(secret, clock)).status_code == 201


def test_P197_two_at_once_with_one_code_are_one_sign_in(
    app: Flask, secret: str, clock: Clock
) -> None:
    phones = [Phone(app.test_client(), SARI, clock, name) for name in "bcde"]
    one = code(secret, clock)
    with ThreadPoolExecutor(len(phones)) as pool:
        answers = [*pool.map(lambda phone: sign_in(phone, one).status_code, phones)]
    assert sorted(answers) == [201, 401, 401, 401]


@pytest.mark.parametrize(("seconds", "status"), [(-60, 401), (-30, 201), (30, 201), (60, 401)])
def test_P197_a_clock_may_be_half_a_minute_off(
    sari: Phone, secret: str, seconds: int, status: int
) -> None:
    typed = pyotp.TOTP(secret).at(sari.clock() + timedelta(minutes=5, seconds=seconds))
    sari.clock.forward(minutes=5)  # type: ignore[attr-defined]
    assert sign_in(sari, typed).status_code == status


def test_P197_wrong_codes_are_counted_from_wherever(
    app: Flask, sari: Phone, secret: str, clock: Clock
) -> None:
    wrong = f"{(int(code(secret, clock)) + 1) % 10**6:06}"
    for n in range(5):
        elsewhere = Phone(app.test_client(), SARI, clock)
        elsewhere.client.environ_base["REMOTE_ADDR"] = f"10.0.0.{n}"
        assert told(sign_in(elsewhere, wrong)) == (401, "bad_code")
    assert told(sign_in(sari, code(secret, clock))) == (429, "rate_limited")
    clock.forward(minutes=16)
    assert sign_in(sari, code(secret, clock)).status_code == 201


def test_P198_a_code_for_a_lost_phone_works_once(sari: Phone, clock: Clock) -> None:
    made = begin(sari).get_json()
    lost = made["recovery"][0]
    assert told(sign_in(sari, lost)) == (401, "bad_code"), "only of a factor that counts"
    assert sign_in(sari, code(made["secret"], clock)).status_code == 201
    assert sign_in(sari, lost.lower().replace("-", " ")).status_code == 201
    assert told(sign_in(sari, lost)) == (401, "bad_code")
    assert sign_in(sari, made["recovery"][1]).status_code == 201


def test_P198_an_admin_ends_anothers_factor(
    client: FlaskClient, sari: Phone, secret: str, clock: Clock
) -> None:
    admin = Phone(client, ADMIN, clock)
    own = begin(admin).get_json()["secret"]
    assert sign_in(admin, code(own, clock)).status_code == 201
    path = f"/api/v1/accounts/{SARI.id}/factor/end"
    assert client.post(path, headers={"Authorization": f"Bearer {sari.token}"}).status_code == 403
    assert sari.get("/api/v1/me").status_code == 200
    ended = client.post(path, headers={"Authorization": f"Bearer {admin.token}"})
    assert ended.status_code == 204
    assert sari.get("/api/v1/me").status_code == 401
    assert told(sign_in(sari, code(secret, clock))) == (401, "factor_needed")
    assert begin(sari).status_code == 200


def test_P199_a_session_goes_on_without_another_code(
    sari: Phone, secret: str, clock: Clock
) -> None:
    assert secret
    clock.forward(days=20)
    assert sari.get("/api/v1/me").status_code == 200


def test_P197_an_older_code_counts_no_more_after_a_newer_one(
    sari: Phone, secret: str, clock: Clock
) -> None:
    older = code(secret, clock)
    clock.forward(seconds=30)
    assert sign_in(sari, code(secret, clock)).status_code == 201
    assert told(sign_in(sari, older)) == (401, "bad_code")
