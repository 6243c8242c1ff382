"""What a colleague's phone carries (docs/protocol.md, P94-P96)."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields

from server.schemas.fields import (
    WireSchema,
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
from sync.canonical import canonical

FORMAT = "perisai-bundle-1"


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


def signed_part(bundle: Mapping[str, Any]) -> bytes:
    """The bytes that a bundle's signature is over."""
    return canonical({name: value for name, value in bundle.items() if name != "signature"})
