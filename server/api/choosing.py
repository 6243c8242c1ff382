"""A password that somebody chooses (docs/security.md, P242)."""

from typing import assert_never

from server.accounts.chosen import LEAST, unfit
from server.accounts.passwords import hash_password
from server.api import problems
from server.store.accounts import Account


def chosen_hash(account: Account, field: str, *, old: str, new: str) -> str:
    """What is kept of ``new``. Raises `InvalidRequest` at ``field`` where it will not do."""
    why = _why_not(account, old, new)
    if why is not None:
        raise problems.InvalidRequest(errors={field: [why]})
    return hash_password(new)


def _why_not(account: Account, old: str, new: str) -> str | None:
    if new == old:
        return "It is the present one."
    match unfit(new, account.username, account.name):
        case None:
            return None
        case "too_short":
            return f"At least {LEAST} characters."
        case "too_easy":
            return "It is easily guessed."
        case never:
            assert_never(never)
