"""Copied phones over HTTP: who may renew, what a liar is told, what an admin sees (P100-P104, M94)."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.server.conftest import Clock
from tests.server.people import ADMIN, JOKO, RINA, made_id
from tests.server.phone import Phone, only_receipt

NewPhone = Callable[..., Phone]
NEW = made_id("new device")
ONE = made_id("registration")


@pytest.fixture
def rina(client: FlaskClient, clock: Clock) -> Phone:
    phone = Phone(client, RINA, clock)
    phone.sign_in()
    phone.sync(phone.create(ONE))
    return phone


def renew(phone: Phone, credential: str | None = None, **changes: Any) -> TestResponse:
    body = {"device": NEW, "ancestor": {"device": phone.device, "n": 1}, "why": "copied"} | changes
    headers = {"Authorization": credential or f"Bearer {phone.token}"}
    return phone.client.post("/api/v1/device/renew", json=body, headers=headers)


def showing(phone: Phone, token: str | None, *operations: dict[str, Any]) -> TestResponse:
    return phone.post(phone.request(*operations, incarnation=token))


def code(response: TestResponse) -> tuple[int, str]:
    return response.status_code, response.get_json()["code"]


def test_P100_P101_each_answer_brings_what_the_next_request_shows(rina: Phone) -> None:
    tokens = [None]
    for _ in range(3):
        tokens.append(showing(rina, tokens[-1]).get_json()["incarnation"])
    assert len(set(tokens)) == 4
    again = showing(rina, tokens[-2]).get_json()["incarnation"]
    assert again == tokens[-1], "the one before is a lost answer"
    assert rina.post(rina.request()).get_json()["incarnation"] is None, "an older app"


@pytest.mark.parametrize("forged", ["forged", None])
def test_P102_a_forged_incarnation_takes_nothing_in_and_moves_nobody(
    rina: Phone, forged: str | None
) -> None:
    held = showing(rina, None).get_json()["incarnation"]
    held = showing(rina, held).get_json()["incarnation"]
    operation = rina.operation("withdraw", ONE, base=1, reason="x")
    assert code(showing(rina, forged, operation)) == (409, "copied")
    answer = showing(rina, held, operation).get_json()
    assert answer["receipts"]["through"] == 2
    assert answer["receipts"]["exceptions"] == []


def test_P104_by_the_session_or_the_device_and_the_same_answer_again(
    rina: Phone, clock: Clock
) -> None:
    first = renew(rina)
    assert first.status_code == 200
    assert renew(rina).get_json() == first.get_json()
    given = first.get_json()
    assert {given["token"], given["device_token"]}.isdisjoint({rina.token, rina.device_token})
    pushed = renew(rina, f"Device {rina.device_token}").get_json()
    assert pushed == given | {"token": None, "expires_at": None}, "reading needs a session"
    for credential in (f"Bearer {given['token']}", f"Device {given['device_token']}"):
        body = rina.request(incarnation=None, device=NEW, chain={"n": 0, "hash": "0" * 64})
        assert rina.post(body, credential).get_json()["receipts"]["through"] == 0
    clock.forward(days=40)
    body = rina.request(incarnation=None, device=NEW, chain={"n": 0, "hash": "0" * 64})
    answer = rina.post(body, f"Bearer {given['token']}").get_json()
    assert answer["reading"] == "session_expired", "it ends when the first one does"


def test_P104_an_ended_devices_renewal_is_ended(
    rina: Phone, client: FlaskClient, clock: Clock
) -> None:
    admin = Phone(client, ADMIN, clock)
    admin.sign_in()
    ending = {"headers": {"Authorization": f"Bearer {admin.token}"}}
    assert client.post(f"/api/v1/devices/{rina.device}/end", **ending).status_code == 204
    given = renew(rina, f"Device {rina.device_token}").get_json()
    body = rina.request(incarnation=None, device=NEW, chain={"n": 0, "hash": "0" * 64})
    answer = rina.post(body, f"Device {given['device_token']}").get_json()
    assert answer["reading"] == "device_ended"


def test_P104_lies_are_told_so_and_change_nothing(
    rina: Phone, client: FlaskClient, clock: Clock
) -> None:
    joko = Phone(client, JOKO, clock)
    joko.sign_in()
    theirs = {"device": joko.device, "n": 0}
    assert code(renew(rina, ancestor=theirs)) == (403, "wrong_device")
    assert code(renew(rina, device=joko.device)) == (403, "wrong_device")
    assert code(renew(rina, device=rina.device)) == (409, "device_known")
    assert code(renew(rina, ancestor={"device": rina.device, "n": 2})) == (422, "invalid_request")
    assert code(renew(rina, "Device forged")) == (401, "unauthenticated")
    assert code(renew(rina, why="because")) == (422, "invalid_request")
    assert renew(rina).status_code == 200
    assert code(renew(rina, ancestor={"device": rina.device, "n": 0})) == (409, "device_known")
    assert renew(rina, device=made_id("third")).status_code == 200, "three phones of one"
    joko.sync(joko.create(made_id("theirs"), 2, clinic=JOKO.clinics[0]))


def test_P104_admins_see_what_was_renewed_from_what(
    rina: Phone, client: FlaskClient, clock: Clock
) -> None:
    renew(rina)
    admin = Phone(client, ADMIN, clock)
    admin.sign_in()
    rows = {row["id"]: row for row in admin.get("/api/v1/devices").get_json()["devices"]}
    new, old = rows[NEW], rows[rina.device]
    assert (new["ancestor"], new["fork"], new["renewal"]) == (rina.device, 1, "copied")
    assert (old["ancestor"], old["fork"], old["renewal"]) == (None, None, None)
    assert new["label"] == old["label"]


def test_M94_an_admin_decides_about_what_is_beside_the_log(
    rina: Phone, client: FlaskClient, clock: Clock
) -> None:
    rina.sync(rina.operation("withdraw", ONE, base=1, reason="first"))
    rina.n -= 1
    contact = {"contact": {"phone": "+6281200000002", "email": None}}
    other = rina.operation("amend", ONE, base=1, set=contact, was={}) | {"op": made_id("other")}
    answer = rina.post(rina.request(other)).get_json()
    assert only_receipt(answer)["result"] == "id_reuse"
    admin = Phone(client, ADMIN, clock)
    admin.sign_in()
    listed = admin.get("/api/v1/quarantine").get_json()
    (item,) = listed["items"]
    assert (item["n"], item["result"], item["set"]) == (2, "id_reuse", contact)
    assert len(item["hash"]) == 64
    about = {name: item[name] for name in ("device", "n", "hash")}
    word = {"about": about, "choice": "take", "seen": "waiting", "reason": None}
    taken = admin.sync(admin.operation("decide", item["on"], **word))
    assert taken["receipts"]["exceptions"] == []
    assert admin.get("/api/v1/quarantine").get_json()["count"] == 0
