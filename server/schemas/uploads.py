"""``Upload-Metadata`` of a photo (docs/protocol.md, P83)."""

import marshmallow

from server.schemas.fields import digest, identifier, one_of
from server.schemas.units import PHOTO_TYPES


class MetadataSchema(marshmallow.Schema):
    """What an upload is of. Other keys, such as a client's ``filename``, are left alone."""

    class Meta:
        unknown = marshmallow.EXCLUDE

    sha256 = digest()
    registration = identifier()
    type = one_of(*PHOTO_TYPES)
