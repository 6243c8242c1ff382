"""A photo on its way, as a phone that knows only the document sends it (section 10, P89)."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from server.store.base import db
from server.store.models import UploadRow
from tests.conversation.python_phone import PythonPhone
from tests.conversation.site import Site
from tests.conversation.words import sign_up
from tests.pictures import picture, sha256
from tests.server.people import RINA, made_id

REG = made_id("registration")
PHOTO = picture()
CHUNK = 32 * 1024


@pytest.fixture
def phone(site: Site, tmp_path: Path) -> PythonPhone:
    made = PythonPhone(site, RINA, tmp_path / f"{made_id('a camera')}.sqlite3")
    assert made.sign_in() == 201
    return made


def signs_up(phone: PythonPhone, data: bytes = PHOTO) -> None:
    unit = phone.photograph(REG, data)
    phone.say(sign_up(id=REG, photo=dict(unit)))


def photo_of(phone: PythonPhone) -> Any:
    return phone.replica()[REG]["photos"]["id_photo"]


def test_P89_data_first_then_its_photo(phone: PythonPhone) -> None:
    signs_up(phone)
    assert phone.photo_bytes() == len(PHOTO)
    phone.sync()
    assert (phone.pending(), photo_of(phone)) == ([], "awaited")  # the entry came before the bytes
    assert (phone.photos(), phone.photo_bytes()) == ({sha256(PHOTO): "sent"}, 0)
    phone.sync()
    assert photo_of(phone) == "in"


def test_P89_nothing_of_a_photo_leaves_before_its_create(phone: PythonPhone) -> None:
    unit = phone.photograph(REG, PHOTO)
    phone.sync()
    with db.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(UploadRow)) == 0
    phone.say(sign_up(id=REG, photo=dict(unit)))
    phone.sync()
    assert phone.photos() == {sha256(PHOTO): "sent"}


def test_P89_a_photo_that_breaks_off_goes_on_at_its_byte(site: Site, phone: PythonPhone) -> None:
    signs_up(phone)
    site.weather.order_photos("torn")
    phone.sync()
    assert phone.photos() == {sha256(PHOTO): "kept"}
    phone.restart()
    site.weather.order_photos("answer_lost")
    phone.sync()
    phone.restart()
    phone.sync()
    assert phone.photos() == {sha256(PHOTO): "sent"}
    reached = [offset for offset, _ in site.weather.parts]
    assert reached[:3] == [0, CHUNK // 2, CHUNK // 2 + CHUNK]
    assert sum(length for _, length in site.weather.parts) == len(PHOTO), "no byte was sent twice"
    phone.sync()
    assert photo_of(phone) == "in"


def test_P89_the_lost_answer_to_the_last_byte_frees_it_all_the_same(
    site: Site, phone: PythonPhone
) -> None:
    small = picture(2, (40, 30))
    signs_up(phone, small)
    site.weather.order_photos("answer_lost")
    phone.sync()
    assert phone.photo_bytes() == len(small)
    phone.sync()
    assert phone.photo_bytes() == 0
    assert len(site.weather.parts) == 1


def test_P89_a_stuck_photo_delays_no_data(site: Site, phone: PythonPhone) -> None:
    signs_up(phone)
    for n in range(2, 6):
        site.weather.order_photos("lost")
        note = {"note": f"catatan {n}"}
        amend = {"kind": "amend", "registration": REG, "set": {"note": note}}
        phone.say(amend)
        phone.sync()
        assert phone.pending() == []
    assert phone.photos() == {sha256(PHOTO): "kept"}
    phone.sync()
    assert phone.photos() == {sha256(PHOTO): "sent"}


def test_P89_an_upload_that_expired_begins_anew(site: Site, phone: PythonPhone) -> None:
    signs_up(phone)
    site.weather.order_photos("torn")
    phone.sync()
    site.clock.forward(days=8)
    phone.sync()
    assert phone.photos() == {sha256(PHOTO): "sent"}
    assert [offset for offset, _ in site.weather.parts][:2] == [0, 0]


def test_P89_what_is_refused_is_kept(phone: PythonPhone) -> None:
    rubbish = b"rubbish" * 100
    signs_up(phone, rubbish)
    phone.sync()
    phone.sync()
    assert phone.photos() == {sha256(rubbish): "refused"}
    assert phone.photo_bytes() == len(rubbish)
    assert photo_of(phone) == "unreadable"
