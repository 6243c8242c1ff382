"""After approval: what is to be entered in the portal, in its order (docs/tables.md)."""

from collections.abc import Mapping
from typing import Any

from server.api.access import Caller, signed_in
from server.api.openapi import Blueprint
from server.api.processing import record_processing
from server.api.reach import wanted
from server.api.services import services
from server.schemas.approved import PAGE, ApprovedQuerySchema, ApprovedSchema, place, placed
from server.store.approved import Approved

blueprint = Blueprint("approved", __name__, url_prefix="/api/v1")


@blueprint.get("/approved")
@signed_in("supervisor", "admin")
@blueprint.arguments(ApprovedQuerySchema, location="query")
@blueprint.response(200, ApprovedSchema)
def approved(caller: Caller, query: Mapping[str, Any]) -> Mapping[str, Any]:
    """A page of the approved, those approved first before others."""
    kept, which = services().store.after_approval, wanted(caller, query)
    found = kept.page(which, PAGE + 1, placed(query.get("after")))
    shown = found[:PAGE]
    record_processing(
        caller,
        "search",
        purpose="portal",
        registrations=[one.registration.id for one in shown],
        detail={name: query[name] for name in ("stage", "clinic", "month") if name in query},
    )
    return {
        "items": [_item(one) for one in shown],
        "counts": kept.counts(which),
        "next": place(*shown[-1].place) if len(found) > PAGE else None,
    }


def _item(one: Approved) -> Mapping[str, Any]:
    found = one.registration
    return {
        "registration": found.id,
        "version": found.version,
        "status": found.status,
        "clinic": found.clinic,
        "recruiter": found.recruiter,
        "approved_at": one.approved_at,
        "units": dict(one.units),
        "progress": dict(found.progress),
    }
