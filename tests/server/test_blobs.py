"""Bytes of photos by their hash, in a folder and in S3."""

from pathlib import Path

import pytest

from server.store.blobs import Blobs
from tests.pictures import sha256

DATA = b"\x00bytes\xff"


@pytest.fixture(params=["folder", "s3"])
def blobs(request: pytest.FixtureRequest) -> Blobs:
    return Blobs(request.getfixturevalue(f"photos_in_{request.param}"))


def test_what_was_put_is_there(blobs: Blobs) -> None:
    assert (blobs.has(sha256(DATA)), blobs.get(sha256(DATA))) == (False, None)
    for _ in range(2):
        blobs.put(sha256(DATA), DATA)
    assert (blobs.has(sha256(DATA)), blobs.get(sha256(DATA))) == (True, DATA)


def test_a_folder_keeps_whole_files_alone(tmp_path: Path) -> None:
    Blobs(str(tmp_path)).put(sha256(DATA), DATA)
    (kept,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert kept == tmp_path / sha256(DATA)[:2] / sha256(DATA)
