"""Photos out of rescue files: sealed pieces that somebody hands in for another phone (P152)."""

import logging
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from server.api import problems
from server.api.access import Caller, pushing
from server.api.arriving import keep
from server.api.bundles import origin_of
from server.api.openapi import Blueprint
from server.api.services import Services, services
from server.moments import moment
from server.schemas.bundles import MOST_PIECE_BYTES, PhotoPieceAnswerSchema, PhotoPieceSchema
from server.sealing import Unopened, from_base64url, photo_context
from server.store.devices import DeviceValue
from server.store.uploads import Upload

blueprint = Blueprint("rescues", __name__, url_prefix="/api/v1")
log = logging.getLogger(__name__)


@blueprint.post("/photo-pieces")
@pushing
@blueprint.arguments(PhotoPieceSchema)
@blueprint.response(200, PhotoPieceAnswerSchema)
def photo_pieces(caller: Caller, piece: Mapping[str, Any]) -> Mapping[str, Any]:
    """Take a piece of a photo that another device sealed and signed, as if it had sent it itself."""
    found = services()
    origin = origin_of(found, piece)
    result = _take(found, origin, piece) if isinstance(origin, DeviceValue) else origin
    log.info("rescued device=%s by=%s result=%s", piece["device"], caller.device, result)
    return {"device": piece["device"], "result": result}


def _take(found: Services, origin: DeviceValue, piece: Mapping[str, Any]) -> str:
    data = _opened(found, piece)
    if isinstance(data, Unopened):
        return "unsealable"
    sha256, offset = piece["sha256"], piece["offset"]
    if found.store.photos.brought(origin.account, sha256) and found.blobs.has(sha256):
        return "known"
    upload = found.store.uploads.begin(
        Upload(
            id=str(uuid4()),
            account=origin.account,
            device=origin.id,
            registration=piece["registration"],
            sha256=sha256,
            type=piece["type"],
            length=piece["bytes"],
            offset=0,
            touched_at=moment(found.clock()),
        )
    )
    if offset > upload.offset:
        return "early"
    new = data[upload.offset - offset :]  # its own lane, or another hand, may have brought some
    if not new:
        return "known"
    return _kept(found, upload, new, origin)


def _kept(found: Services, upload: Upload, new: bytes, origin: DeviceValue) -> str:
    account = found.store.accounts.account_by_id(origin.account)
    if account is None:  # a device's account is there: the database holds it to that
        raise LookupError(origin.account)
    try:
        return "taken" if keep(upload, new, account).complete else "more"
    except (problems.PhotoHash, problems.NotAPhoto, problems.Forbidden) as refusal:
        return refusal.code
    except (problems.WrongOffset, problems.NotFound):  # somebody else brought these bytes just now
        return "known"


def _opened(found: Services, piece: Mapping[str, Any]) -> bytes | Unopened:
    context = photo_context(
        piece["device"], piece["registration"], piece["sha256"], piece["offset"]
    )
    try:
        data = found.seal_keys.open_bytes(from_base64url(piece["box"]), context)
    except ValueError:
        return Unopened("not base64url")
    if isinstance(data, Unopened):
        return data
    fits = 0 < len(data) <= min(MOST_PIECE_BYTES, piece["bytes"] - piece["offset"])
    return data if fits else Unopened("longer than it says, or empty")
