"""What only storage at the end of a network can do to photos; the rest is in test_photos.py, on both."""

import logging

import boto3
import pytest

from server.store.blobs import Blobs
from tests.pictures import declared, picture, sha256
from tests.s3 import Storage
from tests.server.conftest import NewPhone
from tests.server.people import RINA, made_id, units
from tests.server.uploading import Lane

REG, PHOTO = made_id("registration"), picture()


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The bytes' place is the same to each kind."""
    return sqlite_url


@pytest.fixture
def photos(photos_in_s3: str) -> str:
    """Where their bytes are."""
    return photos_in_s3


def test_P84_storage_that_is_away_is_an_outage_and_the_photo_comes_again(
    new_phone: NewPhone, s3: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    rina = new_phone(RINA)
    rina.sync(rina.create(REG, set=units(photo=declared(PHOTO))))
    lane = Lane(rina, REG, PHOTO)
    lane.begin()
    logging.getLogger("server").addHandler(caplog.handler)
    s3.stop()
    answer = lane.go_on(0)
    assert (answer.status_code, answer.get_json(force=True)["code"]) == (503, "unavailable")
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    s3.start()
    assert lane.go_on(lane.offset()).status_code == 204
    assert rina.get(f"/api/v1/registrations/{REG}/photo").data == PHOTO
    logging.getLogger("server").removeHandler(caplog.handler)
    assert "internal_error" not in caplog.text


def test_what_another_process_has_put_is_there(photos: str) -> None:
    """s3fs would remember a folder's list."""
    one = Blobs(photos)
    assert list(one.hashes()) == []
    bucket, _, root = photos.removeprefix("s3://").partition("/")
    key = f"{root}/{sha256(PHOTO)[:2]}/{sha256(PHOTO)}"
    boto3.client("s3").put_object(Bucket=bucket, Key=key, Body=PHOTO)
    assert one.has(sha256(PHOTO))
    assert list(one.hashes()) == [sha256(PHOTO)]
