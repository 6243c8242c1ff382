"""What is compared: each phone's disk, the server's tables, and what a fresh pull is told."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from server.store.engine import snapshot
from server.store.models import (
    DeviceRow,
    OperationRow,
    ReceiptRow,
    RegistrationRow,
    StrayRow,
    WaitingRow,
)
from sync.canonical import GENESIS, canonical, digest
from tests.chaos.client import SETUP, TROUBLES
from tests.chaos.keeping import STORE, WITNESS
from tests.chaos.wire import Answered, post


@dataclass(frozen=True, slots=True)
class Copy:
    """A phone's disk as it was left. ``witnessed``: what its person had read as saved."""

    name: str
    setup: Mapping[str, Any]
    operations: Mapping[int, tuple[str, str, str]]
    """(op, digest, chain) by n."""
    witnessed: Mapping[int, tuple[str, str]]
    receipts: Mapping[int, tuple[str, str]]
    replica: Mapping[str, str]
    troubles: Sequence[str]

    @property
    def device(self) -> str:
        return str(self.setup["author"]["device"])


@dataclass(frozen=True, slots=True)
class Books:
    """The server's tables in one snapshot."""

    log: Sequence[Any]
    receipts: Mapping[tuple[str, int], Mapping[str, Any]]
    devices: Mapping[str, tuple[int, str]]
    registrations: Mapping[str, Mapping[str, Any]]
    strays: int
    waiting: int


def read_copy(folder: Path) -> Copy:
    """Read a phone's folder. Bytes in its outbox are digested anew."""
    sql = sqlite3.connect(folder / STORE)
    rows = sql.execute("SELECT n, op, body, chain FROM operation ORDER BY n").fetchall()
    witness = folder / WITNESS
    lines = [line.split() for line in witness.read_text().splitlines()] if witness.exists() else []
    troubles = folder / TROUBLES
    copy = Copy(
        name=folder.name,
        setup=json.loads((folder / SETUP).read_text()),
        operations={n: (op, digest(json.loads(body)), chain) for n, op, body, chain in rows},
        witnessed={int(n): (op, hashed) for n, op, hashed in lines},
        receipts={n: (r, b) for n, r, b in sql.execute("SELECT n, result, body FROM receipt")},
        replica=dict(sql.execute("SELECT registration, entry FROM replica").fetchall()),
        troubles=troubles.read_text().splitlines() if troubles.exists() else [],
    )
    sql.close()
    return copy


def read_books(engine: Engine) -> Books:
    with snapshot(engine) as connection:
        log = connection.execute(
            select(OperationRow.__table__).order_by(OperationRow.device, OperationRow.n)
        ).all()
        receipts = connection.execute(select(ReceiptRow.device, ReceiptRow.n, ReceiptRow.body))
        devices = connection.execute(select(DeviceRow.id, DeviceRow.through, DeviceRow.chain))
        registrations = connection.execute(select(RegistrationRow.id, RegistrationRow.state))
        return Books(
            log=log,
            receipts={(device, n): json.loads(body) for device, n, body in receipts},
            devices={device: (through, chain) for device, through, chain in devices},
            registrations={key: json.loads(state) for key, state in registrations},
            strays=len(connection.execute(select(StrayRow.device)).all()),
            waiting=len(connection.execute(select(WaitingRow.device)).all()),
        )


def pull(copy: Copy, port: int) -> dict[str, str]:
    """A fresh snapshot of the phone's scopes, through the API with the phone's own session."""
    held: dict[str, str] = {}
    cursor, more = None, True
    chain = max(((n, row[2]) for n, row in copy.operations.items()), default=(0, GENESIS))
    while more:
        body: dict[str, Any] = {
            "protocol": 1,
            "device": copy.device,
            "chain": {"n": chain[0], "hash": chain[1]},
            "operations": [],
            "waiting": [],
            "cursor": cursor,
            "limit": 100,
            "sent_at": "2026-01-01T00:00:00.000Z",
            "health": {
                "app": "0.1.0", "pending": 0, "oldest_pending_at": None, "persisted": None,
                "free_bytes": None,
            },
        }  # fmt: skip
        got = post(port, "/api/v1/sync", body, credential=copy.setup["credential"])
        if not isinstance(got, Answered) or got.status != 200:
            raise RuntimeError(f"{copy.name} cannot pull: {got}")
        feed = got.body["feed"]
        for entry in feed["entries"]:
            if entry["flag"] == "left":
                held.pop(entry["registration"], None)
            else:
                held[entry["registration"]] = canonical(entry).decode()
        cursor, more = feed["cursor"], feed["more"]
    return held
