"""What people say in the conversations: intentions about generated persons."""

from collections.abc import Mapping
from typing import Any

from tests.conversation.phone import NewPhone, Phone
from tests.server.people import HERE, consent, made_id, units

Intention = Mapping[str, Any]


def sign_up(number: int = 1, **changes: Any) -> Intention:
    """A whole registration of person ``number``; ``changes`` replace units or, by ``id``, its id."""
    key = changes.pop("id", made_id(f"registration {number}"))
    return {
        "kind": "create",
        "registration": key,
        "clinic": changes.pop("clinic", HERE).id,
        "set": units(number, **changes),
        "consent": consent(),
        "captured_at": "2026-11-23T02:59:00.000Z",
        "location": None,
    }


def call_at(registration: str, phone: str) -> Intention:
    """Another phone number."""
    contact = {"phone": phone, "email": None}
    return {"kind": "amend", "registration": registration, "set": {"contact": contact}}


def verdict(registration: str, word: str, **more: Any) -> Intention:
    return {
        "kind": "review",
        "registration": registration,
        "verdict": word,
        "remarks": {},
        "message": None,
        **more,
    }


def withdrawn(registration: str) -> Intention:
    return {"kind": "withdraw", "registration": registration, "reason": "Pindah kerja"}


def consent_withdrawn(registration: str) -> Intention:
    return {"kind": "erase", "registration": registration, "ground": "consent_withdrawn"}


def agree(phone: Phone, new_phone: NewPhone, account: Any) -> None:
    """I9 and I12 in one: the phone has, byte for byte, what a fresh phone of the account pulls."""
    fresh = new_phone(account)
    fresh.sync()
    assert phone.replica() == fresh.replica()
    assert phone.pending() == []
    assert phone.trusts()


def resolution(registration: str, thread: Mapping[str, Any], choice: Intention) -> Intention:
    """An admin's answer to one thread, as it stands before them."""
    answer = {"thread": thread["id"], "moves": thread["moves"], **choice}
    return {
        "kind": "resolve",
        "registration": registration,
        "choices": [answer],
        "claims": thread["claims"] if thread["kind"] == "duplicate" else [],
    }
