"""What an admin may make of an account (docs/merge.md, M80, M81)."""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence

from sync.operation import Role

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without what people take for one another: i, l and 1, o and 0."""
_GROUPS, _GROUP = 4, 4

Errors = Mapping[str, list[str]]


def first_password() -> str:
    """Four groups of four, 79 bits, to be read aloud and typed once."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def wrong_places(role: Role, clinics: Sequence[str], known: Collection[str]) -> Errors:
    """What is wrong with where an account shall work; empty where nothing is."""
    if role == "admin":
        return {"clinics": ["An admin has none and sees all."]} if clinics else {}
    if not clinics:
        return {"clinics": ["At least one."]}
    unknown = set(clinics) - set(known)
    return {"clinics": ["There is no such clinic."]} if unknown else {}


def wrong_moves(clinics: Sequence[str], moves: Iterable[Mapping[str, str]]) -> Errors:
    """What is wrong with moves of registrations: they go to a clinic of the account, from another."""
    wrong = [m for m in moves if m["to"] not in clinics or m["from"] in clinics]
    return (
        {"moves": ["From a clinic that the account has no more, to one that it has."]}
        if wrong
        else {}
    )
