"""The server's keys for sealed operations: announced, kept, changed, refused (P90, P91)."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from flask import Flask

from server.api.services import services
from server.app import create_app
from server.cli import main
from server.sealing import (
    BOX_BYTES,
    KeyRing,
    Unopened,
    context_of,
    from_base64url,
    new_key,
    read_keys,
    to_base64url,
)
from server.settings import Settings, SettingsError
from server.store import Store
from server.store.base import db
from tests.server.conftest import NewPhone
from tests.server.people import RINA
from tests.vectors import vectors

SEAL: dict[str, Any] = vectors("seal")
RING = KeyRing(lambda: SEAL["private_pem"])


def pem(key: Any, lock: Any = None) -> str:
    made: bytes = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock or NoEncryption())
    return made.decode()


def test_P90_the_key_is_announced_with_its_id(new_phone: NewPhone) -> None:
    told = new_phone(RINA).get("/api/v1/me").get_json()["seal"]
    public = from_base64url(told["public_key"])
    assert (len(public), public[0]) == (65, 4)
    assert told["id"] == hashlib.sha256(public).hexdigest()[:16]
    assert told["suite"] == "DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM"


def test_P90_the_vectors_name_their_key_as_the_server_does() -> None:
    assert RING.announced() == SEAL["key"]


@pytest.mark.parametrize("box", SEAL["boxes"], ids=lambda box: box["name"])
def test_P91_boxes_of_other_hands_open(box: dict[str, Any]) -> None:
    context = context_of(**box["context"])
    assert RING.open(from_base64url(box["box"]), context) == box["text"].encode()
    other = context_of(**(box["context"] | {"n": box["context"]["n"] - 1}))
    assert isinstance(RING.open(from_base64url(box["box"]), other), Unopened)


@pytest.mark.parametrize("where", [0, 8, 9, 73, 80, -1])
def test_P91_a_changed_box_stays_shut(where: int) -> None:
    box = SEAL["boxes"][0]
    changed = bytearray(from_base64url(box["box"]))
    changed[where] ^= 1
    assert isinstance(RING.open(bytes(changed), context_of(**box["context"])), Unopened)


@pytest.mark.parametrize("length", [0, 7, 8, 72, 73, 89, BOX_BYTES + 1])
def test_P91_a_cut_or_swollen_box_stays_shut(length: int) -> None:
    box = SEAL["boxes"][0]
    cut = (from_base64url(box["box"]) + bytes(BOX_BYTES))[:length]
    assert isinstance(RING.open(cut, context_of(**box["context"])), Unopened)


def test_P90_a_ring_meets_the_key_that_another_process_got() -> None:
    keys = [SEAL["private_pem"]]
    ring = KeyRing(lambda: "".join(keys))
    assert ring.announced() == SEAL["key"]
    keys.insert(0, new_key())
    box = SEAL["boxes"][0]
    assert isinstance(ring.open(bytes(200), "x"), Unopened)
    assert ring.announced()["id"] != SEAL["key"]["id"]
    opened = ring.open(from_base64url(box["box"]), context_of(**box["context"]))
    assert opened == box["text"].encode()


def test_P90_the_key_is_made_once_for_a_database(database_url: str, dist: Path) -> None:
    told = []
    for _ in range(2):
        settings = Settings(database_url=database_url, web_dist=dist)
        with create_app(settings).app_context():
            told.append(services().seal_keys.announced())
            db.engine.dispose()
    assert told[0] == told[1]


def test_P90_a_new_key_is_announced_and_the_old_one_still_opens(app: Flask) -> None:
    with app.app_context():
        ring, store = services().seal_keys, Store(db.engine)
        old = ring.announced()
        store.meta.add_seal_key(new_key())
        started_anew = KeyRing(lambda: store.meta.seal_keys(new_key))
    assert started_anew.announced()["id"] != old["id"]
    assert set(read_keys(store.meta.seal_keys(new_key))) == {
        old["id"],
        started_anew.announced()["id"],
    }


def test_the_command_gives_a_new_key(sqlite_url: str) -> None:
    environment = {"PERISAI_DATABASE_URL": sqlite_url}
    ids = []
    for _ in range(2):
        ran = CliRunner().invoke(main, ["new-seal-key"], env=environment)
        assert ran.exit_code == 0, ran.output
        with create_app(Settings(database_url=sqlite_url)).app_context():
            ids.append(services().seal_keys.announced()["id"])
            db.engine.dispose()
    assert len(set(ids)) == 2


def test_the_command_leaves_a_file_of_keys_to_its_owner(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "keys.pem"
    file.write_text(new_key())
    environment = {"PERISAI_DATABASE_URL": sqlite_url, "PERISAI_SEAL_KEYS": str(file)}
    ran = CliRunner().invoke(main, ["new-seal-key"], env=environment)
    assert ran.exit_code != 0
    assert "PERISAI_SEAL_KEYS" in ran.output


@pytest.mark.parametrize(
    "content",
    [
        "",
        "nonsense",
        pem(ed25519.Ed25519PrivateKey.generate()),
        pem(ec.generate_private_key(ec.SECP384R1())),
        pem(ec.generate_private_key(ec.SECP256R1()), BestAvailableEncryption(b"locked")),
        SEAL["private_pem"].replace("M", "N", 3),
        SEAL["private_pem"] + pem(ed25519.Ed25519PrivateKey.generate()),
    ],
    ids=["empty", "nonsense", "Ed25519", "P-384", "locked", "damaged", "the second"],
)
def test_a_file_without_good_keys_stops_the_start(content: str, tmp_path: Path) -> None:
    file = tmp_path / "keys.pem"
    file.write_text(content)
    with pytest.raises(SettingsError, match="PERISAI_SEAL_KEYS"):
        Settings.from_environment({"PERISAI_SEAL_KEYS": str(file)})


def test_bytes_of_the_wire() -> None:
    assert from_base64url(to_base64url(bytes(range(256)))) == bytes(range(256))
    for wrong in ("a", "a=", "ab==", "a b", "a+b/", "é"):
        with pytest.raises(ValueError, match=r"."):
            from_base64url(wrong)
