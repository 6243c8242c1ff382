"""Photos on their way: tus 1.0.0 (docs/protocol.md 10)."""

from uuid import UUID, uuid4

from flask import Response

from server.api import problems, tus
from server.api.access import Caller, public, pushing
from server.api.arriving import take
from server.api.openapi import Blueprint
from server.api.services import services
from server.moments import moment
from server.schemas.units import MOST_PHOTO_BYTES
from server.store.uploads import Upload

blueprint = Blueprint("uploads", __name__, url_prefix="/api/v1/uploads")
_UPLOAD = "/<uuid:upload>"


@blueprint.route("", methods=["OPTIONS"], provide_automatic_options=False)
@public
@blueprint.response(204)
def can() -> Response:
    """What is spoken here."""
    return Response(status=204, headers=tus.CAN)


@blueprint.post("")
@pushing
@blueprint.response(201)
def begin(caller: Caller) -> Response:
    """Begin an upload, or be given the one that goes on; may bring the first bytes (P83)."""
    tus.require_version()
    length, declared = tus.number("Upload-Length"), tus.metadata()
    if length > MOST_PHOTO_BYTES:
        raise problems.TooLarge
    if length == 0:
        raise problems.BadUpload("Upload-Length")
    found = services()
    now = found.clock()
    found.store.uploads.sweep(moment(now - tus.LIFE))
    account, sha256 = caller.account.id, declared["sha256"]
    known = found.store.photos.brought(account, sha256) and found.blobs.has(sha256)
    new = Upload(
        id=str(uuid4()),
        account=account,
        device=caller.device,
        registration=declared["registration"],
        sha256=sha256,
        type=declared["type"],
        length=length,
        offset=length if known else 0,
        touched_at=moment(now),
    )
    upload = found.store.uploads.begin(new)
    if tus.has_bytes() and upload.offset == 0:  # bytes of one that goes on are there already
        upload = take(upload, caller.account)
    return tus.told(201, upload, Location=f"{blueprint.url_prefix}/{upload.id}")


@blueprint.route(_UPLOAD, methods=["HEAD"])
@pushing
@blueprint.response(200)
def look(caller: Caller, upload: UUID) -> Response:
    """Where to go on."""
    tus.require_version()
    return tus.told(200, _own(caller, upload))


@blueprint.patch(_UPLOAD)
@pushing
@blueprint.response(204)
def go_on(caller: Caller, upload: UUID) -> Response:
    """Go on at the upload's offset; the last byte is answered when the photo is in (P84-P86)."""
    tus.require_version()
    if not tus.has_bytes():
        raise problems.UnsupportedMediaType(tus.BYTES)
    found, offset = _own(caller, upload), tus.number("Upload-Offset")
    if offset != found.offset:
        raise problems.WrongOffset(found.offset)
    return tus.told(204, take(found, caller.account))


@blueprint.delete(_UPLOAD)
@pushing
@blueprint.response(204)
def end(caller: Caller, upload: UUID) -> Response:
    """End an upload; a photo that is in stays."""
    tus.require_version()
    services().store.uploads.end(_own(caller, upload))
    return Response(status=204)


@blueprint.after_request
def in_this_version(answer: Response) -> Response:
    answer.headers["Tus-Resumable"] = tus.VERSION
    return answer


def _own(caller: Caller, upload: UUID) -> Upload:
    """An upload of the caller's account. Raises `NotFound`, `UploadExpired`."""
    found = services()
    known = found.store.uploads.find(str(upload), caller.account.id)
    if known is None:
        raise problems.NotFound
    if tus.expired(known, found.clock()):
        raise problems.UploadExpired
    return known
