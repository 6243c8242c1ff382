"""Photos that wait for an admin's word, before the eyes of who decides (P133)."""

import pytest
from werkzeug.test import TestResponse

from tests.pictures import declared, picture
from tests.server.conftest import NewPhone
from tests.server.people import JOKO, RINA, SARI, made_id, units
from tests.server.phone import Phone, only_receipt
from tests.server.uploading import Lane, code

REG, OTHER = made_id("registration"), made_id("other")
PHOTO, SECOND = picture(), picture(2)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def rina(new_phone: NewPhone) -> Phone:
    """She has signed somebody up."""
    phone = new_phone(RINA)
    phone.sync(phone.create(REG, set=units(1, photo=declared(PHOTO))))
    return phone


@pytest.fixture
def sari(new_phone: NewPhone) -> Phone:
    return new_phone(SARI)


def proposed(phone: Phone, op: str, registration: str = REG) -> TestResponse:
    return phone.get(f"/api/v1/registrations/{registration}/proposals/{op}/photo")


def test_P133_an_admin_sees_the_photo_that_is_proposed(
    rina: Phone, sari: Phone, admin: Phone
) -> None:
    sari.sync()
    rina.sync(rina.operation("amend", REG, base=1, set={"photo": {"id_photo": None}}, was={}))
    late = sari.operation("amend", REG, base=1, set={"photo": declared(SECOND)}, was={})
    assert only_receipt(sari.sync(late))["units"] == {"photo": "conflict"}
    op = late["op"]
    assert code(proposed(admin, op)) == (404, "not_found"), "its bytes are not in yet"
    assert Lane(sari, REG, SECOND).send().status_code == 204
    answer = proposed(admin, op)
    assert (answer.status_code, answer.get_data(), answer.mimetype) == (200, SECOND, "image/jpeg")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Security-Policy"] == "sandbox"
    for phone in (rina, sari):
        assert code(proposed(phone, op)) == (403, "forbidden")
    for lie in (made_id("nobody's"), rina.operation("amend", REG)["op"]):
        assert code(proposed(admin, lie)) == (404, "not_found")
    assert code(proposed(admin, op, OTHER)) == (404, "not_found")


def test_P133_not_by_the_bytes_of_a_stranger_and_not_once_it_is_settled(
    rina: Phone, sari: Phone, admin: Phone, new_phone: NewPhone
) -> None:
    sari.sync()
    rina.sync(rina.operation("amend", REG, base=1, set={"photo": {"id_photo": None}}, was={}))
    late = sari.operation("amend", REG, base=1, set={"photo": declared(SECOND)}, was={})
    sari.sync(late)
    assert Lane(new_phone(JOKO), OTHER, SECOND).send().status_code == 204
    assert code(proposed(admin, late["op"])) == (404, "not_found")
    Lane(sari, REG, SECOND).send()
    assert proposed(admin, late["op"]).status_code == 200
    admin.sync()
    (thread,) = [t for t in admin.entries[REG]["threads"] if t["open"]]
    answer = {"thread": thread["id"], "moves": thread["moves"], "choice": "standing"}
    resolve = admin.operation("resolve", REG, base=2, choices=[answer], claims=[])
    assert admin.sync(resolve)["receipts"]["exceptions"] == []
    assert code(proposed(admin, late["op"])) == (404, "not_found")
