"""What a colleague's phone carries (docs/protocol.md, P94-P96), and a rescue file beside it (P152)."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields

from server.schemas.fields import (
    WireSchema,
    digest,
    identifier,
    integer,
    listed,
    matching,
    moment,
    nested,
    nullable,
    one_of,
    text,
)
from server.schemas.sync import MOST_OPERATIONS
from server.schemas.units import MOST_PHOTO_BYTES, PHOTO_TYPES
from sync.canonical import canonical

FORMAT = "perisai-bundle-1"
PHOTO_FORMAT = "perisai-photo-1"
MOST_PIECE_BYTES = 300_000


class DeviceKeySchema(WireSchema):
    public_key = text(100)


class BundleItemSchema(WireSchema):
    """A sealed operation; its digest is not told to whoever carries it."""

    n = integer(1)
    op = identifier()
    box = fields.String(required=True)


class BundleSchema(WireSchema):
    format = one_of(FORMAT)
    device = identifier()
    app = text(60)
    made_at = moment()
    items = listed(nested(BundleItemSchema), MOST_OPERATIONS, least=1)
    padding = matching("^A*$", "Not only the letter A.")
    signature = fields.String(required=True)


class PhotoPieceSchema(WireSchema):
    """A sealed piece of a photo, signed by the device that took it (P152)."""

    format = one_of(PHOTO_FORMAT)
    device = identifier()
    made_at = moment()
    registration = identifier()
    sha256 = digest()
    type = one_of(*PHOTO_TYPES)
    bytes = integer(1, MOST_PHOTO_BYTES)
    offset = integer(0, MOST_PHOTO_BYTES)
    box = fields.String(required=True)
    signature = fields.String(required=True)


class PhotoPieceAnswerSchema(WireSchema):
    device = identifier()
    result = one_of(
        "taken",
        "more",
        "known",
        "early",
        "unknown_device",
        "bad_signature",
        "old_key",
        "unsealable",
        "photo_hash",
        "not_a_photo",
        "forbidden",
    )


class BundleAnswerSchema(WireSchema):
    device = identifier()
    result = one_of(
        "taken",
        "known",
        "retry",
        "unknown_device",
        "bad_signature",
        "old_key",
        "unsealable",
    )
    taken = integer(0)
    through = nullable(integer(0))


def signed_part(given: Mapping[str, Any]) -> bytes:
    """The bytes that the signature of a bundle, or of a piece, is over."""
    return canonical({name: value for name, value in given.items() if name != "signature"})
