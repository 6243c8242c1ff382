"""A phone and its copy hand over the same operation at the same moment (P106)."""

import pytest

from server.store import Store
from sync.effect import Sender
from sync.exchange import Answer, Push, exchange
from sync.late import always
from tests.contract.people import add_device
from tests.contract.test_concurrency import together
from tests.simulate.language import UNITS, SmallRules, read

ROUNDS = 20


def push(device: str, account: str, at: str, *operations: dict[str, object]) -> Push:
    sender = Sender(account, "recruiter", device, always("recruiter", "c1"))
    return Push(sender, operations, at)


def fail(op: str, error: Exception) -> None:
    raise AssertionError(op) from error


@pytest.mark.parametrize("known", ["known", "not known"])
def test_P106_it_takes_effect_once(store: Store, known: str) -> None:
    for number in range(ROUNDS):
        account, devices = f"account-{number}", [f"a{number}", f"b{number}"]
        for device in devices:
            add_device(store, device, account)
        registration = f"reg-{number}"
        create = {
            "op": f"create-{number}",
            "schema": 2,
            "kind": "create",
            "registration": registration,
            "base": 0,
            "recorded_at": "2026-11-20T02:00:00.000Z",
            "clinic": "c1",
            "set": UNITS | {"identity": {"nik": f"n-{number}"}},
            "consent": {"notice_version": 3},
            "captured_at": "2026-11-20T02:00:00.000Z",
        }
        withdraw = create | {
            "op": f"withdraw-{number}",
            "kind": "withdraw",
            "base": 1,
            "reason": "member",
        }
        said = [create] if known == "not known" else [withdraw]
        if known == "known":
            add_device(store, f"c{number}", account)
            _take(store, push(f"c{number}", account, "t0", _as(f"c{number}", account, create)))
        told: dict[str, list[str]] = {}

        def hand_over(
            device: str,
            account: str = account,
            said: list[dict[str, object]] = said,
            told: dict[str, list[str]] = told,
        ) -> None:
            mine = [_as(device, account, operation) for operation in said]
            answer = _take(store, push(device, account, "t1", *mine))
            told[device] = [receipt.result for receipt in answer.exceptions]

        together(*(lambda device=device: hand_over(device) for device in devices))
        assert sorted(told.values()) == [[], ["same"]]
        with store.journal.taking_in() as taking:
            standing = taking.load([registration], []).registrations[registration]
        assert len(standing.history) == (2 if known == "known" else 1)


def _as(device: str, account: str, operation: dict[str, object]) -> dict[str, object]:
    author = {"account": account, "role": "recruiter", "device": device}
    return operation | {"n": 1, "author": author}


def _take(store: Store, pushed: Push) -> Answer:
    answer = exchange(store.journal, pushed, rules=SmallRules(), reader=read, on_bug=fail)
    assert isinstance(answer, Answer)
    return answer
