"""Accounts, for admins: who may sign in, as what, where, and since when."""

import logging
from dataclasses import replace
from typing import Any
from uuid import UUID

import uuid6

from server.accounts.changes import Errors, first_password, wrong_moves, wrong_places
from server.accounts.passwords import hash_password
from server.api import problems
from server.api.access import Caller, signed_in
from server.api.openapi import Blueprint
from server.api.services import services
from server.moments import moment
from server.schemas.accounts import (
    AccountsSchema,
    AddedAccountSchema,
    ChangedAccountSchema,
    NewAccountSchema,
    PasswordSchema,
    WholeAccountSchema,
)
from server.store.accounts import Account, UsernameTaken
from sync.moves import Move, move
from sync.operation import Author
from sync.threads import Stamp

blueprint = Blueprint("accounts", __name__, url_prefix="/api/v1")
log = logging.getLogger(__name__)


@blueprint.get("/accounts")
@signed_in("admin")
@blueprint.response(200, AccountsSchema)
def accounts(_caller: Caller) -> dict[str, Any]:
    """All accounts with their role and clinics."""
    return {"accounts": services().store.accounts.accounts()}


@blueprint.post("/accounts")
@signed_in("admin")
@blueprint.arguments(NewAccountSchema)
@blueprint.response(201, AddedAccountSchema)
def add(caller: Caller, given: dict[str, Any]) -> dict[str, Any]:
    """Open an account. Its first password is in this answer and nowhere else."""
    found, password = services(), first_password()
    _refuse(_wrong_places(given))
    account = Account(
        id=str(uuid6.uuid7()),
        username=given["username"],
        name=given["name"],
        role=given["role"],
        clinics=tuple(sorted(set(given["clinics"]))),
        active=True,
        password_hash=hash_password(password),
        password_by_admin=True,
    )
    try:
        found.store.accounts.add_accounts(
            [account], since=moment(found.clock()), by=caller.account.id
        )
    except UsernameTaken:
        raise problems.InvalidRequest(errors={"username": ["It is taken."]}) from None
    log.info("account_added account=%s role=%s by=%s", account.id, account.role, caller.account.id)
    return {"account": account, "password": password}


@blueprint.get("/accounts/<uuid:account>")
@signed_in("admin")
@blueprint.response(200, WholeAccountSchema)
def one(_caller: Caller, account: UUID) -> dict[str, Any]:
    """One account with its past and what is its own."""
    return _whole(_known(account))


@blueprint.put("/accounts/<uuid:account>")
@signed_in("admin")
@blueprint.arguments(ChangedAccountSchema)
@blueprint.response(200, WholeAccountSchema)
def change(caller: Caller, given: dict[str, Any], account: UUID) -> dict[str, Any]:
    """Change name, role and clinics, close or open it, then move its registrations (M80, M81)."""
    found, known = services(), _known(account)
    if known.id == caller.account.id and not (given["role"] == "admin" and given["active"]):
        raise problems.Forbidden("Nobody closes or demotes the account they are signed in with.")
    clinics = tuple(sorted(set(given["clinics"])))
    _refuse({**_wrong_places(given), **wrong_moves(clinics, given["moves"])})
    changed = replace(
        known, name=given["name"], role=given["role"], clinics=clinics, active=given["active"]
    )
    found.store.accounts.change_account(changed, at=moment(found.clock()), by=caller.account.id)
    log.info(
        "account_changed account=%s role=%s clinics=%d active=%s by=%s",
        changed.id,
        changed.role,
        len(clinics),
        changed.active,
        caller.account.id,
    )
    for asked in given["moves"]:
        _move(caller, changed, asked["from"], asked["to"])
    return _whole(changed)


@blueprint.post("/accounts/<uuid:account>/password")
@signed_in("admin")
@blueprint.response(200, PasswordSchema)
def reset_password(caller: Caller, account: UUID) -> dict[str, Any]:
    """Make another password, told here only; whoever is signed in with the old one is not any more."""
    found, password = services(), first_password()
    made = hash_password(password)
    if not found.store.accounts.reset_password(str(account), made, moment(found.clock())):
        raise problems.NotFound
    log.info("password_reset account=%s by=%s", account, caller.account.id)
    return {"password": password}


@blueprint.post("/accounts/<uuid:account>/factor/end")
@signed_in("admin")
@blueprint.response(204)
def end_factor(caller: Caller, account: UUID) -> None:
    """Forget the codes of somebody who has lost them; they make new ones when they sign in next (P198)."""
    found, known = services(), _known(account)
    found.store.second_factors.end(known.id)
    found.store.accounts.revoke_account_sessions(known.id, moment(found.clock()))
    log.info("factor_ended account=%s by=%s", known.id, caller.account.id)


def _known(account: UUID) -> Account:
    found = services().store.accounts.account_by_id(str(account))
    if found is None:
        raise problems.NotFound
    return found


def _wrong_places(given: dict[str, Any]) -> Errors:
    known = [clinic.id for clinic in services().store.accounts.clinics()]
    return wrong_places(given["role"], given["clinics"], known)


def _refuse(errors: Errors) -> None:
    if errors:
        raise problems.InvalidRequest(errors=errors)


def _move(caller: Caller, account: Account, origin: str, to: str) -> None:
    found = services()
    at = moment(found.clock())
    author = Author(caller.account.id, caller.account.role, caller.device)
    stamp = Stamp(str(uuid6.uuid7()), 0, author, at, at, 0, None)
    moved = move(found.store.journal, Move(account.id, origin, to, stamp))
    log.info(
        "registrations_moved account=%s from=%s to=%s count=%d by=%s",
        account.id,
        origin,
        to,
        moved,
        caller.account.id,
    )


def _whole(account: Account) -> dict[str, Any]:
    kept = services().store.entitlements
    return {
        "account": account,
        "entitlements": [
            {
                "since": granted.entitlement.since or None,
                "until": granted.entitlement.until,
                "role": granted.entitlement.role,
                "clinics": sorted(granted.entitlement.clinics),
                "active": granted.entitlement.active,
                "by": granted.by,
            }
            for granted in kept.granted(account.id)
        ],
        "registrations": [
            {"clinic": clinic, "count": count}
            for clinic, count in kept.registrations_by_clinic(account.id).items()
        ],
    }
