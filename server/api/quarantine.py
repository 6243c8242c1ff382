"""What waits for an admin; deciding about it is an operation, and goes by sync."""

from collections.abc import Mapping
from typing import Any

from server.api.access import Caller, signed_in
from server.api.openapi import Blueprint
from server.api.services import services
from server.schemas.quarantine import (
    PAGE,
    QuarantineQuerySchema,
    QuarantineSchema,
    place,
    readable,
)
from server.store.quarantine import Waits

blueprint = Blueprint("quarantine", __name__, url_prefix="/api/v1")


@blueprint.get("/quarantine")
@signed_in("admin")
@blueprint.arguments(QuarantineQuerySchema, location="query")
@blueprint.response(200, QuarantineSchema)
def quarantine(_caller: Caller, query: Mapping[str, Any]) -> Mapping[str, Any]:
    """Operations that are quarantined, of reused ids, or held; the newest received first."""
    count, found = services().store.quarantine.waiting(query.get("before"), PAGE + 1)
    shown = found[:PAGE]
    last = shown[-1].logged if len(found) > PAGE else None
    return {
        "count": count,
        "items": [_item(waits) for waits in shown],
        "next": place(last.received_at, last.device, last.n, last.hash) if last else None,
    }


def _item(waits: Waits) -> Mapping[str, Any]:
    logged, receipt, standing = waits.logged, waits.receipt, waits.standing
    told = readable(logged.raw)
    return told | {
        "device": logged.device,
        "n": logged.n,
        "hash": logged.hash if waits.aside else None,
        "op": receipt.op,
        "on": waits.on,
        "clinic": told["clinic"] or (standing.clinic if standing else None),
        "account": logged.account,
        "role": logged.role,
        "label": waits.label,
        "app": logged.app,
        "result": receipt.result,
        "code": receipt.code,
        "detail": receipt.detail,
        "received_at": logged.received_at,
        "skew_ms": logged.skew_ms,
        "standing": standing.values() if standing else None,
    }
