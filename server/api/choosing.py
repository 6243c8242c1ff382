"""A password that somebody chooses (docs/security.md, P242)."""

from typing import assert_never

from server.accounts.chosen import LEAST, unfit
from server.accounts.passwords import hash_password
from server.api import problems
from server.store.accounts import Account


def chosen_hash(account: Account, old: str, new: str) -> str:
    """What is kept of ``new``. Raises `InvalidRequest` at that field where it will not do."""
    if new == old:
        raise _refused("It is the present one.")
    match unfit(new, account.username, account.name):
        case None:
            return hash_password(new)
        case "too_short":
            raise _refused(f"At least {LEAST} characters.")
        case "too_easy":
            raise _refused("It is easily guessed.")
        case never:
            assert_never(never)


def _refused(why: str) -> problems.Problem:
    return problems.InvalidRequest(errors={"new": [why]})
