"""Scopes: who sees a registration, and how its entries move (P50, P51)."""

from collections.abc import Mapping

from sync.journal import Flag
from sync.registration import Registration

CLINIC = "clinic:"
DESK = "desk"
"""Registrations with an open question, for admins."""


def account_scope(account: str) -> str:
    return f"account:{account}"


def clinic_scope(clinic: str) -> str:
    return f"{CLINIC}{clinic}"


def scopes_of(registration: Registration) -> set[str]:
    """The scopes in which a registration is live; an erased one is told in all that it may be in (P142)."""
    scopes = {account_scope(registration.recruiter), clinic_scope(registration.clinic)}
    if registration.erased or registration.open_threads():
        scopes.add(DESK)
    return scopes


def entries_of(before: Registration | None, after: Registration) -> dict[tuple[str, str], Flag]:
    """The entries that move to the end of their feeds because a registration changed."""
    now = scopes_of(after)
    gone = (scopes_of(before) if before else set()) - now
    moved: dict[tuple[str, str], Flag] = {
        (scope, after.id): "erased" if after.erased else "live" for scope in now
    }
    for scope in gone:
        moved[scope, after.id] = "left"
    return moved


def moving(entries: Mapping[tuple[str, str], Flag]) -> frozenset[str]:
    """The registrations that leave a clinic for another: one view may have both (P51)."""
    return frozenset(
        registration
        for (scope, registration), flag in entries.items()
        if flag == "left" and scope.startswith(CLINIC)
    )
