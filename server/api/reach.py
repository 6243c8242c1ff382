"""How far a caller sees after approval: a supervisor their clinics, an admin all; narrowed by what they ask for."""

from collections.abc import Collection, Mapping
from typing import Any

from server.api import problems
from server.api.access import Caller
from server.api.services import services
from server.domain.days import WORKING_ZONE, month_moments
from server.store.approved import STAGES, Wanted


def clinics_for(caller: Caller, asked: str | None) -> Collection[str] | None:
    """The clinics to show, None for all. Raises `NotFound` for one that is not the caller's to see."""
    own = None if caller.account.role == "admin" else caller.account.clinics
    if asked is None:
        return own
    if own is not None and asked not in own:
        raise problems.NotFound
    return (asked,)


def wanted(caller: Caller, query: Mapping[str, Any]) -> Wanted:
    """The approved that a query asks for, within the caller's reach."""
    since, before = month_moments(query["month"]) if "month" in query else ("", "9")
    return Wanted(
        clinics=clinics_for(caller, query.get("clinic")),
        today=services().clock().astimezone(WORKING_ZONE).date().isoformat(),
        stages=(query["stage"],) if "stage" in query else STAGES,
        since=since,
        before=before,
    )
