"""A phone's data key in escrow, and as it comes back (P123)."""

from marshmallow import fields, validate

from server.schemas.fields import WireSchema, text


class EscrowSchema(WireSchema):
    """``box``: the data key, sealed to the server's key; bytes in base64url (P90)."""

    box = fields.String(required=True, validate=validate.Length(1, 2000))


class DataKeySchema(WireSchema):
    """``key``: 256 bits in base64url."""

    key = text(100)
