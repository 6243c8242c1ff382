"""Who I am, where I work, whom I may know; and my password."""

import logging
from typing import Any

from server.accounts.passwords import verify_password
from server.api import problems, proving
from server.api.access import Caller, signed_in
from server.api.choosing import chosen_hash
from server.api.devices import visible_to
from server.api.openapi import Blueprint
from server.api.services import services
from server.moments import moment
from server.schemas.accounts import MeSchema, OwnPasswordSchema
from server.store.accounts import Account

blueprint = Blueprint("me", __name__, url_prefix="/api/v1")
log = logging.getLogger(__name__)


@blueprint.get("/me")
@signed_in()
@blueprint.response(200, MeSchema)
def me(caller: Caller) -> dict[str, Any]:
    """The account with its clinics, people, devices and settings."""
    return me_of(caller.account)


@blueprint.post("/me/password")
@signed_in()
@blueprint.arguments(OwnPasswordSchema)
@blueprint.response(204)
def change_password(caller: Caller, given: dict[str, Any]) -> None:
    """Choose another password; every other session of the account ends (P240-P242)."""
    found, who = services(), caller.account
    try:
        account = proving.account_of(who.username, given["old"])
    except problems.BadCredentials:
        if verify_password(who.password_hash, given["new"]):
            return  # done already, and the answer was lost
        raise _not_the_old() from None
    hashes = account.password_hash, chosen_hash(account, "new", **given)
    now = moment(found.clock())
    if not found.store.accounts.change_password(who.id, hashes, but=caller.session, at=now):
        raise _not_the_old()
    log.info("password_changed account=%s device=%s", who.id, caller.device)


def _not_the_old() -> problems.Problem:
    """Not a 401: to a phone that would mean that its session has ended."""
    return problems.InvalidRequest(errors={"old": ["It is another one."]})


def me_of(account: Account) -> dict[str, Any]:
    """What a person's phone keeps of them; the answer of a sign-in has the same."""
    found = services()
    clinics = found.store.accounts.clinics_of(account)
    return {
        "account": account,
        "clinics": [{"id": c.id, "name": c.name, "district": c.district_code} for c in clinics],
        "people": found.store.accounts.people_for(account),
        "devices": visible_to(account),
        "settings": found.organisation,
        "seal": found.seal_keys.announced(),
    }
