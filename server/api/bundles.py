"""What a colleague's phone brings: sealed operations of another device, signed by it (P94-P97)."""

import logging
from collections.abc import Mapping
from typing import Any, Literal

from server.api import problems
from server.api.access import Caller, pushing
from server.api.openapi import Blueprint
from server.api.sealed import open_one, reader
from server.api.services import Services, services
from server.api.sync import HELD_FOR, burn, entitlements_of, noted
from server.domain import late_work
from server.json_text import digest
from server.moments import moment
from server.schemas.bundles import (
    BundleAnswerSchema,
    BundleSchema,
    DeviceKeySchema,
    signed_part,
)
from server.sealing import Unopened
from server.signing import read_point, signed_by
from server.store.devices import DeviceValue
from sync.effect import Sender
from sync.exchange import Answer, Push, exchange

blueprint = Blueprint("bundles", __name__, url_prefix="/api/v1")
log = logging.getLogger(__name__)


@blueprint.post("/device-key")
@pushing
@blueprint.arguments(DeviceKeySchema)
@blueprint.response(204)
def device_key(caller: Caller, given: Mapping[str, Any]) -> None:
    """Tell the key that this device signs bundles with from now on."""
    found, key = services(), given["public_key"]
    try:
        read_point(key)
    except ValueError:
        wrong = {"public_key": ["Not a point of P-256 in base64url."]}
        raise problems.InvalidRequest(errors=wrong) from None
    found.store.devices.tell_key(caller.device, key, moment(found.clock()))
    log.info("device_key device=%s", caller.device)


@blueprint.post("/bundles")
@pushing
@blueprint.arguments(BundleSchema)
@blueprint.response(200, BundleAnswerSchema)
def bundles(caller: Caller, bundle: Mapping[str, Any]) -> Mapping[str, Any]:
    """Take what another device sealed and signed, as if it had pushed it itself."""
    told = _told(services(), bundle)
    log.info(
        "carried device=%s by=%s items=%d result=%s taken=%d",
        bundle["device"],
        caller.device,
        len(bundle["items"]),
        told["result"],
        told["taken"],
    )
    return told


def _told(found: Services, bundle: Mapping[str, Any]) -> dict[str, Any]:
    told = {"device": bundle["device"], "taken": 0, "through": None}
    origin = origin_of(found, bundle)
    if not isinstance(origin, DeviceValue):
        return told | {"result": origin}
    opened = [open_one(found.seal_keys, origin.id, item) for item in bundle["items"]]
    operations = [one for one in opened if not isinstance(one, Unopened)]
    if not operations:
        return told | {"result": "unsealable"}
    answer = _take(found, origin, operations, app=bundle["app"])
    return told | {
        "result": _result(answer),
        "taken": answer.taken,
        "through": answer.through,
    }


Doubt = Literal["unknown_device", "old_key", "bad_signature"]


def origin_of(found: Services, signed: Mapping[str, Any]) -> DeviceValue | Doubt:
    """The device that signed a bundle or a piece, or why it is not believed."""
    origin = found.store.devices.device_by_id(signed["device"])
    keys = found.store.devices.keys_of(signed["device"])
    if origin is None or not keys:
        return "unknown_device"
    data = signed_part(signed)
    by = [signed_by(key, signed["signature"], data) for key in keys]
    if by[0]:
        return origin
    return "old_key" if any(by) else "bad_signature"


def _take(
    found: Services, origin: DeviceValue, operations: list[dict[str, Any]], *, app: str
) -> Answer:
    account = found.store.accounts.account_by_id(origin.account)
    if account is None:  # a device's account is there: the database holds it to that
        raise LookupError(origin.account)
    now = found.clock()
    push = Push(
        sender=Sender(account.id, account.role, origin.id, entitlements_of(found, account)),
        operations=operations,
        received_at=moment(now),
        app=app,
        give_up=moment(now - HELD_FOR),
        late_from=late_work.not_before(now),
    )
    answer = exchange(
        found.store.journal,
        push,
        rules=found.rules,
        reader=reader(found.seal_keys),
        on_bug=noted,
        digest_of=digest,
    )
    burn(found, push)
    assert isinstance(answer, Answer)  # a bundle shows no incarnation, so it is no copy's (P101)
    return answer


def _result(answer: Answer) -> str:
    if any(receipt.result == "retry" for receipt in answer.exceptions):
        return "retry"
    return "taken" if answer.taken else "known"
