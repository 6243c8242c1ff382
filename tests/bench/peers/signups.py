"""The sign-ups that all contestants save, send and fetch: invented by a seed, 32 fields each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from server.demo.chance import Chance
from server.store.accounts import Account
from tests.bench.crowd import creations
from tests.e2e.cast import ANGGREK, KAYLA

FIELDS = 32
_DOT = [[300, 100, 301, 101]]
"""The shortest signature there is: the peers' record has none."""
_PHONE_SIDE = ("registration", "clinic", "set", "consent", "captured_at", "location")


@dataclass(frozen=True, slots=True)
class SignUp:
    """``made``: as our phone saves it; ``doc``: the same facts side by side, as the peers keep them."""

    made: dict[str, Any]
    doc: dict[str, Any]


def sign_ups(count: int, *, seed: int) -> list[SignUp]:
    chance = Chance(seed)
    account = Account(KAYLA, "kayla", "", "recruiter", (ANGGREK.id,), True, "")
    operations = creations(
        count, account=account, clinic=ANGGREK, device=chance.uuid(), chance=chance
    )
    made = [_sign_up(operation) for operation in operations]
    assert all(len(one.doc) == FIELDS for one in made)
    return made


def _sign_up(operation: dict[str, Any]) -> SignUp:
    made = {name: operation[name] for name in _PHONE_SIDE}
    made["consent"] = {**made["consent"], "signature": _DOT}
    doc = {
        "id": made["registration"],
        "clinic": made["clinic"],
        "captured_at": made["captured_at"],
    }
    for unit in made["set"].values():
        doc |= unit
    return SignUp(made, doc)


def with_phone(one: SignUp, number: int) -> SignUp:
    """The same person with another telephone number: one unit has changed."""
    phone = f"+6281{number:08d}"
    contact = {**one.made["set"]["contact"], "phone": phone}
    made = {**one.made, "set": {**one.made["set"], "contact": contact}}
    return SignUp(made, {**one.doc, "phone": phone})


def batches(all_of: Sequence[SignUp], size: int) -> list[Sequence[SignUp]]:
    return [all_of[at : at + size] for at in range(0, len(all_of), size)]
