"""Photos as a thief of the disk or of the database would read them (docs/security.md, P232-P234)."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from server.api.services import services
from server.field_keys import read_field_keys
from server.store.base import db
from server.store.fields import BYTES, sealed_under
from server.store.models import UploadPieceRow
from server.store.resealing import reseal, under_keys
from tests.pictures import declared, picture, sha256
from tests.server.conftest import NewPhone
from tests.server.people import RINA, made_id, units
from tests.server.phone import Phone
from tests.server.uploading import Lane

ONE, TWO = made_id("one"), made_id("two")
PIECE = 64
"""Bytes of a picture that occur nowhere else."""


@pytest.fixture(params=["folder", "s3"])
def photos(request: pytest.FixtureRequest) -> str:
    address: str = request.getfixturevalue(f"photos_in_{request.param}")
    return address


@pytest.fixture
def rina(new_phone: NewPhone) -> Phone:
    return new_phone(RINA)


def sign_up(rina: Phone, registration: str, data: bytes, kind: str = "image/jpeg") -> Lane:
    """Somebody's sign-up with a photo, which is on its way from then on."""
    number = 1 if registration == ONE else 2
    rina.sync(rina.create(registration, number, set=units(number, photo=declared(data, kind))))
    return Lane(rina, registration, data, kind)


def shown(rina: Phone, registration: str) -> bytes | None:
    answer = rina.get(f"/api/v1/registrations/{registration}/photo")
    return answer.get_data() if answer.status_code == 200 else None


def kept(data: bytes) -> bytes:
    """What storage has under a photo's name."""
    blobs = services().blobs
    found: bytes = blobs._files.cat_file(blobs._path(sha256(data)))  # noqa: SLF001  as a thief would
    return found


def pieces_in_rows() -> list[bytes]:
    with db.engine.connect() as connection:
        return list(connection.scalars(select(UploadPieceRow.data)))


def clear_pieces(data: bytes) -> list[bytes]:
    return [data[at : at + PIECE] for at in range(0, len(data) - PIECE, PIECE)]


def files_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_P232_P234_a_photo_is_nowhere_as_it_came(app: Flask, rina: Phone, tmp_path: Path) -> None:
    assert app
    data, other = picture(), picture(2, form="PNG")
    lane = sign_up(rina, ONE, data)
    assert lane.begin(data[: len(data) // 2]).status_code == 201
    rows = pieces_in_rows()
    assert rows
    assert all(sealed_under(row) for row in rows)
    assert not [part for part in clear_pieces(data) for row in rows if part in row]
    assert lane.go_on(len(data) // 2).status_code == 204
    assert sign_up(rina, TWO, other, "image/png").send().status_code == 204
    assert shown(rina, ONE) == data
    assert shown(rina, TWO) == other
    everything = files_of(tmp_path) + kept(data) + kept(other)
    for photo in (data, other):
        assert not [part for part in clear_pieces(photo) if part in everything]


def test_P232_bytes_under_another_name_are_shown_to_nobody(
    app: Flask, rina: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    data, other = picture(), picture(2, form="PNG")
    assert sign_up(rina, ONE, data).send().status_code == 204
    blobs = services().blobs
    blobs.put(sha256(other), other)
    blobs._write(blobs._path(sha256(data)), kept(other))  # noqa: SLF001  a hand in the storage
    assert shown(rina, ONE) is None
    assert f"photo_spoilt sha256={sha256(data)}" in caplog.text
    changed = bytearray(kept(other))
    changed[-1] ^= 1
    blobs._write(blobs._path(sha256(other)), bytes(changed))  # noqa: SLF001
    assert blobs.get(sha256(other)) is None
    assert app


def a_new_key(app: Flask) -> tuple[str, str]:
    """The older and the newer key of a database whose processes have been started anew."""
    found = services()
    old = found.store.fields.active[0]
    new = found.store.begin_key(found.store.fields._keys)  # noqa: SLF001
    found.store.fields._known = None  # noqa: SLF001  what a start does
    assert app
    assert found.store.fields.active[0] == new
    return old, new


def test_P233_a_rotation_brings_photos_along_and_may_be_killed(app: Flask, rina: Phone) -> None:
    data, other, third = picture(), picture(2, form="PNG"), picture(3, form="WEBP")
    assert sign_up(rina, ONE, data).send().status_code == 204
    services().blobs.put(sha256(other), other)
    assert sign_up(rina, TWO, third, "image/webp").begin(third[:100]).status_code == 201
    old, new = a_new_key(app)
    found = services()
    fields, blobs = found.store.fields, found.blobs
    assert under_keys(db.engine, blobs) == {old: 3}
    steps = reseal(db.engine, blobs, fields)
    next(steps)
    steps.close()
    assert under_keys(db.engine, blobs) == {old: 2, new: 1}
    assert shown(rina, ONE) == data
    assert list(reseal(db.engine, blobs, fields)) == [1, 1]
    assert under_keys(db.engine, blobs) == {new: 3}
    file = found.settings.field_keys_at
    file.write_text(file.read_text().strip().splitlines()[-1] + "\n")
    assert [*read_field_keys(file.read_text())] == [new]
    fields._keys._keys.clear()  # noqa: SLF001  as after a start
    assert blobs.get(sha256(data)) == data


def test_P233_what_an_erasure_burns_meanwhile_does_not_come_back(app: Flask, rina: Phone) -> None:
    data, other = picture(), picture(2, form="PNG")
    blobs = services().blobs
    for photo in (data, other):
        blobs.put(sha256(photo), photo)
    a_new_key(app)
    steps = reseal(db.engine, blobs, services().store.fields)
    next(steps)
    for photo in (data, other):
        blobs.remove(sha256(photo))
    assert list(steps) == []
    assert [*blobs.hashes()] == []
    assert rina


def test_P233_photos_from_before_there_were_keys_are_shown_and_then_sealed(
    app: Flask, rina: Phone
) -> None:
    data = picture()
    assert sign_up(rina, ONE, data).send().status_code == 204
    blobs = services().blobs
    blobs._write(blobs._path(sha256(data)), data)  # noqa: SLF001  as a version of before wrote it
    assert shown(rina, ONE) == data
    assert under_keys(db.engine, blobs) == {"": 1}
    assert list(reseal(db.engine, blobs, services().store.fields)) == [1]
    assert kept(data).startswith(BYTES)
    assert shown(rina, ONE) == data
    assert app
