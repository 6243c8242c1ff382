"""A new device id, for a phone that was copied or whose chain broke (P104)."""

import logging
from typing import Any, assert_never

from server.accounts.tokens import derived_token, token_hash
from server.api import problems
from server.api.access import Caller, pushing
from server.api.openapi import Blueprint
from server.api.services import services
from server.moments import moment
from server.schemas.accounts import RenewedSchema, RenewSchema
from server.store.renewals import InUse, NewSelf, NoSuchFork, Renewed
from sync.lineage import Ancestor

blueprint = Blueprint("renewal", __name__, url_prefix="/api/v1")
log = logging.getLogger(__name__)


@blueprint.post("/device/renew")
@pushing
@blueprint.arguments(RenewSchema)
@blueprint.response(200, RenewedSchema)
def renew(caller: Caller, given: dict[str, Any]) -> dict[str, Any]:
    """Go on as another device. The same request again gets the same answer."""
    found = services()
    ancestor = Ancestor(given["ancestor"]["device"], given["ancestor"]["n"])
    if ancestor.device != caller.device:
        raise problems.WrongDevice
    device_token, token = (
        derived_token(found.renewal_key, f"{kind} {ancestor.device} {given['device']}")
        for kind in ("device", "session")
    )
    new = NewSelf(
        device=given["device"],
        account=caller.account.id,
        ancestor=ancestor,
        hash=given["ancestor"].get("hash"),
        why=given["why"],
        token_hash=token_hash(device_token),
        session_hash=token_hash(token),
        session=caller.session if caller.standing == "ok" else None,
        at=moment(found.clock()),
    )
    expires_at = _kept(found.store.renewals.renew(new))
    log.info("renewed device=%s from=%s n=%d", new.device, ancestor.device, ancestor.n)
    return {
        "device_token": device_token,
        "token": token if expires_at else None,
        "expires_at": expires_at,
    }


def _kept(outcome: Renewed | InUse | NoSuchFork) -> str | None:
    match outcome:
        case Renewed(expires_at=expires_at):
            return expires_at
        case InUse(foreign=True):
            raise problems.WrongDevice
        case InUse():
            raise problems.DeviceKnown
        case NoSuchFork():
            raise problems.InvalidRequest(errors={"ancestor.n": ["Not on this log's chain."]})
        case _:
            assert_never(outcome)
