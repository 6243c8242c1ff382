"""Who reads whose data past the feed, and that it is written down (docs/proof.md, P175-P177, P179)."""

import io
import json
import logging
import zipfile
from typing import Any

import pytest
from werkzeug.test import TestResponse

from server.schemas.processing import ProcessingSchema
from server.schemas.registrations import PAGE, HistorySchema, RegistrationsSchema
from tests.pictures import declared, picture
from tests.server.conftest import Clock, NewPhone
from tests.server.people import HERE, RINA, SARI, TUTI, made_id, units
from tests.server.phone import Phone
from tests.server.uploading import Lane

REG = made_id("registration")
PHOTO = picture()
API = "/api/v1"


@pytest.fixture
def rina(new_phone: NewPhone) -> Phone:
    """A recruiter with one sign-up that has a photo and was amended."""
    rina = new_phone(RINA)
    create = rina.create(REG, set=units(1, photo=declared(PHOTO)))
    contact = {"contact": {"phone": "+628129990000", "email": None}}
    was = {"contact": units(1)["contact"]}
    rina.sync(create, rina.operation("amend", REG, base=1, set=contact, was=was))
    assert Lane(rina, REG, PHOTO).send().status_code == 204
    return rina


def post(phone: Phone, path: str, **body: Any) -> TestResponse:
    headers = {"Authorization": f"Bearer {phone.token}"}
    return phone.client.post(API + path, json=body, headers=headers)


def search(phone: Phone, **wanted: Any) -> dict[str, Any]:
    answer = post(phone, "/registrations/search", **wanted)
    assert answer.status_code == 200, answer.get_json()
    told: dict[str, Any] = answer.get_json()
    assert RegistrationsSchema().validate(told) == {}
    return told


def record(admin: Phone, query: str = "") -> list[dict[str, Any]]:
    told = admin.get(f"{API}/processing{query}").get_json()
    assert ProcessingSchema().validate(told) == {}
    items: list[dict[str, Any]] = told["items"]
    return items


def access_file(admin: Phone, registration: str = REG) -> zipfile.ZipFile:
    answer = post(admin, f"/registrations/{registration}/access-file")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    return zipfile.ZipFile(io.BytesIO(answer.data))


def test_P179_found_by_nik_and_by_the_beginning_of_a_name(rina: Phone, admin: Phone) -> None:
    rina.sync(rina.create(made_id("second"), 2))
    name, nik = units(1)["name"]["full_name"], units(1)["identity"]["nik"]
    for wanted in ({"nik": nik}, {"name": name.upper()[:6]}, {"clinic": HERE.id}):
        found = {one["id"] for one in search(admin, **wanted)["items"]}
        assert REG in found, wanted
    (one,) = search(admin, nik=nik)["items"]
    assert one["name"] == name
    assert nik not in json.dumps(one), "a list shows it shortened"
    assert search(admin, nik="3275040708840999")["items"] == []
    assert search(admin, name="…")["items"] == []
    assert search(admin, clinic=HERE.id, status="approved")["items"] == []


def test_P179_pages_begin_after_the_last_one_shown(rina: Phone, admin: Phone) -> None:
    sisters = [rina.create(made_id(f"r{n}"), n) for n in range(2, PAGE + 4)]
    rina.sync(*sisters)
    for wanted in ({}, {"clinic": HERE.id}, {"status": "submitted"}):
        first = search(admin, **wanted)
        rest = search(admin, **wanted, after=first["next"])
        ids = [one["id"] for one in first["items"] + rest["items"]]
        assert len(first["items"]) == PAGE
        assert len(set(ids)) == len(ids) == len(sisters) + 1
        assert rest["next"] is None


@pytest.mark.parametrize(
    "wrong", [{"nik": "32750"}, {"name": "a", "clinic": HERE.id}, {"clinic": "x"}, {"other": 1}]
)
def test_P179_a_search_that_is_none_is_refused(admin: Phone, wrong: dict[str, Any]) -> None:
    assert post(admin, "/registrations/search", **wrong).status_code == 422
    assert record(admin) == []


def test_P177_the_history_has_every_operation_with_both_clocks(
    rina: Phone, new_phone: NewPhone, clock: Clock
) -> None:
    clock.forward(seconds=1)
    sari = new_phone(SARI)
    sari.sync(
        sari.operation(
            "review",
            REG,
            base=2,
            verdict="return",
            remarks={"phone": "Salah"},
            message="Foto",
            read=None,
        )
    )
    told = sari.get(f"{API}/registrations/{REG}/history").get_json()
    assert HistorySchema().validate(told) == {}
    assert [item["kind"] for item in told["items"]] == ["create", "amend", "review"]
    amend, review = told["items"][1:]
    assert amend["set"]["contact"]["phone"] == "+628129990000"
    assert amend["was"]["contact"] == units(1)["contact"]
    assert (amend["label"], amend["account"]) == (rina.label, RINA.id)
    assert amend["recorded_at"]
    assert amend["received_at"]
    assert review["says"]["verdict"] == "return"
    assert (review["says"]["message"], review["says"]["remarks"]) == ("Foto", {"phone": "Salah"})
    assert new_phone(TUTI).get(f"{API}/registrations/{REG}/history").status_code == 404


def test_P177_of_an_erased_one_it_says_that_its_content_is_gone(
    rina: Phone, admin: Phone, clock: Clock
) -> None:
    assert rina.n
    clock.forward(seconds=1)
    admin.sync(admin.operation("erase", REG, base=2, ground="asked"))
    told = admin.get(f"{API}/registrations/{REG}/history").get_json()
    assert HistorySchema().validate(told) == {}
    assert [(item["kind"], item["gone"]) for item in told["items"]] == [
        ("create", True),
        ("amend", True),
        ("erase", False),
    ]
    assert told["registration"]["erased"]["ground"] == "asked"
    assert told["registration"]["name"] is None


def test_P175_the_access_file_has_everything_to_read_and_for_machines(
    rina: Phone, admin: Phone
) -> None:
    again = made_id("again")
    rina.sync(rina.create(again, 1))
    rina.sync(rina.create(made_id("somebody else"), 2))
    admin.get(f"{API}/registrations/{REG}/history")
    made = access_file(admin)
    assert sorted(made.namelist()) == sorted([f"{REG}.jpeg", "data.json", "index.html"])
    data = json.loads(made.read("data.json"))
    assert {one["registration"]["id"] for one in data["registrations"]} == {REG, again}
    (whole,) = [one for one in data["registrations"] if one["registration"]["id"] == REG]
    assert [op["kind"] for op in whole["operations"]] == ["create", "amend"]
    assert [entry["act"] for entry in whole["read_by"]] == ["access_file", "history"]
    page = made.read("index.html").decode()
    person = units(1)
    for word in (person["identity"]["nik"], person["name"]["full_name"], "<svg", "<img"):
        assert word in page
    assert "+628129990000" in page
    assert f"{person['contact']['phone']} → +628129990000" in page
    assert units(2)["identity"]["nik"] not in page + json.dumps(data)


def test_P175_what_was_typed_is_text_on_the_page(rina: Phone, admin: Phone) -> None:
    note = {"note": {"note": "<script>alert(1)</script>"}}
    rina.sync(rina.operation("amend", REG, base=2, set=note, was={"note": {"note": None}}))
    page = access_file(admin).read("index.html").decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_P175_of_an_erased_one_it_tells_what_is_left(rina: Phone, admin: Phone) -> None:
    assert rina.n
    admin.sync(admin.operation("erase", REG, base=2, ground="asked"))
    made = access_file(admin)
    assert sorted(made.namelist()) == ["data.json", "index.html"]
    assert "dihapus" in made.read("index.html").decode()
    assert units(1)["identity"]["nik"] not in made.read("data.json").decode()


def test_P176_each_read_is_in_the_record_by_ids(
    rina: Phone, admin: Phone, new_phone: NewPhone, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="server")
    sari = new_phone(SARI)
    assert sari.get(f"{API}/registrations/{REG}/photo").status_code == 200
    sari.get(f"{API}/registrations/{REG}/history")
    search(admin, nik=units(1)["identity"]["nik"])
    access_file(admin)
    items = record(admin)
    assert [(one["act"], one["account"]) for one in items] == [
        ("access_file", admin.account.id),
        ("search", admin.account.id),
        ("history", SARI.id),
        ("photo", SARI.id),
    ]
    assert all(one["registrations"] == [REG] for one in items)
    assert items[3]["purpose"] == "review"
    kept = json.dumps(items) + caplog.text
    person = units(1)
    for word in (person["identity"]["nik"], person["name"]["full_name"], "+62812"):
        assert word not in kept
    assert rina.n


def test_P176_the_record_is_looked_through_by_who_what_and_whose(
    rina: Phone, admin: Phone, new_phone: NewPhone
) -> None:
    assert rina.n
    sari = new_phone(SARI)
    for _ in range(3):
        sari.get(f"{API}/registrations/{REG}/history")
    search(admin, clinic=made_id("nowhere"))
    assert len(record(admin, f"?account={SARI.id}")) == 3
    assert len(record(admin, "?act=search")) == 1
    assert len(record(admin, f"?registration={REG}")) == 3
    newest = record(admin)[0]["number"]
    assert [one["number"] for one in record(admin, f"?before={newest}")] == [
        newest - n for n in (1, 2, 3)
    ]
    assert sari.get(f"{API}/processing").status_code == 403


def test_P176_nothing_leaves_that_could_not_be_written_down(
    rina: Phone, admin: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError

    assert rina.n
    monkeypatch.setattr("server.store.processing.Processing.record", full)
    answers = [
        admin.get(f"{API}/registrations/{REG}/history"),
        post(admin, "/registrations/search", clinic=HERE.id),
        post(admin, f"/registrations/{REG}/access-file"),
    ]
    for answer in answers:
        assert answer.status_code == 500
        assert units(1)["name"]["full_name"].encode() not in answer.data
