"""Photos on their way: what is spoken, what is kept, what goes on where (P81 to P85)."""

import hashlib
from base64 import b64encode
from typing import Any

import pytest
from flask import Flask

from server.api import tus
from server.store.uploads import MOST_UNFINISHED
from tests.pictures import picture
from tests.server.conftest import Clock, NewPhone
from tests.server.people import BUDI, RINA, SARI, made_id
from tests.server.phone import Phone
from tests.server.uploading import UPLOADS, Lane, code, metadata

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
def lane(rina: Phone) -> Lane:
    return Lane(rina, REG, PHOTO)


def test_P81_says_what_it_speaks(app: Flask) -> None:
    answer = app.test_client().options(UPLOADS)
    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert answer.headers["Tus-Max-Size"] == "2097152"
    assert answer.headers["Tus-Checksum-Algorithm"] == "sha1,sha256"
    assert set(answer.headers["Tus-Extension"].split(",")) == {
        "creation",
        "creation-with-upload",
        "checksum",
        "termination",
        "expiration",
    }


@pytest.mark.parametrize("version", ["0.2.2", "", "1.0"])
def test_P81_another_version_is_refused(lane: Lane, version: str) -> None:
    lane.begin()
    for method, path in [
        ("POST", UPLOADS),
        ("PATCH", lane.location),
        ("DELETE", lane.location),
    ]:
        answer = lane.ask(method, path, Tus_Resumable=version)
        assert code(answer) == (412, "wrong_tus_version")
        assert answer.headers["Tus-Version"] == "1.0.0"
        assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert lane.ask("HEAD", lane.location, Tus_Resumable=version).status_code == 412


def test_P82_either_credential_uploads_whatever_became_of_it(
    rina: Phone, admin: Phone, clock: Clock
) -> None:
    first, second = Lane(rina, REG, PHOTO), Lane(rina, REG, picture(2))
    clock.forward(days=40)  # the session has expired
    assert first.send().status_code == 204
    ended = admin.client.post(
        f"/api/v1/devices/{rina.device}/end",
        headers={"Authorization": f"Bearer {_again(admin)}"},
    )
    assert ended.status_code == 204
    second.credential = f"Device {rina.device_token}"
    assert second.send().status_code == 204


def _again(phone: Phone) -> str:
    phone.sign_in()
    return phone.token


def test_P82_an_upload_is_its_accounts_own(lane: Lane, new_phone: NewPhone) -> None:
    lane.begin()
    for account in (BUDI, SARI):
        stranger = Lane(new_phone(account), REG, PHOTO)
        stranger.location = lane.location
        assert stranger.look().status_code == 404
        assert code(stranger.go_on(0)) == (404, "not_found")
        assert code(stranger.ask("DELETE", lane.location)) == (404, "not_found")
    lane.credential = "Bearer nobody"
    assert code(lane.go_on(0)) == (401, "unauthenticated")


def test_P83_an_upload_begins_and_is_told(lane: Lane) -> None:
    answer = lane.begin()
    assert answer.status_code == 201
    assert answer.headers["Location"].startswith(f"{UPLOADS}/")
    assert answer.headers["Upload-Expires"] == "Mon, 30 Nov 2026 03:00:00 GMT"
    told = lane.look()
    assert (told.status_code, told.headers["Upload-Offset"]) == (200, "0")
    assert told.headers["Upload-Length"] == str(len(PHOTO))
    assert told.headers["Cache-Control"] == "no-store"


def test_P83_the_first_bytes_may_come_with_it(lane: Lane) -> None:
    answer = lane.begin(PHOTO[:1000])
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, "1000")
    assert lane.go_on(1000).status_code == 204


def test_P83_a_lost_answer_doubles_nothing(lane: Lane, new_phone: NewPhone) -> None:
    lane.begin(PHOTO[:1000])
    first = lane.location
    again = lane.begin(PHOTO[:5000])
    assert (lane.location, again.headers["Upload-Offset"]) == (first, "1000")
    other = Lane(new_phone(RINA, "b"), REG, PHOTO)
    other.begin()
    assert other.location != first


def test_P83_bytes_that_are_in_are_not_asked_for_again(lane: Lane, new_phone: NewPhone) -> None:
    assert lane.send().status_code == 204
    elsewhere = Lane(new_phone(RINA, "b"), made_id("another"), PHOTO)
    answer = elsewhere.begin(PHOTO[:1000])
    assert answer.headers["Upload-Offset"] == answer.headers["Upload-Length"] == lane.length
    assert "Upload-Expires" not in answer.headers
    stranger = Lane(new_phone(BUDI), REG, PHOTO)
    assert stranger.begin().headers["Upload-Offset"] == "0"


def test_P83_an_upload_left_alone_expires_and_is_swept(lane: Lane, clock: Clock) -> None:
    lane.begin(PHOTO[:1000])
    clock.forward(days=6, hours=23)
    lane.credential = f"Device {lane.phone.device_token}"
    assert lane.go_on(1000, PHOTO[1000:1100]).status_code == 204  # begins the week anew
    clock.forward(days=7, seconds=1)
    assert lane.look().status_code == 410
    assert code(lane.go_on(1100)) == (410, "upload_expired")
    expired = lane.location
    assert lane.begin().headers["Upload-Offset"] == "0"
    assert lane.ask("HEAD", expired).status_code == 404


def test_P83_a_device_has_so_many_unfinished_uploads(rina: Phone, clock: Clock) -> None:
    lanes = []
    for number in range(MOST_UNFINISHED + 2):
        lanes.append(Lane(rina, REG, picture(number, (8, 8))))
        lanes[-1].begin()
        clock.forward(seconds=1)
    assert [each.look().status_code for each in lanes[:3]] == [404, 404, 200]
    assert lanes[-1].look().status_code == 200


WRONG: list[tuple[dict[str, str], tuple[int, str]]] = [
    ({"Upload_Length": ""}, (400, "bad_upload")),
    ({"Upload_Length": "0"}, (400, "bad_upload")),
    ({"Upload_Length": "-1"}, (400, "bad_upload")),
    ({"Upload_Length": "many"}, (400, "bad_upload")),
    ({"Upload_Length": "9" * 40}, (400, "bad_upload")),
    ({"Upload_Length": "2097153"}, (413, "too_large")),
    ({"Upload_Metadata": ""}, (400, "bad_upload")),
    ({"Upload_Metadata": "sha256 %%%"}, (400, "bad_upload")),
    ({"Upload_Metadata": "sha256 /w=="}, (400, "bad_upload")),
    ({"Upload_Metadata": metadata(sha256="ab", registration=REG, type="image/jpeg")}, (400, "bad_upload")),
    ({"Upload_Metadata": metadata(sha256="ab" * 32, registration="x", type="image/jpeg")}, (400, "bad_upload")),
    ({"Upload_Metadata": metadata(sha256="ab" * 32, registration=REG, type="image/svg+xml")}, (400, "bad_upload")),
]  # fmt: skip


@pytest.mark.parametrize(("headers", "expected"), WRONG)
def test_what_cannot_begin(lane: Lane, headers: dict[str, Any], expected: tuple[int, str]) -> None:
    assert code(lane.begin(**headers)) == expected


def test_P84_goes_on_where_it_broke_off(lane: Lane) -> None:
    lane.begin()
    half = len(PHOTO) // 2
    broken = lane.go_on(0, PHOTO[:half], Content_Length=lane.length)
    assert broken.status_code == 204  # to nobody: the connection is gone
    assert lane.offset() == half
    answer = lane.go_on(half)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, lane.length)
    assert lane.offset() == len(PHOTO)


def test_P84_a_wrong_offset_changes_nothing(lane: Lane) -> None:
    lane.begin(PHOTO[:1000])
    for wrong in (0, 999, 1001, len(PHOTO)):
        answer = lane.go_on(wrong, b"x")
        assert code(answer) == (409, "wrong_offset")
        assert answer.headers["Upload-Offset"] == "1000"
    assert lane.go_on(1000).status_code == 204


@pytest.mark.parametrize("offset", ["", "-1", "1.5", "x"])
def test_P84_an_offset_is_a_number(lane: Lane, offset: str) -> None:
    lane.begin()
    assert code(lane.go_on(0, b"x", Upload_Offset=offset)) == (400, "bad_upload")


def test_P84_past_its_length_is_refused_and_nothing_of_it_kept(lane: Lane) -> None:
    lane.begin(PHOTO[:1000])
    assert code(lane.go_on(1000, PHOTO[1000:] + b"x")) == (413, "too_large")
    assert lane.offset() == 1000


def test_P84_other_bytes_than_an_uploads_are_refused(lane: Lane) -> None:
    lane.begin()
    answer = lane.go_on(0, b"{}", Content_Type="application/json")
    assert code(answer) == (415, "unsupported_media_type")


def test_P84_an_upload_may_be_ended(lane: Lane) -> None:
    lane.begin(PHOTO[:1000])
    assert lane.ask("DELETE", lane.location).status_code == 204
    assert lane.look().status_code == 404
    assert lane.begin().headers["Upload-Offset"] == "0"


def test_P84_a_body_is_kept_in_pieces(lane: Lane) -> None:
    """So that a server that dies loses little of it."""
    assert len(PHOTO) > 2 * tus.PIECE
    lane.begin()
    lane.go_on(0, PHOTO[:-1])
    assert lane.offset() == len(PHOTO) - 1


def checksum(data: bytes, algorithm: str) -> str:
    return f"{algorithm} {b64encode(hashlib.new(algorithm, data).digest()).decode()}"


@pytest.mark.parametrize("algorithm", tus.CHECKSUMS)
def test_P85_a_checksum_is_of_the_body(lane: Lane, algorithm: str) -> None:
    lane.begin()
    part = PHOTO[:40_000]
    wrong = lane.go_on(0, part, Upload_Checksum=checksum(b"other", algorithm))
    assert code(wrong) == (460, "bad_checksum")
    assert lane.offset() == 0
    assert lane.go_on(0, part, Upload_Checksum=checksum(part, algorithm)).status_code == 204
    assert lane.offset() == len(part)


def test_P85_nothing_is_kept_of_a_body_that_broke_off(lane: Lane) -> None:
    lane.begin()
    half = PHOTO[:20_000]
    broken = lane.go_on(0, half, Upload_Checksum=checksum(half, "sha1"), Content_Length="30000")
    assert code(broken) == (460, "bad_checksum")
    assert lane.offset() == 0


@pytest.mark.parametrize("said", ["md5 AAAA", "sha1", "sha1 %%%", ""])
def test_P85_a_checksum_that_cannot_be_read(lane: Lane, said: str) -> None:
    lane.begin()
    assert code(lane.go_on(0, b"x", Upload_Checksum=said)) in {
        (400, "bad_upload"),
        (460, "bad_checksum"),
    }
    assert lane.offset() == 0
