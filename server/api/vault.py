"""A forgotten PIN: the phone's data key comes back to the account that has just proved who it is (P123)."""

import logging
from datetime import timedelta
from typing import Any

from server.api import problems
from server.api.access import Caller, signed_in
from server.api.openapi import Blueprint
from server.api.services import services
from server.moments import moment
from server.schemas.vault import DataKeySchema, EscrowSchema
from server.sealing import Unopened, from_base64url

blueprint = Blueprint("vault", __name__, url_prefix="/api/v1")
log = logging.getLogger(__name__)

FRESH = timedelta(minutes=15)
"""How long after the password a data key is handed back."""


@blueprint.post("/vault/open")
@signed_in()
@blueprint.arguments(EscrowSchema)
@blueprint.response(200, DataKeySchema)
def open_vault(caller: Caller, given: dict[str, Any]) -> dict[str, str]:
    """Open a phone's escrow. Nothing of it is kept here, before or after.

    Refused where the password was given long ago, or the box was sealed for another account.
    """
    found = services()
    opened_at = found.store.accounts.session_opened_at(caller.session or "")
    if opened_at is None or opened_at < moment(found.clock() - FRESH):
        raise problems.Forbidden
    try:
        key = found.seal_keys.open(from_base64url(given["box"]), context_of(caller))
    except ValueError:
        raise problems.InvalidRequest(errors={"box": ["Not base64url."]}) from None
    if isinstance(key, Unopened):
        log.info("vault_refused account=%s device=%s", caller.account.id, caller.device)
        raise problems.Forbidden
    log.info("vault_opened account=%s device=%s", caller.account.id, caller.device)
    return {"key": key.decode()}


def context_of(caller: Caller) -> str:
    """What the box of a data key is bound to."""
    return f"perisai vault {caller.account.id}"
