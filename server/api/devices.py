"""Devices: how they are, and ending one that is lost."""

import logging
from typing import Any
from uuid import UUID

from server.api import problems
from server.api.access import Caller, pushing, signed_in
from server.api.openapi import Blueprint
from server.api.services import services
from server.moments import moment
from server.schemas.accounts import DevicesSchema
from server.store.accounts import Account
from server.store.devices import DeviceValue

blueprint = Blueprint("devices", __name__, url_prefix="/api/v1")
log = logging.getLogger(__name__)


@blueprint.get("/devices")
@signed_in("supervisor", "admin")
@blueprint.response(200, DevicesSchema)
def devices(caller: Caller) -> dict[str, Any]:
    """Devices of the caller's clinics, an admin's are all, and how they last said they were."""
    return {
        "devices": visible_to(caller.account),
        "backup_at": services().store.meta.backup_at(),
    }


@blueprint.post("/devices/<uuid:device>/end")
@signed_in("admin")
@blueprint.response(204)
def end(caller: Caller, device: UUID) -> None:
    """End a device: its sessions are revoked at once, it may still hand over what is pending."""
    found = services()
    if not found.store.devices.end_device(str(device), moment(found.clock())):
        raise problems.NotFound
    log.info("device_ended device=%s by=%s", device, caller.account.id)


@blueprint.post("/device/wiped")
@pushing
@blueprint.response(204)
def wiped(caller: Caller) -> None:
    """Hear from an ended device that its person's data is deleted from it (P128)."""
    found = services()
    if caller.standing != "device_ended":
        raise problems.Forbidden
    found.store.devices.note_wiped(caller.device, moment(found.clock()))
    log.info("device_wiped device=%s account=%s", caller.device, caller.account.id)


def visible_to(account: Account) -> tuple[DeviceValue, ...]:
    """The devices that a role may see: a recruiter's own, a supervisor's clinics', an admin's all."""
    store = services().store.devices
    match account.role:
        case "recruiter":
            return store.devices_of(account.id)
        case "supervisor":
            return store.devices_for(account.clinics)
        case "admin":
            return store.devices_for(None)
