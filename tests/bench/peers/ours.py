"""Our own server, as it is shipped: gunicorn, SQLite, every rule, every right."""

import gzip
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from server.accounts.passwords import hash_password
from server.demo.chance import Chance
from server.moments import moment, utc_now
from server.store import Store
from server.store.accounts import Account
from server.store.engine import open_engine
from server.store.migrate import upgrade
from tests.bench.peers.contestants import Contestant, packed
from tests.bench.peers.signups import SignUp
from tests.e2e.cast import ANGGREK, PASSWORD, hire
from tests.e2e.site import ROOT

SEED = 20261123
START = {"n": 0, "hash": "0" * 64}
"""The chain at number 0, which is the same everywhere."""


class Ours(Contestant):
    """A store is the work of one recruiter; another writer is another phone of theirs."""

    name, label = "ours", "ours, strict and encrypted"

    def __init__(self, folder: Path, database_url: str | None = None) -> None:
        super().__init__(folder)
        self.url = database_url or f"sqlite:///{self.folder / 'site.sqlite3'}"
        self._engine = open_engine(self.url)
        upgrade(self._engine)
        self._store = Store(self._engine)
        self._chance = Chance(SEED)
        self._hashed = hash_password(PASSWORD)
        if database_url is None:
            hire(self._store)
        self._writers: dict[str, Writer] = {}
        gunicorn = (sys.executable, "-m", "gunicorn", "-w", "1", "--threads", "8")
        self.start(
            [
                *(*gunicorn, "-b", f"127.0.0.1:{self.port}", "--no-control-socket"),
                *("--chdir", str(ROOT), "server:create_app()"),
            ],
            PERISAI_DATABASE_URL=self.url,
            PERISAI_PHOTOS=str(self.folder / "photos"),
            PERISAI_SECOND_FACTOR="off",
            PERISAI_WEB_DIST=str(ROOT / "web" / "dist"),
        )

    @property
    def home(self) -> str:
        return "/api/v1/health"

    def close(self) -> None:
        super().close()
        self._engine.dispose()

    def prepare(self, store: str) -> dict[str, str]:
        account = Account(
            *(self._chance.uuid(), store, "Bench", "recruiter"),
            clinics=(ANGGREK.id,),
            active=True,
            password_hash=self._hashed,
        )
        self._store.accounts.add_accounts([account])
        self.writer(store)
        return {"username": store, "password": PASSWORD}

    def writer(self, store: str) -> "Writer":
        if store not in self._writers:
            device = self._chance.uuid()
            asked = {
                "username": store,
                "password": PASSWORD,
                "device": {"id": device, "label": "bench", "app": "0.1.0"},
            }
            told = self.ask("", "POST", "/api/v1/session", packed(asked))
            account = told["me"]["account"]["id"]
            self._writers[store] = Writer(account, device, told["device_token"], self._chance)
        return self._writers[store]

    def headers(self, store: str) -> dict[str, str]:
        plain = super().headers(store)
        if not store:
            return plain
        credential = f"Device {self.writer(store).device_token}"
        return {**plain, "Content-Encoding": "gzip", "Authorization": credential}

    def requests(self, store: str, batch: Sequence[SignUp]) -> list[tuple[str, str, bytes]]:
        writer = self.writer(store)
        return [_sync(writer, [writer.creation(one) for one in batch])]

    def answered(self, store: str, answer: Any) -> None:
        writer = self.writer(store)
        writer.incarnation = answer["incarnation"]
        assert answer["receipts"]["through"] == writer.n
        odd = [told for told in answer["receipts"]["exceptions"] if told["result"] != "applied"]
        assert not odd, odd[0].get("code")

    def change(self, store: str, changed: Sequence[SignUp]) -> None:
        writer = self.writer(store)
        asked = _sync(writer, [writer.another_phone(one) for one in changed])
        self.answered(store, self.ask(store, *asked))


class Writer:
    """A phone that only speaks to the server."""

    def __init__(self, account: str, device: str, device_token: str, chance: Chance) -> None:
        self.account, self.device, self.device_token = account, device, device_token
        self._chance = chance
        self.n = 0
        self.incarnation: str | None = None
        self._versions: dict[str, int] = {}

    def creation(self, one: SignUp) -> dict[str, Any]:
        self._versions[one.made["registration"]] = 1
        return self._operation(one, "create", 0) | {
            name: one.made[name] for name in ("clinic", "set", "consent", "captured_at", "location")
        }

    def another_phone(self, one: SignUp) -> dict[str, Any]:
        registration = one.made["registration"]
        base = self._versions.get(registration, 1)
        self._versions[registration] = base + 1
        changed = {"contact": one.made["set"]["contact"]}
        return self._operation(one, "amend", base) | {"set": changed, "was": {}}

    def _operation(self, one: SignUp, kind: str, base: int) -> dict[str, Any]:
        self.n += 1
        return {
            "op": self._chance.uuid7(utc_now()),
            "n": self.n,
            "schema": 2,
            "kind": kind,
            "registration": one.made["registration"],
            "base": base,
            "author": {"account": self.account, "role": "recruiter", "device": self.device},
            "recorded_at": moment(utc_now()),
        }


def _sync(writer: Writer, operations: list[dict[str, Any]]) -> tuple[str, str, bytes]:
    asked = sync_request(writer.device, writer.incarnation) | {"operations": operations}
    return ("POST", "/api/v1/sync", gzip.compress(packed(asked), 6))


def sync_request(device: str, incarnation: str | None) -> dict[str, Any]:
    """A request that hands nothing over and asks for everything."""
    health = {"app": "0.1.0", "pending": 0, "oldest_pending_at": None}
    return {
        "protocol": 1,
        "device": device,
        "incarnation": incarnation,
        "chain": START,
        "operations": [],
        "waiting": [],
        "cursor": None,
        "limit": 500,
        "sent_at": moment(utc_now()),
        "health": {**health, "persisted": True, "free_bytes": 10**9},
    }
