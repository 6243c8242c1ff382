"""What a phone declares: schema 2, the shape of it, and where a photo is asked for (P80, M87)."""

from typing import Any

import pytest

from server.schemas.operation import read
from server.settings import IdPhoto
from sync.operation import Create, Operation, Unreadable
from tests.pictures import declared, picture
from tests.server.conftest import NewPhone
from tests.server.people import RINA, SARI, made_id, units
from tests.server.phone import Phone, only_receipt

REG = made_id("registration")
PHOTO = picture()


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What the database has a part in is in tests/contract, on every kind."""
    return sqlite_url


@pytest.fixture
def rina(new_phone: NewPhone) -> Phone:
    return new_phone(RINA)


@pytest.fixture
def sari(new_phone: NewPhone) -> Phone:
    return new_phone(SARI)


def state(phone: Phone) -> Any:
    """What the newest entry says."""
    phone.sync()
    return phone.entries[REG]["photos"]["id_photo"]


def check(phone: Phone) -> dict[str, Any]:
    phone.sync()
    (found,) = [c for c in phone.entries[REG]["checks"] if c["code"] == "photo"]
    assert isinstance(found, dict)
    return found


def old(phone: Phone, registration: str = REG) -> dict[str, Any]:
    """A create of schema 1."""
    record = {name: value for name, value in units().items() if name != "photo"}
    return phone.create(registration, schema=1, set=record)


def test_P80_a_create_of_schema_1_begins_without_a_photo(rina: Phone) -> None:
    assert rina.sync(old(rina))["receipts"]["exceptions"] == []
    assert rina.entries[REG]["units"]["photo"] == {"id_photo": None}
    assert state(rina) == "none"
    rina.sync(rina.operation("amend", REG, base=1, set={"photo": declared(PHOTO)}, was={}))
    assert state(rina) == "awaited"


def test_P80_a_unit_that_a_schema_does_not_have_is_malformed(rina: Phone) -> None:
    photo = {"photo": declared(PHOTO)}
    choice = {"thread": "t", "moves": 1, "choice": "value", "value": declared(PHOTO)}
    wrong = [
        old(rina) | {"set": units()},
        old(rina) | {"schema": 2},
        rina.operation("amend", REG, schema=1, set=photo, was={}),
        rina.operation("amend", REG, schema=1, set={"note": {"note": "x"}}, was=photo),
        rina.operation("resolve", REG, schema=1, choices=[choice], claims=[]),
    ]
    for raw in wrong:
        found = read(raw)
        assert isinstance(found, Unreadable)
        assert found.code == "malformed"
    first = read(old(rina))
    assert isinstance(first, Operation)
    assert isinstance(first.body, Create)
    assert "photo" not in first.body.units


BAD_UNITS: list[Any] = [
    {},
    {"id_photo": {}},
    {"id_photo": "x"},
    {"id_photo": declared(PHOTO)["id_photo"] | {"sha256": "AB" * 32}},
    {"id_photo": declared(PHOTO)["id_photo"] | {"bytes": 0}},
    {"id_photo": declared(PHOTO)["id_photo"] | {"bytes": 2_097_153}},
    {"id_photo": declared(PHOTO)["id_photo"] | {"type": "image/heic"}},
    {"id_photo": declared(PHOTO)["id_photo"] | {"url": "https://a.example"}},
]


@pytest.mark.parametrize("unit", BAD_UNITS)
def test_P14_a_declaration_has_its_shape(rina: Phone, unit: Any) -> None:
    found = read(rina.create(REG, set=units(1, photo=unit)))
    assert isinstance(found, Unreadable)
    assert found.detail.startswith("set.photo")


class TestRequired:
    """M87, where the organisation asks for a photo of everybody."""

    @pytest.fixture
    def id_photo(self) -> IdPhoto:
        return "required"

    def test_M87_a_create_without_one_breaks_a_rule(self, rina: Phone) -> None:
        receipt = only_receipt(rina.sync(rina.create(REG)))
        assert (receipt["code"], receipt["detail"]) == ("invalid", "photo.id_photo:photo_missing")

    def test_M87_what_is_older_than_the_rule_stands(self, rina: Phone, sari: Phone) -> None:
        assert rina.sync(old(rina))["receipts"]["exceptions"] == []
        rina.sync(rina.operation("amend", REG, base=1, set={"note": {"note": "x"}}, was={}))
        assert rina.entries[REG]["units"]["note"] == {"note": "x"}
        assert check(sari) == {"code": "photo", "ok": False, "detail": {"state": "none"}}

    def test_M87_a_photo_is_not_taken_away(self, rina: Phone) -> None:
        rina.sync(rina.create(REG, set=units(1, photo=declared(PHOTO))))
        gone = rina.operation("amend", REG, base=1, set={"photo": {"id_photo": None}}, was={})
        assert only_receipt(rina.sync(gone))["units"] == {"photo": "conflict"}
        assert rina.entries[REG]["threads"][0]["kind"] == "invalid"

    def test_the_phone_is_told(self, rina: Phone) -> None:
        assert rina.get("/api/v1/me").get_json()["settings"]["id_photo"] == "required"
