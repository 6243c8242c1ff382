"""gunicorn with two workers on each kind of database, and a recruiter's credential."""

import json
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from server.store import Store
from server.store.engine import open_engine
from sync.canonical import GENESIS
from tests.chaos.site import Site
from tests.pictures import declared, sha256
from tests.server.people import HERE, PASSWORD, RINA, consent, made_id, settle, units
from tests.server.uploading import metadata

AT = "2026-11-23T03:00:00.000Z"
DEVICE, REG = made_id("a phone of foreign make"), made_id("registration")


@dataclass(frozen=True, slots=True)
class Deployed:
    """A running server, and what a recruiter's phone needs to speak to it."""

    site: Site
    token: str
    account: str

    @property
    def uploads(self) -> str:
        return f"http://127.0.0.1:{self.site.port}/api/v1/uploads"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def restart(self) -> None:
        """A power cut, and the server again."""
        self.site.kill()
        self.site.start()
        self.site.wait()

    def connect(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.site.port, timeout=30)

    def begin(self, data: bytes, kind: str = "image/jpeg") -> str:
        """Begin an upload by hand; its path."""
        named = metadata(sha256=sha256(data), registration=REG, type=kind)
        said = {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(data)), "Upload-Metadata": named}
        line = self.connect()
        line.request("POST", "/api/v1/uploads", headers=self.headers | said)
        path = line.getresponse().headers["Location"]
        line.close()
        assert path is not None
        return path

    def break_off(self, path: str, offset: int, length: int, data: bytes) -> HTTPConnection:
        """Say that ``length`` bytes come, and send only ``data``; the connection stays open."""
        line = self.connect()
        line.putrequest("PATCH", path)
        said = {
            **self.headers,
            "Tus-Resumable": "1.0.0",
            "Content-Type": "application/offset+octet-stream",
            "Upload-Offset": str(offset),
            "Content-Length": str(length),
        }
        for name, value in said.items():
            line.putheader(name, value)
        line.endheaders()
        line.send(data)
        return line

    def offset(self, path: str) -> int:
        line = self.connect()
        line.request("HEAD", path, headers=self.headers | {"Tus-Resumable": "1.0.0"})
        told = line.getresponse().headers["Upload-Offset"]
        line.close()
        return int(told or -1)

    def sync(self, *operations: dict[str, Any]) -> dict[str, Any]:
        """A push and everything that the feed has."""
        body = {
            "protocol": 1,
            "device": DEVICE,
            "chain": {"n": 0, "hash": GENESIS},
            "operations": operations,
            "waiting": [],
            "cursor": None,
            "limit": 200,
            "sent_at": AT,
            "health": {
                "app": "0.1.0",
                "pending": 0,
                "oldest_pending_at": None,
                "persisted": None,
                "free_bytes": None,
            },
        }
        return self._post("/sync", body)

    def sign_up(self, data: bytes, kind: str = "image/jpeg") -> None:
        """A registration that declares this photo."""
        author = {"account": self.account, "role": "recruiter", "device": DEVICE}
        answer = self.sync(
            {
                "op": made_id("create"),
                "n": 1,
                "schema": 2,
                "kind": "create",
                "registration": REG,
                "base": 0,
                "author": author,
                "recorded_at": AT,
                "clinic": HERE.id,
                "set": units(1, photo=declared(data, kind)),
                "consent": consent(),
                "captured_at": AT,
                "location": None,
            }
        )
        assert answer["receipts"]["exceptions"] == []

    def photo_state(self) -> Any:
        (entry,) = self.sync()["feed"]["entries"]
        return entry["photos"]["id_photo"]

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return posted(self.site.port, path, body, self.headers)


def posted(port: int, path: str, body: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1{path}",
        json.dumps(body).encode(),
        headers | {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        told: dict[str, Any] = json.load(answer)
    return told


@pytest.fixture
def deployed(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Deployed]:
    monkeypatch.setenv("PERISAI_PHOTOS", str(tmp_path / "photos"))
    engine = open_engine(database_url)
    settle(Store(engine))
    engine.dispose()
    site = Site(tmp_path, database_url)
    site.start()
    try:
        site.wait()
        phone = {"id": DEVICE, "label": "HP", "app": "0.1.0"}
        asked = {"username": RINA.username, "password": PASSWORD, "device": phone}
        told = posted(site.port, "/session", asked, {})
        yield Deployed(site, told["token"], told["me"]["account"]["id"])
    finally:
        site.kill()
