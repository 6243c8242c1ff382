"""Signing in and out."""

import logging
from typing import Any

from flask import request

from server.accounts import throttle
from server.accounts.passwords import hash_password, needs_rehash, verify_password
from server.accounts.sessions import expiry
from server.accounts.tokens import new_token, token_hash
from server.api import problems
from server.api.access import Caller, public, signed_in
from server.api.counting import SIGN_INS_REFUSED
from server.api.me import me_of
from server.api.openapi import Blueprint
from server.api.services import services
from server.moments import moment
from server.schemas.accounts import SessionSchema, SignInSchema
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
    """Sign in on a device. Wrong passwords are counted for each user name and address."""
    account = _account(given["username"].strip().lower(), given["password"])
    device_token = _register(account, given["device"])
    return _open_session(account, given["device"]["id"]) | {
        "device_token": device_token,
        "me": me_of(account),
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


def _account(username: str, password: str) -> Account:
    """The account of these credentials. Raises `RateLimited` or `BadCredentials`."""
    found = services()
    attempts, now = found.store.attempts, found.clock()
    key = throttle.key(username, request.remote_addr or "")
    wait = throttle.wait_seconds(attempts.failures(key, throttle.since(now)), now)
    if wait:
        SIGN_INS_REFUSED.labels("rate_limited").inc()
        raise problems.RateLimited(wait)
    # Counted before the slow check and forgotten after it, so that many tries at once are many.
    attempts.record_failure(key, moment(now))
    account = found.store.accounts.account_by_username(username)
    known = account.password_hash if account is not None and account.active else None
    if not verify_password(known, password) or account is None:
        SIGN_INS_REFUSED.labels("bad_credentials").inc()
        log.info("sign_in_failed account=%s", account.id if account else "-")
        raise problems.BadCredentials
    attempts.forget(key)
    attempts.forget_before(throttle.since(now))
    if needs_rehash(account.password_hash):
        found.store.accounts.set_password_hash(account.id, hash_password(password))
    return account


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
