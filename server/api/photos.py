"""The photo of a registration, for whoever sees the registration (P88), and one that is proposed (P133)."""

import logging
from uuid import UUID

from flask import Response

from server.accounts.scopes import scopes_of
from server.api import problems
from server.api.access import Caller, signed_in
from server.api.openapi import Blueprint
from server.api.processing import looking, record_processing
from server.api.services import services
from server.store.photos import Photo

blueprint = Blueprint("photos", __name__, url_prefix="/api/v1")
log = logging.getLogger(__name__)

HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "sandbox",
}
"""A picture and nothing else, whatever its bytes say, and kept by nobody on the way."""


@blueprint.get("/registrations/<uuid:registration>/photo")
@signed_in()
@blueprint.response(200, {"format": "binary", "type": "string"}, content_type="image/*")
def photo(caller: Caller, registration: UUID) -> Response:
    """The standing photo."""
    found, account = services(), caller.account
    scopes = scopes_of(account.id, account.role, account.clinics)
    return _picture(found.store.photos.shown(str(registration), scopes), caller, registration)


@blueprint.get("/registrations/<uuid:registration>/proposals/<uuid:op>/photo")
@signed_in("admin")
@blueprint.response(200, {"format": "binary", "type": "string"}, content_type="image/*")
def proposed_photo(caller: Caller, registration: UUID, op: UUID) -> Response:
    """The photo that an operation proposes in an open question (P133)."""
    found, account = services(), caller.account
    scopes = scopes_of(account.id, account.role, account.clinics)
    return _picture(
        found.store.photos.proposed(str(registration), str(op), scopes), caller, registration
    )


def _picture(photo: Photo | None, caller: Caller, registration: UUID) -> Response:
    if photo is None:
        raise problems.NotFound
    data = services().blobs.get(photo.sha256)
    if data is None:
        log.error("photo_lost registration=%s", registration)
        raise problems.NotFound
    seen = [str(registration)]
    record_processing(caller, "photo", purpose=looking(caller), registrations=seen)
    named = {"Content-Disposition": f"inline; filename=photo.{photo.type.partition('/')[2]}"}
    return Response(data, mimetype=photo.type, headers=HEADERS | named)
