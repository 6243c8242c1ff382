"""A signed consent on the wire (docs/protocol.md 2)."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from marshmallow import ValidationError, validate

from server.schemas.fields import Integers, WireSchema, digest, integer, listed, moment, one_of

PAD = (600, 200)
"""Width and height of the signature pad in pixels."""

_MOST_STROKES = 500
_MOST_NUMBERS = 20_000


class ConsentSchema(WireSchema):
    notice_version = integer(1, 1_000_000)
    notice_hash = digest()
    language = one_of("id", "en")
    given_at = moment()
    method = one_of("read", "read_aloud")
    signature = listed(
        Integers(0, max(PAD), lengths=validate.Length(min=2, max=_MOST_NUMBERS)),
        _MOST_STROKES,
        least=1,
    )

    def judge(self, data: Mapping[str, Any]) -> None:
        for stroke in cast("Sequence[Sequence[int]]", data.get("signature", [])):
            if len(stroke) % 2 or max(stroke[1::2]) > PAD[1]:
                raise ValidationError("A stroke is x, y, x, y, … within the pad.", "signature")
