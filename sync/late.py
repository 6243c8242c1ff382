"""Entitlement with dates, and work that comes in after it ended (docs/merge.md, M75-M78)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sync.operation import Amend, Create, Erase, Operation, Review, Role, Withdraw

LATE_KINDS = (Create, Amend, Withdraw, Erase, Review)
"""What may be taken late; what an admin decides may not (M77)."""


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What an account might do from ``since`` on, by the server's clock, until its next one began.

    ``until`` is when that was, None while it holds.
    """

    role: Role
    clinics: frozenset[str]
    active: bool = True
    since: str = ""
    until: str | None = None


Entitlements = Callable[[str], Sequence[Entitlement]]
"""All entitlements of an account by its id, oldest first."""


def always(role: Role, *clinics: str) -> Entitlements:
    """An account that was never anything else."""
    only = (Entitlement(role, frozenset(clinics)),)
    return lambda _account: only


def held_at(entitlements: Sequence[Entitlement], moment: str) -> Entitlement | None:
    """The entitlement in force at a moment of the server's clock."""
    begun = [e for e in entitlements if e.since <= moment]
    return begun[-1] if begun else None


def lost(
    operation: Operation,
    entitlements: Sequence[Entitlement],
    *,
    made_at: str | None,
    not_before: str,
) -> Entitlement | None:
    """The entitlement under which late work was made, if it may be taken at all (M76, M77).

    ``made_at`` is None where the skew was not measured; what ended before ``not_before`` is over.
    """
    if made_at is None or not isinstance(operation.body, LATE_KINDS):
        return None
    then = held_at(entitlements, made_at)
    if then is None or then.until is None or then.until < not_before:
        return None
    return then if then.active and then.role == operation.author.role else None
