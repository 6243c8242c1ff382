"""Incentive from payments: statements by recruiter and month (docs/tables.md)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from server.api import problems
from server.api.access import Caller, signed_in
from server.api.openapi import Blueprint
from server.api.processing import record_processing
from server.api.reach import clinics_for
from server.api.services import services
from server.domain.days import month_days
from server.domain.incentive import Group, earned, thresholds
from server.schemas.approved import (
    StatementQuerySchema,
    StatementsQuerySchema,
    StatementsSchema,
    WholeStatementSchema,
)
from server.store.approved import Approved, Sum

blueprint = Blueprint("statements", __name__, url_prefix="/api/v1")


@blueprint.get("/statements")
@signed_in("supervisor", "admin")
@blueprint.arguments(StatementsQuerySchema, location="query")
@blueprint.response(200, StatementsSchema)
def statements(caller: Caller, query: Mapping[str, Any]) -> Mapping[str, Any]:
    """Of everybody whose members paid in a month."""
    clinics = clinics_for(caller, query.get("clinic"))
    return {"month": query["month"], "statements": [*statements_of(query["month"], clinics)]}


@blueprint.get("/statements/<uuid:account>")
@signed_in()
@blueprint.arguments(StatementQuerySchema, location="query")
@blueprint.response(200, WholeStatementSchema)
def statement(caller: Caller, query: Mapping[str, Any], account: UUID) -> Mapping[str, Any]:
    """One account's month with its payments; a recruiter's own only."""
    whose, month = str(account), query["month"]
    if caller.account.role == "recruiter" and whose != caller.account.id:
        raise problems.NotFound
    clinics = None if whose == caller.account.id else clinics_for(caller, None)
    (told,) = statements_of(month, clinics, whose) or [_none(whose, month)]
    paid = services().store.after_approval.paid(month_days(month), clinics, whose)
    record_processing(
        caller,
        "statement",
        purpose="incentive",
        registrations=[one.registration.id for one in paid],
        detail={"account": whose, "month": month},
    )
    return {"month": month, "statement": told, "payments": [_payment(one) for one in paid]}


def statements_of(
    month: str, clinics: Collection[str] | None, account: str | None = None
) -> list[Mapping[str, Any]]:
    """What each account earned from the payments of a month at these clinics."""
    kept, days = services().store.after_approval, month_days(month)
    if not thresholds(date.fromisoformat(days[0])):
        raise problems.InvalidRequest(errors={"month": ["Before the first scheme of incentive."]})
    told = _by_account(kept.sums(days, clinics, account))
    everywhere = told if clinics is None else _by_account(kept.sums(days, None, account))
    return [
        _statement(who, groups, month, elsewhere=groups != everywhere[who])
        for who, groups in told.items()
    ]


def _by_account(sums: Iterable[Sum]) -> dict[str, list[Group]]:
    return {
        who: [Group(one.programmes, one.members, one.paid_total) for one in own]
        for who, own in groupby(sums, attrgetter("account"))
    }


def _statement(
    account: str, groups: list[Group], month: str, *, elsewhere: bool
) -> Mapping[str, Any]:
    money = earned(groups, date.fromisoformat(month_days(month)[0]))
    return {
        "account": account,
        "members": sum(group.members for group in groups),
        "paid_total": sum(group.paid_total for group in groups),
        "acquisition": money.acquisition,
        "fees": money.fees,
        "total": money.total,
        "rule": money.rule,
        "elsewhere": elsewhere,
    }


def _none(account: str, month: str) -> Mapping[str, Any]:
    return _statement(account, [], month, elsewhere=False)


def _payment(one: Approved) -> Mapping[str, Any]:
    units, facts = one.units, one.registration.progress
    return {
        "registration": one.registration.id,
        "full_name": units["name"]["full_name"],
        "clinic": one.registration.clinic,
        "programmes": len(units["contribution"]["programmes"]),
        "payment_code": facts.get("payment_code"),
        "paid_at": facts["paid_at"],
        "amount": facts["amount"],
    }
