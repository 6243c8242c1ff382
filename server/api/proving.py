"""Who signs in: a password, and for the accounts of desks a code as well (docs/security.md, P196-P199)."""

import logging
from dataclasses import dataclass, replace

from flask import request

from server.accounts import throttle
from server.accounts.passwords import hash_password, needs_rehash, verify_password
from server.accounts.second_factor import is_asked, recovery_hash, step_of
from server.api import problems
from server.api.counting import SIGN_INS_REFUSED
from server.api.services import services
from server.api.sign_in_problems import BadCode, CodeNeeded, FactorNeeded
from server.moments import moment
from server.store.accounts import Account

log = logging.getLogger(__name__)
_ANYWHERE = "second factor"
"""In the place of an address: who has the password tries codes from as many as they like."""


@dataclass(frozen=True, slots=True)
class Step:
    """A code by time, of this step."""

    step: int


@dataclass(frozen=True, slots=True)
class Recovery:
    """A code for a lost phone, by its hash."""

    hash: str


def account_of(username: str, password: str) -> Account:
    """The account of these credentials. Raises `RateLimited` or `BadCredentials`."""
    found, name = services(), username.strip().lower()
    key = _counted(name, request.remote_addr or "")
    account = found.store.accounts.account_by_username(name)
    known = account.password_hash if account is not None and account.active else None
    if not verify_password(known, password) or account is None:
        SIGN_INS_REFUSED.labels("bad_credentials").inc()
        log.info("sign_in_failed account=%s", account.id if account else "-")
        raise problems.BadCredentials
    found.store.attempts.forget(key)
    found.store.attempts.forget_before(throttle.since(found.clock()))
    if needs_rehash(account.password_hash):
        anew = hash_password(password)
        found.store.accounts.set_password_hash(account.id, anew)
        return replace(account, password_hash=anew)
    return account


def code_of(account: Account, given: str | None) -> Step | Recovery | None:
    """What proves it besides the password; None where nothing is asked for. Nothing is used up yet.

    Raises `FactorNeeded`, `CodeNeeded`, `BadCode` or `RateLimited`.
    """
    found = services()
    if not is_asked(found.settings.second_factor, account.role):
        return None
    factor = found.store.second_factors.of(account.id)
    if given is None:
        confirmed = factor is not None and factor.confirmed
        raise CodeNeeded if confirmed else FactorNeeded
    if factor is None:
        raise FactorNeeded
    _counted(account.username, _ANYWHERE)
    code = "".join(given.split())
    if (step := step_of(factor.secret, code, found.clock())) is not None:
        return Step(step)
    if factor.confirmed and found.store.second_factors.has_recovery(
        account.id, hashed := recovery_hash(code)
    ):
        return Recovery(hashed)
    raise _bad_code(account)


def use(account: Account, code: Step | Recovery | None) -> None:
    """Use it up. Raises `BadCode` where that was done before (P197)."""
    found, factors = services(), services().store.second_factors
    match code:
        case None:
            return
        case Step(step):
            taken = factors.take_step(account.id, step, moment(found.clock()))
        case Recovery(hashed):
            taken = factors.take_recovery(account.id, hashed)
            log.info("recovery_used account=%s", account.id)
    if not taken:
        raise _bad_code(account)
    found.store.attempts.forget(throttle.key(account.username, _ANYWHERE))


def _bad_code(account: Account) -> problems.Problem:
    SIGN_INS_REFUSED.labels("bad_code").inc()
    log.info("code_refused account=%s", account.id)
    return BadCode()


def _counted(username: str, place: str) -> str:
    """Count a try before it is looked at, so that many at once are many; the key to forget it by."""
    found = services()
    attempts, now = found.store.attempts, found.clock()
    key = throttle.key(username, place)
    wait = throttle.wait_seconds(attempts.failures(key, throttle.since(now)), now)
    if wait:
        SIGN_INS_REFUSED.labels("rate_limited").inc()
        raise problems.RateLimited(wait)
    attempts.record_failure(key, moment(now))
    return key
