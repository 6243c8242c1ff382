"""Who signs in with a password that an admin made chooses another (docs/security.md, P243)."""

from dataclasses import replace
from typing import Any

import pyotp
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.server.branch import Branch, table
from tests.server.conftest import Clock, NewPhone
from tests.server.people import HERE, PASSWORD, RINA, SARI, made_id
from tests.server.phone import Phone

NEW = "sepeda pagi tetangga"


@pytest.fixture
def branch(new_phone: NewPhone, admin: Phone) -> Branch:
    return Branch(new_phone(RINA), new_phone(SARI), admin)


def told(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["code"]


def sign_in(phone: Phone, password: str, **more: str) -> TestResponse:
    device = {"id": phone.device, "label": phone.label, "app": "0.1.0"}
    said: dict[str, Any] = {"username": phone.account.username, "password": password}
    answer = phone.client.post("/api/v1/session", json=said | {"device": device} | more)
    if answer.status_code == 201:
        phone.token = answer.get_json()["token"]
    return answer


def made_for(admin: Phone, account: str) -> str:
    """A password by an admin, in the place of one that was forgotten."""
    path, headers = (
        f"/api/v1/accounts/{account}/password",
        {"Authorization": f"Bearer {admin.token}"},
    )
    return str(admin.client.post(path, headers=headers).get_json()["password"])


def test_P243_it_opens_no_session_by_itself(new_phone: NewPhone, admin: Phone) -> None:
    rina = new_phone(RINA)
    made = made_for(admin, RINA.id)
    assert told(sign_in(rina, made)) == (401, "password_needed")
    answer = rina.sync(rina.create(made_id("what was unsent")))
    assert (answer["reading"], answer["receipts"]["exceptions"]) == ("session_expired", [])
    assert sign_in(rina, made, new_password=NEW).status_code == 201
    assert rina.sync()["reading"] == "ok"


def test_P243_the_chosen_one_is_the_only_one(new_phone: NewPhone, admin: Phone) -> None:
    rina = new_phone(RINA)
    made = made_for(admin, RINA.id)
    assert sign_in(rina, made, new_password=NEW).status_code == 201
    assert told(sign_in(rina, made)) == (401, "bad_credentials")
    assert told(sign_in(rina, made, new_password="k7m-p2qx-w3ab")) == (401, "bad_credentials")
    assert sign_in(rina, NEW).status_code == 201


def test_P243_a_lost_answer_is_given_again(new_phone: NewPhone, admin: Phone) -> None:
    rina = new_phone(RINA)
    made = made_for(admin, RINA.id)
    twice = [sign_in(rina, made, new_password=NEW).status_code for _ in range(2)]
    assert twice == [201, 201]


@pytest.mark.parametrize("new", ["", "sebelas hrf", "rina rina 12", "k7m p2qx"])
def test_P242_P243_one_that_will_not_do_changes_nothing(
    new_phone: NewPhone, admin: Phone, new: str
) -> None:
    rina = new_phone(RINA)
    made = made_for(admin, RINA.id)
    answer = sign_in(rina, made, new_password=new or made)
    assert (told(answer), [*answer.get_json()["errors"]]) == (
        (422, "invalid_request"),
        ["new_password"],
    )
    assert told(sign_in(rina, made)) == (401, "password_needed")


def test_P243_somebody_who_chose_is_asked_for_none(new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    assert sign_in(rina, PASSWORD, new_password=NEW).status_code == 201
    assert told(sign_in(rina, NEW)) == (401, "bad_credentials"), "there was nothing to choose"


def test_P243_new_accounts_choose_too(branch: Branch) -> None:
    file = table(
        ("Nama pengguna", "Nama", "Peran", "Klinik"),
        ("wati", "Wati Lestari", "Perekrut", HERE.name),
    )
    of_table = branch.take(file, "accounts")["passwords"][0]["password"]
    given = {"username": "agus", "name": "Agus", "role": "recruiter", "clinics": [HERE.id]}
    headers = {"Authorization": f"Bearer {branch.admin.token}"}
    made = branch.admin.client.post("/api/v1/accounts", json=given, headers=headers).get_json()
    for name, password in (("wati", of_table), ("agus", made["password"])):
        phone = Phone(branch.admin.client, replace(RINA, username=name), branch.admin.clock)
        assert told(sign_in(phone, password)) == (401, "password_needed")
        assert sign_in(phone, password, new_password=NEW).status_code == 201


def test_P196_P243_a_desk_chooses_it_with_its_code(
    app: Flask, new_phone: NewPhone, admin: Phone, clock: Clock
) -> None:
    """The whole sign-in is right, or nothing of it happens."""
    sari, made = new_phone(SARI), made_for(admin, SARI.id)
    object.__setattr__(app.extensions["perisai"].settings, "second_factor", "desks")
    assert told(sign_in(sari, made)) == (401, "password_needed")
    assert told(sign_in(sari, made, new_password=NEW)) == (401, "factor_needed")
    asked = {"username": "sari", "password": made}
    secret = sari.client.post("/api/v1/session/factor", json=asked).get_json()["secret"]
    code = pyotp.TOTP(secret).at(clock.now)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    assert told(sign_in(sari, made, new_password=NEW, code=wrong)) == (401, "bad_code")
    assert told(sign_in(sari, made)) == (401, "password_needed")
    assert sign_in(sari, made, new_password=NEW, code=code).status_code == 201
