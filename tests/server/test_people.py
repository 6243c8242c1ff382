"""Accounts that are opened, changed, moved and closed, and what their phones bring afterwards."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.server.conftest import Clock, NewPhone
from tests.server.people import ADMIN, BUDI, HERE, RINA, SARI, THERE, TUTI, made_id, units
from tests.server.phone import Phone, only_receipt

Answer = dict[str, Any]


def sign_up(phone: Phone, number: int, **fields: Any) -> Answer:
    """The sign-up of a generated person, not sent yet."""
    return phone.create(made_id(f"registration {number}"), number, **fields)


class Desk:
    """The admin's accounts page, by HTTP."""

    def __init__(self, admin: Phone) -> None:
        self.client: FlaskClient = admin.client
        self.headers = {"Authorization": f"Bearer {admin.token}"}

    def get(self, account: str) -> Answer:
        answer = self.client.get(f"/api/v1/accounts/{account}", headers=self.headers)
        assert answer.status_code == 200
        body: Answer = answer.get_json()
        return body

    def put(self, account: str, status: int = 200, **changes: Any) -> Answer:
        """Change an account, in all else as it is."""
        known = self.get(account)["account"]
        given = {key: known[key] for key in ("name", "role", "clinics", "active")} | {"moves": []}
        path = f"/api/v1/accounts/{account}"
        answer = self.client.put(path, json=given | changes, headers=self.headers)
        assert answer.status_code == status, answer.get_json()
        body: Answer = answer.get_json()
        return body

    def post(self, path: str, status: int, **given: Any) -> Answer:
        answer = self.client.post(path, json=given or None, headers=self.headers)
        assert answer.status_code == status, answer.get_json()
        body: Answer = answer.get_json()
        return body


@pytest.fixture
def desk(admin: Phone) -> Desk:
    return Desk(admin)


NEW = {"username": "wati", "name": "Wati", "role": "recruiter", "clinics": [HERE.id]}


def test_M80_a_new_account_signs_in_with_the_password_told_once(
    desk: Desk, client: FlaskClient
) -> None:
    made = desk.post("/api/v1/accounts", 201, **NEW)
    device = {"id": made_id("wati's phone"), "label": "HP", "app": "0.1.0"}
    given = {"username": "wati", "password": made["password"], "device": device}
    given["new_password"] = "sepeda pagi tetangga"
    assert client.post("/api/v1/session", json=given).status_code == 201
    past = desk.get(made["account"]["id"])["entitlements"]
    assert [(e["role"], e["clinics"], e["until"], e["by"]) for e in past] == [
        ("recruiter", [HERE.id], None, ADMIN.id)
    ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"username": "rina"}, "username"),
        ({"username": "Wati"}, "username"),
        ({"clinics": []}, "clinics"),
        ({"clinics": [made_id("nowhere")]}, "clinics"),
        ({"role": "admin"}, "clinics"),
        ({"name": " "}, "name"),
    ],
)
def test_a_wrong_new_account_is_refused_by_field(
    desk: Desk, wrong: dict[str, Any], field: str
) -> None:
    assert [*desk.post("/api/v1/accounts", 422, **NEW | wrong)["errors"]] == [field]


def test_P117_nobody_locks_themselves_out(desk: Desk) -> None:
    assert desk.put(ADMIN.id, 403, active=False)["code"] == "forbidden"
    assert desk.put(ADMIN.id, 403, role="supervisor", clinics=[HERE.id])["code"] == "forbidden"
    assert desk.put(ADMIN.id, name="Ilham")["account"]["name"] == "Ilham"


def test_P117_moves_go_to_a_clinic_of_the_account(desk: Desk) -> None:
    there = [{"from": HERE.id, "to": THERE.id}]
    assert [*desk.put(RINA.id, 422, moves=there)["errors"]] == ["moves"]
    back = [{"from": THERE.id, "to": HERE.id}]
    assert desk.put(RINA.id, moves=back)["registrations"] == []


def test_nobody_is_not_found(desk: Desk) -> None:
    path = f"/api/v1/accounts/{made_id('nobody')}"
    assert desk.client.get(path, headers=desk.headers).status_code == 404
    assert desk.post(f"{path}/password", 404)["code"] == "not_found"


def test_another_password_ends_what_was_signed_in(desk: Desk, new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    told = desk.post(f"/api/v1/accounts/{RINA.id}/password", 200)["password"]
    assert rina.sync()["reading"] == "session_expired"
    device = {"id": rina.device, "label": "HP", "app": "0.1.0"}
    given = {"username": "rina", "password": told, "device": device}
    given["new_password"] = "sepeda pagi tetangga"
    assert desk.client.post("/api/v1/session", json=given).status_code == 201


def move(desk: Desk) -> Answer:
    """Rina works there from now on, and what she signed up here goes along."""
    moves = [{"from": HERE.id, "to": THERE.id}]
    return desk.put(RINA.id, clinics=[THERE.id], moves=moves)


def test_M81_P116_a_recruiter_moves_with_her_registrations(
    desk: Desk, new_phone: NewPhone, clock: Clock
) -> None:
    rina, sari, tuti = new_phone(RINA), new_phone(SARI), new_phone(TUTI)
    rina.sync(sign_up(rina, 1))
    for phone in (sari, tuti):
        phone.sync()
    clock.forward(hours=1)
    assert desk.get(RINA.id)["registrations"] == [{"clinic": HERE.id, "count": 1}]
    assert move(desk)["registrations"] == [{"clinic": THERE.id, "count": 1}]
    (gone,) = sari.sync()["feed"]["entries"]
    (come,) = tuti.sync()["feed"]["entries"]
    assert (gone["flag"], come["flag"], come["clinic"]) == ("left", "live", THERE.id)
    assert set(gone) == {"registration", "flag", "seq"}
    told = rina.sync()["feed"]
    assert told["reset"] == "view"
    assert [e["clinic"] for e in told["entries"]] == [THERE.id]


def test_M76_M78_what_a_moved_recruiter_made_before_is_taken_and_marked(
    desk: Desk, new_phone: NewPhone, clock: Clock
) -> None:
    rina, sari = new_phone(RINA), new_phone(SARI)
    before = sign_up(rina, 1)
    clock.forward(hours=1)
    move(desk)
    clock.forward(hours=1)
    after = sign_up(rina, 2)
    answer = rina.sync(before, after)
    assert only_receipt(answer)["code"] == "foreign_clinic"
    (entry,) = sari.sync()["feed"]["entries"]
    (check,) = (c for c in entry["checks"] if c["code"] == "late_work")
    assert (check["ok"], check["detail"]["by"]) == (False, RINA.id)
    assert check["detail"]["made_at"] < check["detail"]["entitled_until"] < entry["received_at"]


def test_P119_M75_a_closed_accounts_phone_hands_over_what_it_has(
    desk: Desk, new_phone: NewPhone, clock: Clock
) -> None:
    rina, sari = new_phone(RINA), new_phone(SARI)
    before = sign_up(rina, 1)
    clock.forward(hours=1)
    desk.put(RINA.id, active=False)
    clock.forward(hours=1)
    after = sign_up(rina, 2)
    answer = rina.sync(before, after)
    assert answer["reading"] == "session_expired"
    assert (only_receipt(answer)["code"], answer["receipts"]["through"]) == ("not_entitled", 2)
    assert [e["recruiter"] for e in sari.sync()["feed"]["entries"]] == [RINA.id]
    assert rina.sign_in().status_code == 401


def test_M77_after_a_month_it_waits_for_an_admin(
    desk: Desk, new_phone: NewPhone, clock: Clock
) -> None:
    rina = new_phone(RINA)
    before = sign_up(rina, 1)
    clock.forward(hours=1)
    desk.put(RINA.id, active=False)
    clock.forward(days=31)
    assert only_receipt(rina.sync(before))["code"] == "not_entitled"


def test_M70_M74_the_same_person_under_two_niks(admin: Phone, new_phone: NewPhone) -> None:
    rina, budi = new_phone(RINA), new_phone(BUDI)
    person = units(1)
    other = units(2, name=person["name"], contact=person["contact"])
    rina.sync(sign_up(rina, 1))
    budi.sync(sign_up(budi, 2, set=other))
    admin.sync()
    (threads,) = {
        tuple((t["kind"], *t["alike"]) for t in e["threads"]) for e in admin.entries.values()
    }
    assert threads == (("duplicate", "birth_phone", "name_birth", "name_phone"),)
