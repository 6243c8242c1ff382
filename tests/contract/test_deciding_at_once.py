"""Two admins decide about the same operation at the same moment, on real databases."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from server.store import Store
from sync.effect import Sender
from sync.exchange import Answer, Push, exchange
from sync.journal import Journal
from sync.late import always
from sync.receipt import Receipt
from tests.contract.people import add_device
from tests.simulate.language import UNITS, SmallRules, read

ROUNDS = 12


@pytest.fixture
def journal(store: Store) -> Journal:
    """A recruiter's phone and two admins' desks."""
    for device, account in (("phone", "r1"), ("desk-1", "a1"), ("desk-2", "a2")):
        add_device(store, device, account)
    return store.journal


def push(journal: Journal, device: str, n: int, **said: Any) -> Receipt | None:
    """Push one operation; its receipt unless it was applied."""
    if device == "phone":
        sender = Sender("r1", "recruiter", device, always("recruiter", "c1"))
    else:
        sender = Sender(f"a{device[-1]}", "admin", device, always("admin"))
    raw = {
        "op": f"{device}-{n}",
        "n": n,
        "base": 0,
        "author": {"account": sender.account, "role": sender.role, "device": device},
        "recorded_at": "2026-11-20T02:00:00.000Z",
        **said,
    }
    sent = Push(sender, [raw], "2026-11-23T03:00:00.000Z")
    answer = exchange(journal, sent, rules=SmallRules(), reader=read, on_bug=_raise)
    assert isinstance(answer, Answer)
    return next(iter(answer.exceptions), None)


def _raise(_: str, error: Exception) -> None:
    raise error


def test_M65_of_two_decisions_at_once_one_is_taken(journal: Journal) -> None:
    for n in range(1, ROUNDS + 1):
        units = UNITS | {"identity": {"nik": f"n-{n}"}}
        create = {"kind": "create", "clinic": "c2", "set": units, "consent": {}}
        told = push(journal, "phone", n, registration=f"r{n}", captured_at="2026-11-20", **create)
        assert told is not None
        assert told.code == "foreign_clinic"
        results = at_once(journal, n)
        with journal.taking_in() as taking:
            ((_, now),) = taking.receipts("phone", [n]).values()
            standing = taking.load([f"r{n}"], []).registrations
        assert results == [None, "moved"], results
        assert (now.result == "applied") == bool(standing) == (now.code != "dismissed")


def at_once(journal: Journal, n: int) -> list[str | None]:
    """One admin takes it while the other turns it down: the codes of their receipts."""
    start = threading.Barrier(2)

    def decide(desk: str, choice: str) -> str | None:
        about = {"device": "phone", "n": n}
        start.wait()
        told = push(
            journal,
            desk,
            n,
            kind="decide",
            registration=f"r{n}",
            about=about,
            choice=choice,
            seen="waiting",
            reason="no",
        )
        return told.code if told else None

    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(decide, "desk-1", "take"), pool.submit(decide, "desk-2", "dismiss")]
        return sorted((r.result() for r in running), key=lambda code: code or "")
