"""Signing in and out."""

import logging
from typing import Any

from server.accounts.second_factor import (
    address_of,
    is_asked,
    new_recovery_codes,
    new_secret,
    recovery_hash,
)
from server.accounts.sessions import expiry
from server.accounts.tokens import new_token, token_hash
from server.api import problems, proving
from server.api.access import Caller, public, signed_in
from server.api.choosing import chosen_hash
from server.api.me import me_of
from server.api.openapi import Blueprint
from server.api.services import services
from server.api.sign_in_problems import PasswordNeeded
from server.moments import moment
from server.schemas.accounts import FactorAskedSchema, FactorSchema, SessionSchema, SignInSchema
from server.store.accounts import Account
from server.store.devices import NewDevice, Taken
from server.store.sessions import NewSession

blueprint = Blueprint("session", __name__, url_prefix="/api/v1")
log = logging.getLogger(__name__)


@blueprint.post("/session")
@public
@blueprint.arguments(SignInSchema)
@blueprint.response(201, SessionSchema)
def sign_in(given: dict[str, Any]) -> dict[str, Any]:
    """Sign in on a device. Wrong passwords are counted for each user name and address, wrong codes for each
    account (P197). Whose password an admin made chooses another with it (P243)."""
    account = _proved(given)
    chosen = _own_password(account, given)
    code = proving.code_of(account, given.get("code"))
    device_token = _register(account, given["device"])
    proving.use(account, code)
    if chosen is not None:
        _choose(account, chosen)
    return _open_session(account, given["device"]["id"]) | {
        "device_token": device_token,
        "me": me_of(account),
    }


@blueprint.post("/session/factor")
@public
@blueprint.arguments(FactorAskedSchema)
@blueprint.response(200, FactorSchema)
def begin_factor(given: dict[str, Any]) -> dict[str, Any]:
    """Make a second factor for who signs in for the first time where one is asked for (P196)."""
    account = proving.account_of(given["username"], given["password"])
    secret, recovery = new_secret(), new_recovery_codes()
    asked = is_asked(services().settings.second_factor, account.role)
    hashes = [recovery_hash(code) for code in recovery]
    if not asked or not services().store.second_factors.begin(account.id, secret, hashes):
        raise problems.Forbidden
    log.info("factor_begun account=%s", account.id)
    return {
        "secret": secret,
        "address": address_of(secret, account.username),
        "recovery": recovery,
    }


@blueprint.delete("/session")
@signed_in()
@blueprint.response(204)
def sign_out(caller: Caller) -> None:
    """Revoke the session. The device's own credential stays, so what is pending can still come."""
    found = services()
    if caller.session is not None:
        found.store.accounts.revoke_session(caller.session, moment(found.clock()))
    log.info("signed_out account=%s device=%s", caller.account.id, caller.device)


def _proved(given: dict[str, Any]) -> Account:
    """Who signs in. With a chosen password that was taken before, when its answer was lost, too."""
    name, chosen = given["username"], given.get("new_password")
    try:
        return proving.account_of(name, given["password"])
    except problems.BadCredentials:
        if chosen is None:
            raise
        return proving.account_of(name, chosen)


def _own_password(account: Account, given: dict[str, Any]) -> str | None:
    """The hash that takes the place of an admin's (P243); None for an account that has chosen."""
    if not account.password_by_admin:
        return None
    if "new_password" not in given:
        raise PasswordNeeded
    return chosen_hash(account, "new_password", old=given["password"], new=given["new_password"])


def _choose(account: Account, chosen: str) -> None:
    found = services()
    hashes, now = (account.password_hash, chosen), moment(found.clock())
    if not found.store.accounts.change_password(account.id, hashes, but=None, at=now):
        raise problems.BadCredentials
    log.info("password_chosen account=%s", account.id)


def _register(account: Account, device: dict[str, Any]) -> str:
    """Remember the device and return its push-only credential."""
    found = services()
    token = new_token()
    known = found.store.devices.register_device(
        NewDevice(
            id=device["id"],
            account=account.id,
            label=device["label"],
            app=device["app"],
            token_hash=token_hash(token),
            at=moment(found.clock()),
        )
    )
    if isinstance(known, Taken):
        raise problems.WrongDevice
    if known.ended_at is not None:
        raise problems.DeviceEnded
    return token


def _open_session(account: Account, device: str) -> dict[str, Any]:
    """One live session a device: the new one takes the place of those before it."""
    found = services()
    now = found.clock()
    token, expires_at = new_token(), expiry(now, found.settings.session_days)
    found.store.accounts.revoke_device_sessions(device, moment(now))
    found.store.accounts.open_session(
        NewSession(
            account_id=account.id,
            device_id=device,
            token_hash=token_hash(token),
            created_at=moment(now),
            expires_at=expires_at,
        )
    )
    log.info("signed_in account=%s device=%s", account.id, device)
    return {"token": token, "expires_at": expires_at}
