"""Photos and a restored database, and bytes that nothing declares, in a folder and in a store that is none:
P131, P132."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from server.api.services import services
from server.store.upkeep import UNDECLARED, photos_back, sweep_photos
from sync.canonical import GENESIS
from tests.conversation.site import Site
from tests.conversation.weather import Weather
from tests.pictures import declared, picture, sha256
from tests.server.conftest import Clock, NewPhone
from tests.server.people import JOKO, RINA, made_id, units
from tests.server.phone import Phone
from tests.server.uploading import Lane

REG, OTHER = made_id("registration"), made_id("other")
PHOTO, SECOND = picture(), picture(2)
DAY = timedelta(days=1)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture(params=["folder", "s3"])
def photos(request: pytest.FixtureRequest) -> str:
    """Where their bytes are."""
    place: str = request.getfixturevalue(f"photos_in_{request.param}")
    return place


@pytest.fixture
def site(app: Flask, clock: Clock) -> Site:
    return Site(app, "", Weather(), clock)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "kept.backup"


@pytest.fixture
def rina(new_phone: NewPhone) -> Phone:
    return new_phone(RINA)


@pytest.fixture
def joko(new_phone: NewPhone) -> Phone:
    return new_phone(JOKO)


def signs_up(phone: Phone, registration: str = REG, data: bytes = PHOTO, **more: Any) -> None:
    person = 1 if registration == REG else 2
    made = phone.create(registration, set=units(person, photo=declared(data)), **more)
    assert phone.sync(made)["receipts"]["exceptions"] == []


def sends(phone: Phone, data: bytes = PHOTO, registration: str = REG) -> None:
    assert Lane(phone, registration, data).send().status_code == 204


def state(phone: Phone, registration: str = REG) -> Any:
    phone.sync()
    return phone.entries[registration]["photos"]["id_photo"]


def found_again(clock: Clock) -> int:
    here = services()
    return photos_back(here.store, here.blobs, here.rules, clock())


def swept(at: datetime) -> int:
    here = services()
    return sweep_photos(here.store, here.blobs, at)


def now(clock: Clock) -> datetime:
    """After everything that has happened, by whichever clock: files have the machine's."""
    return max(clock(), datetime.now(UTC))


def test_P131_what_came_in_after_the_backup_is_in_again(
    site: Site, rina: Phone, clock: Clock, kept: Path
) -> None:
    signs_up(rina)
    site.backup(kept)
    sends(rina)
    assert state(rina) == "in"
    site.restore(kept)
    rina.cursor = None
    assert state(rina) == "awaited"
    assert (found_again(clock), found_again(clock)) == (1, 0)
    assert state(rina) == "in"
    assert rina.get(f"/api/v1/registrations/{REG}/photo").get_data() == PHOTO


def test_P131_also_where_its_data_comes_back_later_and_for_nobody_else(
    site: Site, rina: Phone, joko: Phone, kept: Path
) -> None:
    site.backup(kept)
    signs_up(rina)
    sends(rina)
    site.restore(kept)
    assert found_again(site.clock) == 1
    rina.n, rina.cursor, rina.chain = (
        0,
        None,
        (0, GENESIS),
    )  # the phone hands over again what the backup has not
    signs_up(rina)
    signs_up(joko, OTHER, clinic=JOKO.clinics[0])
    assert state(rina) == "in"
    assert state(joko, OTHER) == "awaited", "who brought it may not amend this one (M89)"


def test_P131_bytes_of_another_name_are_not_believed(
    site: Site, rina: Phone, clock: Clock, kept: Path
) -> None:
    signs_up(rina)
    site.backup(kept)
    sends(rina)
    site.restore(kept)
    services().blobs.put(sha256(PHOTO), SECOND)
    assert found_again(clock) == 0
    services().blobs.remove(sha256(PHOTO))
    assert found_again(clock) == 0


def test_P132_what_nothing_declares_goes_after_its_time(rina: Phone, clock: Clock) -> None:
    signs_up(rina)
    for data, registration in ((PHOTO, REG), (SECOND, OTHER)):
        sends(rina, data, registration)
    blobs = services().blobs
    assert swept(now(clock) + UNDECLARED - DAY) == 0
    assert swept(now(clock) + UNDECLARED + DAY) == 1
    assert (blobs.has(sha256(PHOTO)), blobs.has(sha256(SECOND))) == (True, False)
    assert not services().store.photos.brought(RINA.id, sha256(SECOND))
    assert [noted for noted in blobs.notes() if sha256(SECOND) in noted] == []
    signs_up(rina, OTHER, SECOND)
    assert state(rina, OTHER) == "awaited"


def test_P132_bytes_that_nobody_knows_of_go_too(rina: Phone, clock: Clock) -> None:
    blobs = services().blobs
    blobs.put(sha256(SECOND), SECOND)
    assert swept(now(clock) + UNDECLARED - DAY) == 0
    assert swept(now(clock) + UNDECLARED + DAY) == 1
    sends(rina)
    blobs.remove(sha256(PHOTO))
    assert swept(now(clock) + UNDECLARED + DAY) == 1, "a sweep that was cut off"
    assert not services().store.photos.brought(RINA.id, sha256(PHOTO))


def test_P132_what_a_restore_found_again_is_as_young_as_the_restore(
    site: Site, rina: Phone, clock: Clock, kept: Path
) -> None:
    site.backup(kept)
    sends(rina)
    site.restore(kept)
    clock.now = now(clock) + 80 * DAY
    assert found_again(clock) == 1
    assert swept(clock() + 20 * DAY) == 0
    assert swept(clock() + UNDECLARED + DAY) == 1
