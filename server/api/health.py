"""Is it up, and what does it speak."""

from typing import Any

from flask import Response, current_app, json

from server.api.access import public
from server.api.openapi import VERSION, Blueprint, document
from server.api.services import services
from server.moments import moment
from server.schemas.common import HealthSchema

blueprint = Blueprint("health", __name__, url_prefix="/api/v1")


@blueprint.get("/health")
@public
@blueprint.response(200, HealthSchema)
def health() -> dict[str, Any]:
    """Whether the server answers."""
    return {"status": "ok", "version": VERSION, "time": moment(services().clock())}


@blueprint.get("/openapi.json")
@public
@blueprint.response(200)
def openapi() -> Response:
    """The document that you are reading."""
    return Response(json.dumps(document(current_app)), mimetype="application/json")
