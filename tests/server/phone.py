"""A phone for the server's tests: signs in, numbers its operations, keeps its chain."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.moments import moment
from server.store.accounts import Account
from sync.canonical import GENESIS, digest, link
from tests.server.people import HERE, PASSWORD, consent, made_id, units


class Phone:
    """``token`` is the session's, ``device_token`` the push-only one."""

    def __init__(
        self,
        client: FlaskClient,
        account: Account,
        clock: Callable[[], datetime],
        name: str = "a",
    ) -> None:
        self.client = client
        self.account = account
        self.clock = clock
        self.device = made_id(f"{account.username}'s phone {name}")
        self.label = f"HP {account.username} {name}"
        self.token = ""
        self.device_token = ""
        self.n = 0
        self.chain = (0, GENESIS)
        self.cursor: str | None = None
        self.entries: dict[str, dict[str, Any]] = {}

    def sign_in(self, password: str = PASSWORD) -> TestResponse:
        answer = self.client.post(
            "/api/v1/session",
            json={
                "username": self.account.username,
                "password": password,
                "device": {"id": self.device, "label": self.label, "app": "0.1.0"},
            },
        )
        if answer.status_code == 201:
            self.token = answer.get_json()["token"]
            self.device_token = answer.get_json()["device_token"]
        return answer

    def get(self, path: str) -> TestResponse:
        return self.client.get(path, headers={"Authorization": f"Bearer {self.token}"})

    def operation(self, kind: str, registration: str, **fields: Any) -> dict[str, Any]:
        """The next operation; ``fields`` are laid over what is common to all."""
        self.n += 1
        return {
            "op": made_id(f"{self.device} op {self.n}"),
            "n": self.n,
            "schema": 2,
            "kind": kind,
            "registration": registration,
            "base": 0,
            "author": {
                "account": self.account.id,
                "role": self.account.role,
                "device": self.device,
            },
            "recorded_at": moment(self.clock()),
        } | fields

    def create(self, registration: str, number: int = 1, **fields: Any) -> dict[str, Any]:
        """A sign-up of the generated person ``number``."""
        whole = {
            "clinic": HERE.id,
            "set": units(number),
            "consent": consent(),
            "captured_at": moment(self.clock()),
            "location": None,
        }
        return self.operation("create", registration, **(whole | fields))

    def request(self, *operations: dict[str, Any], **fields: Any) -> dict[str, Any]:
        n, hashed = self.chain
        return {
            "protocol": 1,
            "device": self.device,
            "chain": {"n": n, "hash": hashed},
            "operations": list(operations),
            "waiting": [],
            "cursor": self.cursor,
            "limit": 200,
            "sent_at": moment(self.clock()),
            "health": {
                "app": "0.1.0",
                "pending": len(operations),
                "oldest_pending_at": None,
                "persisted": True,
                "free_bytes": 1_900_000_000,
            },
        } | fields

    def post(self, body: dict[str, Any], credential: str | None = None) -> TestResponse:
        headers = {"Authorization": credential or f"Bearer {self.token}"}
        return self.client.post("/api/v1/sync", json=body, headers=headers)

    def sync(self, *operations: dict[str, Any], credential: str | None = None) -> dict[str, Any]:
        """One round trip that must succeed; what it brings is kept as a phone would."""
        response = self.post(self.request(*operations), credential)
        assert response.status_code == 200, response.get_json()
        answer: dict[str, Any] = response.get_json()
        assert answer["receipts"]["chain_matches"]
        n, hashed = self.chain
        for operation in operations:
            n, hashed = operation["n"], link(hashed, digest(operation))
        self.chain = (n, hashed)
        assert answer["receipts"]["chain"] == hashed
        if answer["feed"] is not None:
            self.cursor = answer["feed"]["cursor"]
            for entry in answer["feed"]["entries"]:
                self.entries[entry["registration"]] = entry
        return answer


def only_receipt(answer: dict[str, Any]) -> dict[str, Any]:
    """The single exception among an answer's receipts."""
    (receipt,) = answer["receipts"]["exceptions"]
    assert isinstance(receipt, dict)
    return receipt
