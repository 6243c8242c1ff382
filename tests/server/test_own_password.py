"""People change their own password (docs/security.md, P240-P242)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from server.store import Store
from server.store.base import db
from tests.server.conftest import Clock, NewPhone
from tests.server.people import ADMIN, PASSWORD, RINA, SARI, made_id
from tests.server.phone import Phone

NEW = "sepeda pagi tetangga"


def change(phone: Phone, old: str = PASSWORD, new: str = NEW) -> TestResponse:
    said = {"old": old, "new": new}
    headers = {"Authorization": f"Bearer {phone.token}"}
    return phone.client.post("/api/v1/me/password", json=said, headers=headers)


def refused(answer: TestResponse) -> dict[str, Any]:
    assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid_request")
    errors: dict[str, Any] = answer.get_json()["errors"]
    return errors


@pytest.mark.parametrize("account", [RINA, SARI, ADMIN])
def test_P240_the_new_one_signs_in_and_the_old_one_not(new_phone: NewPhone, account: Any) -> None:
    phone = new_phone(account)
    assert change(phone).status_code == 204
    assert phone.sign_in(PASSWORD).status_code == 401
    assert phone.sign_in(NEW).status_code == 201


def test_P240_without_the_old_one_nothing_changes(new_phone: NewPhone) -> None:
    rina, another = new_phone(RINA), new_phone(RINA, "b")
    assert [*refused(change(rina, "kata sandi orang lain"))] == ["old"]
    assert another.get("/api/v1/me").status_code == 200
    assert rina.sign_in(NEW).status_code == 401
    assert rina.sign_in(PASSWORD).status_code == 201


def test_P240_wrong_ones_are_counted_with_those_of_sign_ins(
    new_phone: NewPhone, clock: Clock
) -> None:
    rina = new_phone(RINA)
    for _ in range(3):
        assert [*refused(change(rina, "kata sandi orang lain"))] == ["old"]
    for _ in range(2):
        assert rina.sign_in("kata sandi orang lain").status_code == 401
    answer = change(rina)
    assert (answer.status_code, answer.get_json()["code"]) == (429, "rate_limited")
    clock.forward(minutes=16)
    assert change(rina).status_code == 204


def test_P240_of_two_at_once_one_is_taken(app: Flask, new_phone: NewPhone, clock: Clock) -> None:
    new_phone(RINA)
    phones = [Phone(app.test_client(), RINA, clock, name) for name in "bcd"]
    assert [phone.sign_in().status_code for phone in phones] == [201, 201, 201]
    chosen = [f"{NEW} {phone.label}" for phone in phones]
    with ThreadPoolExecutor(len(phones)) as pool:
        answers = [
            *pool.map(lambda two: change(two[0], new=two[1]), zip(phones, chosen, strict=True))
        ]
    taken = [answer.status_code == 204 for answer in answers]
    assert sum(taken) == 1
    signs_in = [phones[0].sign_in(password).status_code == 201 for password in chosen]
    assert signs_in == taken


def test_P240_a_lost_answer_is_given_again(new_phone: NewPhone) -> None:
    rina, another = new_phone(RINA), new_phone(RINA, "b")
    assert [change(rina).status_code, change(rina).status_code] == [204, 204]
    assert another.get("/api/v1/me").status_code == 401
    assert [*refused(change(rina, new=f"{NEW} lain"))] == ["old"]


def test_P240_what_an_admin_made_meanwhile_stays(new_phone: NewPhone) -> None:
    new_phone(RINA)
    accounts = Store(db.engine).accounts
    given = accounts.account_by_username("rina")
    assert given is not None
    assert accounts.reset_password(RINA.id, "an admin's", "2026-11-23T03:00:00.000Z")
    hashes, at = (given.password_hash, "her own"), "2026-11-23T03:00:01.000Z"
    assert not accounts.change_password(RINA.id, hashes, but=None, at=at)
    kept = accounts.account_by_username("rina")
    assert kept is not None
    assert kept.password_hash == "an admin's"


def test_P241_other_sessions_end_and_lose_nothing(new_phone: NewPhone) -> None:
    rina, another, somebody = new_phone(RINA), new_phone(RINA, "b"), new_phone(SARI)
    assert change(rina).status_code == 204
    assert rina.get("/api/v1/me").status_code == 200
    assert somebody.get("/api/v1/me").status_code == 200
    ended = another.get("/api/v1/me")
    assert (ended.status_code, ended.get_json()["code"]) == (401, "session_expired")
    answer = another.sync(another.create(made_id("what was unsent")))
    assert answer["reading"] == "session_expired"
    assert answer["receipts"]["exceptions"] == []
    assert another.sign_in(NEW).status_code == 201
    assert another.sync()["reading"] == "ok"


@pytest.mark.parametrize(
    "new",
    [
        "k7m-p2qx-w3",  # eleven characters
        "a" * 201,
        PASSWORD,
        "password1234",
        "qwertyuiop12",
        "bismillah123",
        "rina rina 12",
        "Perisai-Lapangan",
        "bpjsketenagakerjaan",
        "3275046504900001",
        "Indonesia2026",
        "a" * 40,
    ],
)
def test_P242_what_will_not_do_is_refused_at_its_field(new_phone: NewPhone, new: str) -> None:
    rina = new_phone(RINA)
    assert [*refused(change(rina, new=new))] == ["new"]
    assert rina.sign_in(PASSWORD).status_code == 201


@pytest.mark.parametrize(
    "new",
    ["k7m-p2qx-w3a", " ayam goreng enak ", "été-愛-nasi-uduk", "kucing di atas becak " * 9],
)
def test_P242_any_mix_will_do_and_is_compared_as_it_came(new_phone: NewPhone, new: str) -> None:
    rina = new_phone(RINA)
    assert change(rina, new=new).status_code == 204
    assert rina.sign_in(new.strip() + "!").status_code == 401
    assert rina.sign_in(new).status_code == 201


def test_P240_it_is_logged_by_ids(new_phone: NewPhone, caplog: pytest.LogCaptureFixture) -> None:
    rina = new_phone(RINA)
    with caplog.at_level("INFO"):
        change(rina, "kata sandi orang lain")
        change(rina)
    assert f"password_changed account={RINA.id} device={rina.device}" in caplog.text
    assert not [word for word in (PASSWORD, NEW, "kata sandi orang lain") if word in caplog.text]
