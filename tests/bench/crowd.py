"""Many sign-ups of one recruiter, taken in by the server's own exchange, so that phones have much to hold."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from server.accounts.tokens import derive_key
from server.demo.chance import Chance
from server.demo.members import meet
from server.demo.strokes import sign
from server.domain import notice
from server.moments import moment
from server.rules import DomainRules
from server.schemas.operation import read
from server.settings import Organisation
from server.store import Store
from server.store.accounts import Account, Clinic
from server.store.devices import NewDevice
from server.store.engine import open_engine
from sync.effect import Sender
from sync.exchange import Answer, Push, exchange
from sync.late import always

BATCH = 200


MINUTE = timedelta(minutes=1)


def creations(
    count: int,
    *,
    account: Account,
    clinic: Clinic,
    device: str,
    chance: Chance,
    apart: timedelta = MINUTE,
) -> list[dict[str, Any]]:
    """``count`` create operations of one device, so far apart, the last just so long ago."""
    now = datetime.now(UTC)
    return [
        _creation(n, now - apart * (count - n + 1), clinic, chance)
        | {"author": {"account": account.id, "role": account.role, "device": device}}
        for n in range(1, count + 1)
    ]


def _creation(n: int, at: datetime, clinic: Clinic, chance: Chance) -> dict[str, Any]:
    shown, said = notice.current(), moment(at)
    return {
        "op": chance.uuid7(at),
        "n": n,
        "schema": 2,
        "kind": "create",
        "registration": chance.uuid7(at),
        "base": 0,
        "recorded_at": said,
        "clinic": clinic.id,
        "set": meet(chance, clinic, at).units,
        "consent": {
            "notice_version": shown["version"],
            "notice_hash": shown["hash"],
            "language": "id",
            "given_at": said,
            "method": "read",
            "signature": sign(chance),
        },
        "captured_at": said,
        "location": None,
    }


def fill(
    database_url: str,
    account: Account,
    clinic: Clinic,
    *,
    count: int,
    seed: int,
    apart: timedelta = MINUTE,
) -> None:
    """Let ``account`` have signed up ``count`` people on a phone of long ago."""
    chance = Chance(seed)
    engine = open_engine(database_url)
    store, device, now = Store(engine), chance.uuid(), moment(datetime.now(UTC))
    store.devices.register_device(
        NewDevice(device, account.id, "HP lama", "0.1.0", chance.uuid(), now)
    )
    key = derive_key(store.meta.secret("server"), "person")
    rules = DomainRules(Organisation(), keys=lambda: (key,))
    operations = creations(
        count, account=account, clinic=clinic, device=device, chance=chance, apart=apart
    )
    sender = Sender(account.id, account.role, device, always(account.role, *account.clinics))
    for part in _batches(operations):
        push = Push(sender, part, now, skew_ms=0, app="0.1.0")
        answer = exchange(store.journal, push, rules=rules, reader=read, on_bug=_raise)
        assert isinstance(answer, Answer)
        odd = [receipt for receipt in answer.exceptions if receipt.result != "applied"]
        assert not odd, odd[0].code
    engine.dispose()


def _batches(operations: Sequence[dict[str, Any]]) -> list[Sequence[dict[str, Any]]]:
    return [operations[i : i + BATCH] for i in range(0, len(operations), BATCH)]


def _raise(_op: str, error: Exception) -> None:
    raise error
