"""What is left of a person on the server after an erasure (docs/proof.md, P174)."""

from pathlib import Path

import pytest
from sqlalchemy import inspect

from server.store.audit import Fault, verify
from server.store.base import db
from tests.pictures import declared, picture, sha256
from tests.server.conftest import NewPhone
from tests.server.people import RINA, SARI, made_id, units
from tests.server.phone import Phone
from tests.server.uploading import Lane

REG, OTHER = made_id("registration"), made_id("other")
PHOTO = picture()


@pytest.fixture
def rina(new_phone: NewPhone) -> Phone:
    return new_phone(RINA)


@pytest.fixture
def field_keys(tmp_path: Path) -> Path:
    """A database of before there were keys, all in clear: what is left of a person can be looked for."""
    return tmp_path / "field-keys"


def everything() -> str:
    """Each row of each table as text, as somebody with the database would grep it."""
    with db.engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        return "\n".join(
            str(tuple(row))
            for table in tables
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}")  # noqa: S608
        )


def faults() -> list[Fault]:
    return [told for told in verify(db.engine) if isinstance(told, Fault)]


def about(number: int) -> list[str]:
    """What would tell who this is."""
    whole = units(number)
    return [
        whole["identity"]["nik"],
        whole["name"]["full_name"],
        whole["contact"]["phone"],
        whole["address"]["address"],
        whole["heirs"]["heirs"][0]["name"],
        "Ingin pindah",
    ]


def left_of(number: int) -> list[str]:
    kept = everything()
    return [word for word in about(number) if word in kept]


def signs_up(phone: Phone) -> None:
    """With a photo, an amend, and something beside the log."""
    create = phone.create(REG, set=units(1, photo=declared(PHOTO)))
    note = {"note": {"note": "Ingin pindah"}}
    amend = phone.operation("amend", REG, base=1, set=note, was={"note": {"note": None}})
    phone.sync(create, amend)
    assert Lane(phone, REG, PHOTO).send().status_code == 204
    phone.post(phone.request(create | {"recorded_at": "2026-11-23T02:59:00.000Z"}))


def erase(admin: Phone) -> None:
    answer = admin.sync(admin.operation("erase", REG, base=2, ground="asked"))
    assert answer["receipts"]["exceptions"] == []


def blob(dist: Path) -> Path:
    return dist.parent / "photos" / sha256(PHOTO)[:2] / sha256(PHOTO)


def test_P174_nothing_of_the_person_is_left_and_the_ledger_holds(
    rina: Phone, admin: Phone, dist: Path
) -> None:
    signs_up(rina)
    rina.sync(rina.create(OTHER, 2))
    assert len(left_of(1)) == len(about(1))
    assert blob(dist).is_file()
    erase(admin)
    assert left_of(1) == []
    assert not blob(dist).exists()
    assert len(left_of(2)) == len(about(2)) - 1, "of others everything"
    assert faults() == []


def test_P174_what_is_sent_again_or_late_is_not_kept_and_witnessed(
    rina: Phone, admin: Phone
) -> None:
    create = rina.create(REG)
    note = {"note": {"note": "Ingin pindah"}}
    late = rina.operation("amend", REG, base=1, set=note, was={"note": {"note": None}})
    rina.sync(create)
    erase(admin)
    assert rina.post(rina.request(create)).status_code == 200
    rina.sync(late)
    assert left_of(1) == []
    assert faults() == []


def test_P174_a_photo_that_somebody_else_declares_stays(
    rina: Phone, admin: Phone, new_phone: NewPhone, dist: Path
) -> None:
    signs_up(rina)
    rina.sync(rina.create(OTHER, 2, set=units(2, photo=declared(PHOTO))))
    erase(admin)
    assert blob(dist).is_file()
    shown = new_phone(SARI).get(f"/api/v1/registrations/{OTHER}/photo")
    assert shown.status_code == 200


def test_P174_bytes_that_a_crash_left_are_destroyed_by_the_next_erasure(
    rina: Phone, admin: Phone, dist: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signs_up(rina)
    rina.sync(rina.create(OTHER, 2))
    with monkeypatch.context() as crash:
        crash.setattr("server.api.sync.burn", lambda _found, _push: None)
        erase(admin)
    assert blob(dist).is_file()
    admin.sync(admin.operation("erase", OTHER, base=1, ground="asked"))
    assert not blob(dist).exists()


def test_P174_a_payload_gone_without_its_line_is_a_fault(rina: Phone, admin: Phone) -> None:
    signs_up(rina)
    erase(admin)
    with db.engine.begin() as connection:
        line = "DELETE FROM ledger WHERE what = 'erased' AND n = 1"
        connection.exec_driver_sql(line)
    assert {fault.code for fault in faults()} >= {"payload_gone", "lines_removed"}
