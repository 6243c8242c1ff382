"""What an account may see in the feed (rule P50)."""

from collections.abc import Iterable
from typing import assert_never

from sync.operation import Role
from sync.scopes import DESK, account_scope, clinic_scope


def scopes_of(account: str, role: Role, clinics: Iterable[str]) -> tuple[str, ...]:
    """Return the account's scopes, in a fixed order so that equal views have equal names."""
    match role:
        case "recruiter":
            return (account_scope(account),)
        case "supervisor":
            return tuple(clinic_scope(clinic) for clinic in sorted(clinics))
        case "admin":
            return (DESK,)
        case _:
            assert_never(role)
