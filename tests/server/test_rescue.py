"""Photos out of a rescue file, handed in by anybody (P151, P152)."""

import logging
from typing import Any

import pytest

from tests.client.sealing import Signer, photo_box
from tests.pictures import declared, picture, sha256
from tests.server.conftest import NewPhone
from tests.server.people import BUDI, RINA, SARI, made_id
from tests.server.phone import Phone
from tests.server.test_bundles import AT, Origin, carry
from tests.server.test_sealed import OTHER_KEY
from tests.server.uploading import Lane

REG = made_id("registration")
PHOTO = picture()
HALF = len(PHOTO) // 2


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What the database has a part in is in tests/contract, on every kind."""
    return sqlite_url


@pytest.fixture
def origin(new_phone: NewPhone) -> Origin:
    return Origin(new_phone(RINA))


@pytest.fixture
def budi(new_phone: NewPhone) -> Phone:
    return new_phone(BUDI)


def piece(
    origin: Origin, start: int = 0, end: int | None = None, *, data: bytes = PHOTO, **said: Any
) -> dict[str, Any]:
    """A signed piece of Rina's photo; ``said`` is what it claims otherwise."""
    device, digest = origin.phone.device, said.get("sha256", sha256(data))
    bound = f"{device} {said.get('registration', REG)} {digest} {start}"
    whole = {
        "format": "perisai-photo-1",
        "device": device,
        "made_at": AT,
        "registration": REG,
        "sha256": digest,
        "type": "image/jpeg",
        "bytes": len(data),
        "offset": start,
        "box": photo_box(said.pop("key", origin.key), bound, data[start:end]),
    }
    return origin.signer.sign(whole | said)


def hand_in(carrier: Phone, given: dict[str, Any], credential: str | None = None) -> str:
    headers = {"Authorization": credential or f"Bearer {carrier.token}"}
    answer = carrier.client.post("/api/v1/photo-pieces", json=given, headers=headers)
    assert answer.status_code == 200, answer.get_json()
    assert answer.get_json()["device"] == given["device"]
    result: str = answer.get_json()["result"]
    return result


def with_photo(origin: Origin) -> dict[str, Any]:
    operation = origin.phone.create(REG)
    operation["set"] = operation["set"] | {"photo": declared(PHOTO)}
    return operation


def state_seen_by(phone: Phone) -> str:
    phone.cursor = None
    phone.sync()
    state: str = phone.entries[REG]["photos"]["id_photo"]
    return state


def test_P151_P152_a_rescue_file_brings_sign_up_and_photo(
    origin: Origin, budi: Phone, new_phone: NewPhone
) -> None:
    operation = with_photo(origin)
    assert carry(budi, origin.bundle(operation))["result"] == "taken"
    sari = new_phone(SARI)
    assert state_seen_by(sari) == "awaited"
    assert hand_in(budi, piece(origin)) == "taken"
    assert state_seen_by(sari) == "in"
    path = f"/api/v1/registrations/{REG}/photo"
    assert sari.get(path).data == PHOTO
    assert budi.get(path).status_code == 404  # carried, and not theirs to see


def test_P151_twice_and_by_both_roads_changes_nothing(origin: Origin, budi: Phone) -> None:
    operation = with_photo(origin)
    lane = Lane(origin.phone, REG, PHOTO)
    lane.begin()
    lane.go_on(0, PHOTO[:HALF])
    assert hand_in(budi, piece(origin)) == "taken"
    assert hand_in(budi, piece(origin)) == "known"
    origin.phone.sync(operation)
    assert carry(budi, origin.bundle(operation))["result"] == "known"
    assert lane.begin().headers["Upload-Offset"] == lane.length
    assert state_seen_by(origin.phone) == "in"


def test_P152_pieces_go_on_where_the_upload_stands(origin: Origin, budi: Phone) -> None:
    origin.phone.sync(with_photo(origin))
    first, second = piece(origin, 0, HALF), piece(origin, HALF)
    assert hand_in(budi, second) == "early"
    assert hand_in(budi, first) == "more"
    assert hand_in(budi, first) == "known"
    lane = Lane(origin.phone, REG, PHOTO)
    assert lane.begin().headers["Upload-Offset"] == str(HALF)
    assert hand_in(budi, second, f"Device {budi.device_token}") == "taken"


def test_P152_what_is_not_believed_is_not_kept(origin: Origin, budi: Phone) -> None:
    origin.phone.sync(with_photo(origin))
    stranger = Signer(origin.phone.device)
    forged = stranger.sign({k: v for k, v in piece(origin).items() if k != "signature"})
    moved = piece(origin) | {"offset": 1}
    believed = piece(origin)
    elsewhere = piece(origin, registration=made_id("other")) | {"registration": REG}
    assert hand_in(budi, forged) == "bad_signature"
    assert hand_in(budi, moved) == "bad_signature"
    assert hand_in(budi, elsewhere) == "bad_signature"
    assert hand_in(budi, piece(origin, key=OTHER_KEY)) == "unsealable"
    assert hand_in(budi, piece(origin, box="!")) == "unsealable"
    assert hand_in(budi, piece(origin, bytes=HALF)) == "unsealable"
    assert hand_in(budi, piece(origin, device=made_id("nobody"))) == "unknown_device"
    origin.signer = Signer(origin.phone.device)
    origin.tell()
    assert hand_in(budi, believed) == "old_key"
    assert state_seen_by(origin.phone) == "awaited"


def test_P152_the_last_piece_is_judged_as_any_photo_is(
    origin: Origin, budi: Phone, new_phone: NewPhone
) -> None:
    other = made_id("of another clinic")
    new_phone(BUDI, "b").sync(new_phone(BUDI, "b").create(other))
    assert hand_in(budi, piece(origin, sha256=sha256(b"something else"))) == "photo_hash"
    assert hand_in(budi, piece(origin, data=b"no picture at all")) == "not_a_photo"
    assert hand_in(budi, piece(origin, registration=other)) == "forbidden"


def test_P152_the_log_holds_ids_and_codes_alone(
    origin: Origin, budi: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    given = piece(origin)
    hand_in(budi, given)
    assert f"rescued device={given['device']} by={budi.device} result=taken" in caplog.text
    assert given["box"] not in caplog.text
