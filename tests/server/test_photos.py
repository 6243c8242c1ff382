"""The last byte of a photo, and who is shown what of it (P80, P86 to P88, M86 to M89)."""

from typing import Any

import pytest
from werkzeug.test import TestResponse

from server.api.services import services
from server.schemas.entry import EntrySchema
from tests.pictures import bomb, declared, picture, sha256
from tests.server.conftest import NewPhone
from tests.server.people import BUDI, JOKO, RINA, SARI, TUTI, made_id, units
from tests.server.phone import Phone, only_receipt
from tests.server.uploading import Lane, code

REG, OTHER = made_id("registration"), made_id("other")
PHOTO, SECOND = picture(), picture(2)
ID = "/api/v1/registrations"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What the database has a part in is in tests/contract, on every kind."""
    return sqlite_url


@pytest.fixture(params=["folder", "s3"])
def photos(request: pytest.FixtureRequest) -> str:
    """Where their bytes are."""
    place: str = request.getfixturevalue(f"photos_in_{request.param}")
    return place


@pytest.fixture
def rina(new_phone: NewPhone) -> Phone:
    return new_phone(RINA)


@pytest.fixture
def sari(new_phone: NewPhone) -> Phone:
    return new_phone(SARI)


def signs_up(phone: Phone, data: bytes | None = PHOTO, registration: str = REG) -> None:
    unit = declared(data) if data is not None else {"id_photo": None}
    answer = phone.sync(phone.create(registration, set=units(1, photo=unit)))
    assert answer["receipts"]["exceptions"] == []


def state(phone: Phone, registration: str = REG) -> Any:
    """What the newest entry says."""
    phone.sync()
    return phone.entries[registration]["photos"]["id_photo"]


def check(phone: Phone, registration: str = REG) -> dict[str, Any]:
    phone.sync()
    (found,) = [c for c in phone.entries[registration]["checks"] if c["code"] == "photo"]
    assert isinstance(found, dict)
    return found


def shown(phone: Phone, registration: str = REG) -> TestResponse:
    return phone.get(f"{ID}/{registration}/photo")


def test_P87_an_entry_waits_for_its_photo_and_moves_when_it_is_in(rina: Phone, sari: Phone) -> None:
    signs_up(rina)
    assert state(rina) == "awaited"
    assert check(sari) == {"code": "photo", "ok": False, "detail": {"state": "awaited"}}
    before = rina.entries[REG]
    assert Lane(rina, REG, PHOTO).send().status_code == 204
    assert state(rina) == "in"
    after = rina.entries[REG]
    assert after["seq"] > before["seq"]
    assert after["version"] == before["version"]
    assert EntrySchema().validate(after) == {}
    assert check(sari)["ok"]


def test_P87_a_photo_may_come_before_its_data(rina: Phone) -> None:
    assert Lane(rina, REG, PHOTO).send().status_code == 204
    signs_up(rina)
    assert state(rina) == "in"


def test_P87_nothing_declared_is_nothing_awaited(rina: Phone, sari: Phone) -> None:
    signs_up(rina, None)
    assert state(rina) == "none"
    assert check(sari)["ok"]


def test_P87_every_registration_that_declares_it_moves(rina: Phone) -> None:
    signs_up(rina)
    again = rina.create(OTHER, 2, set=units(2, photo=declared(PHOTO)))
    rina.sync(again)
    assert Lane(rina, REG, PHOTO).send().status_code == 204
    assert (state(rina), state(rina, OTHER)) == ("in", "in")


def test_M86_another_photo_is_another_value(rina: Phone, sari: Phone) -> None:
    signs_up(rina)
    Lane(rina, REG, PHOTO).send()
    rina.sync(
        rina.operation("amend", REG, base=1, set={"photo": declared(SECOND)}, was={})
    )  # fmt: skip
    assert state(rina) == "awaited"
    assert shown(rina).status_code == 404
    sari.sync()
    late = sari.operation("amend", REG, base=1, set={"photo": {"id_photo": None}}, was={})
    assert only_receipt(sari.sync(late))["units"] == {"photo": "conflict"}
    back = rina.operation("amend", REG, base=2, set={"photo": declared(PHOTO)}, was={})
    rina.sync(back)
    assert state(rina) == "in"


def test_M89_bytes_make_no_verdict_stale(rina: Phone, sari: Phone) -> None:
    signs_up(rina)
    sari.sync()
    Lane(rina, REG, PHOTO).send()
    verdict = sari.operation("review", REG, base=1, verdict="approve", remarks={}, message=None)
    assert sari.sync(verdict)["receipts"]["exceptions"] == []


def test_M88_approving_without_the_photo_is_allowed(rina: Phone, sari: Phone) -> None:
    signs_up(rina)
    assert not check(sari)["ok"]
    verdict = sari.operation("review", REG, base=1, verdict="approve", remarks={}, message=None)
    assert sari.sync(verdict)["receipts"]["exceptions"] == []
    assert sari.entries[REG]["status"] == "approved"


def test_M89_bytes_of_a_stranger_are_nobodys_photo(rina: Phone, new_phone: NewPhone) -> None:
    """A photo is judged when it is declared, where it came first."""
    assert Lane(new_phone(JOKO), REG, PHOTO).send().status_code == 204
    signs_up(rina)
    assert state(rina) == "awaited"
    assert Lane(rina, REG, PHOTO).send().status_code == 204
    assert state(rina) == "in"


@pytest.mark.parametrize("account", [BUDI, JOKO, TUTI])
def test_P86_a_foreign_registration_is_refused_at_the_last_byte(
    rina: Phone, new_phone: NewPhone, account: Any
) -> None:
    signs_up(rina)
    lane = Lane(new_phone(account), REG, PHOTO)
    assert code(lane.send()) == (403, "forbidden")
    assert lane.look().status_code == 404
    assert state(rina) == "awaited"


def test_P86_its_supervisor_may_bring_it(rina: Phone, sari: Phone) -> None:
    signs_up(rina)
    assert Lane(sari, REG, PHOTO).send().status_code == 204
    assert state(rina) == "in"


def test_P86_other_bytes_than_declared_are_thrown_away(rina: Phone) -> None:
    signs_up(rina)
    lane = Lane(rina, REG, PHOTO)
    lane.begin()
    assert code(lane.go_on(0, PHOTO[:-1] + b"?")) == (422, "photo_hash")
    assert lane.look().status_code == 404
    assert state(rina) == "awaited"
    assert lane.send().status_code == 204


NO_PHOTOS: dict[str, tuple[bytes, str]] = {
    "rubbish": (b"rubbish" * 1000, "image/jpeg"),
    "a script": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "image/png"),
    "another type": (picture(form="PNG"), "image/jpeg"),
    "cut off": (PHOTO[: len(PHOTO) // 2], "image/jpeg"),
    "one byte": (b"x", "image/webp"),
    "a bomb": (bomb(), "image/png"),
    "a wide bomb": (bomb(400_000, 101), "image/png"),
}


@pytest.mark.parametrize("name", NO_PHOTOS)
def test_P86_what_is_no_photo_is_thrown_away_and_told(rina: Phone, name: str) -> None:
    data, kind = NO_PHOTOS[name]
    rina.sync(rina.create(REG, set=units(1, photo=declared(data, kind))))
    lane = Lane(rina, REG, data, kind)
    assert code(lane.send()) == (422, "not_a_photo")
    assert lane.look().status_code == 404
    assert state(rina) == "unreadable"
    assert not services().blobs.has(sha256(data))
    amended = rina.operation("amend", REG, base=1, set={"photo": declared(PHOTO)}, was={})
    rina.sync(amended)
    Lane(rina, REG, PHOTO).send()
    assert state(rina) == "in"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_P86_every_kind_of_picture_comes_in(rina: Phone, form: str) -> None:
    data, kind = picture(3, (80, 50), form), f"image/{form.lower()}"
    rina.sync(rina.create(REG, set=units(1, photo=declared(data, kind))))
    assert Lane(rina, REG, data, kind).send().status_code == 204
    answer = shown(rina)
    assert (answer.data, answer.mimetype) == (data, kind)


def test_P86_complete_means_that_it_is_in(rina: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that dies between the last byte and its answer: the upload goes on before it."""
    signs_up(rina)
    lane = Lane(rina, REG, PHOTO)
    lane.begin()

    def dies(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("server.store.blobs.Blobs.put", dies)
    assert lane.go_on(0).status_code == 500
    assert lane.offset() < len(PHOTO)
    assert state(rina) == "awaited"
    monkeypatch.undo()
    assert lane.go_on(lane.offset()).status_code == 204
    assert (state(rina), lane.offset()) == ("in", len(PHOTO))


def test_P86_a_step_that_was_done_before_a_crash_is_done_again(
    rina: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    signs_up(rina)
    lane = Lane(rina, REG, PHOTO)
    lane.begin()

    def dies(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("server.store.uploads.Uploads.complete", dies)
    assert lane.go_on(0).status_code == 500
    assert (state(rina), lane.offset() < len(PHOTO)) == ("in", True)
    monkeypatch.undo()
    assert lane.go_on(lane.offset()).status_code == 204
    assert lane.offset() == len(PHOTO)


def test_P88_whoever_sees_the_registration_sees_the_photo(
    rina: Phone, sari: Phone, new_phone: NewPhone
) -> None:
    signs_up(rina)
    assert shown(rina).status_code == 404  # awaited
    Lane(rina, REG, PHOTO).send()
    for phone in (rina, sari):
        answer = shown(phone)
        assert (answer.status_code, answer.data, answer.mimetype) == (200, PHOTO, "image/jpeg")
        assert answer.headers["Content-Disposition"] == "inline; filename=photo.jpeg"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "sandbox"
    for stranger in (BUDI, JOKO, TUTI):
        assert code(shown(new_phone(stranger))) == (404, "not_found")
    assert code(shown(rina, OTHER)) == (404, "not_found")
    assert rina.client.get(f"{ID}/{REG}/photo").status_code == 401
    device = {"Authorization": f"Device {rina.device_token}"}
    assert rina.client.get(f"{ID}/{REG}/photo", headers=device).status_code == 401


def test_P88_an_admin_sees_it_while_a_question_is_open(
    rina: Phone, sari: Phone, admin: Phone
) -> None:
    signs_up(rina)
    Lane(rina, REG, PHOTO).send()
    assert shown(admin).status_code == 404
    rina.sync(rina.operation("amend", REG, base=1, set={"note": {"note": "satu"}}, was={}))
    sari.sync(sari.operation("amend", REG, base=1, set={"note": {"note": "dua"}}, was={}))
    assert shown(admin).data == PHOTO


def test_P88_a_lost_blob_is_no_photo(rina: Phone) -> None:
    signs_up(rina)
    Lane(rina, REG, PHOTO).send()
    services().blobs.remove(sha256(PHOTO))
    assert code(shown(rina)) == (404, "not_found")
    again = Lane(rina, REG, PHOTO)
    assert again.begin().headers["Upload-Offset"] == "0"
    assert again.go_on(0).status_code == 204
    assert shown(rina).data == PHOTO
