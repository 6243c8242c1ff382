"""What waits for an admin (docs/protocol.md 7), and how much of it can be read.

An operation may wait because it cannot be read: whatever is not as this wire has it is left out or
null here, unit by unit, and the raw operation stays in the log.
"""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate

from server.schemas.fields import (
    Schema,
    WireSchema,
    digest,
    identifier,
    integer,
    lines,
    listed,
    moment,
    nested,
    nullable,
    one_of,
    optional,
    ready,
    text,
)
from server.schemas.operations import FACTS_OF
from server.schemas.units import UNIT_SCHEMAS, SomeUnitsSchema

PAGE = 50
_SEPARATOR = "~"
_READABLE = 40
"""Characters of a kind that is shown though nobody knows it."""


class AsksSchema(WireSchema):
    """What an operation says beside its units."""

    reason = nullable(lines(2000))
    verdict = nullable(one_of("approve", "return", "reject", "reopen"))
    message = nullable(lines(2000))
    step = nullable(one_of(*FACTS_OF))


class WaitingItemSchema(WireSchema):
    device = identifier()
    n = integer(1)
    hash = nullable(digest())
    op = identifier()
    registration = nullable(identifier())
    on = fields.String(required=True, validate=validate.Length(min=1, max=64))
    clinic = nullable(identifier())
    account = identifier()
    role = one_of("recruiter", "supervisor", "admin")
    label = text(100)
    app = nullable(text(60))
    kind = text(_READABLE, least=0)
    result = one_of("quarantined", "id_reuse", "held")
    code = nullable(text(60))
    detail = nullable(lines(500))
    recorded_at = nullable(moment())
    received_at = moment()
    skew_ms = nullable(integer())
    set = nested(SomeUnitsSchema)
    was = nested(SomeUnitsSchema)
    standing = nullable(nested(SomeUnitsSchema))
    asks = nested(AsksSchema)


class QuarantineSchema(WireSchema):
    """``count`` is of all that waits; ``next`` is the ``before`` of the page after, null on the last."""

    count = integer(0)
    items = listed(nested(WaitingItemSchema), PAGE)
    next = nullable(text(200))


class _Before(fields.String):
    """A place in the list, as ``next`` gave it."""

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **kwargs: Any,
    ) -> Any:
        received_at, _, rest = (
            super()._deserialize(value, attr, data, **kwargs).partition(_SEPARATOR)
        )
        device, _, rest = rest.partition(_SEPARATOR)
        n, _, hashed = rest.partition(_SEPARATOR)
        if not (_fits(moment(), received_at) and _fits(identifier(), device)):
            raise ValidationError("Not a place in the list.")
        if not _fits(digest(), hashed):
            raise ValidationError("Not a place in the list.")
        if not (n.isascii() and n.isdigit() and _fits(integer(1), int(n[:17]))):
            raise ValidationError("Not a place in the list.")
        return (received_at, device, int(n), hashed)


class QuarantineQuerySchema(WireSchema):
    before = optional(_Before())


def place(received_at: str, device: str, n: int, hashed: str) -> str:
    """What ``before`` takes."""
    return _SEPARATOR.join((received_at, device, str(n), hashed))


def readable(raw: Mapping[str, Any]) -> dict[str, Any]:
    """What can be read of a raw operation."""
    return {
        "registration": _read(identifier(), raw.get("registration")),
        "clinic": _read(identifier(), raw.get("clinic")),
        "kind": _read(text(_READABLE), raw.get("kind")) or "",
        "recorded_at": _read(moment(), raw.get("recorded_at")),
        "set": _units(raw.get("set")),
        "was": _units(raw.get("was")),
        "asks": {
            name: _read(field, raw.get(name)) for name, field in ready(AsksSchema).fields.items()
        },
    }


def _units(given: Any) -> dict[str, Any]:
    """The units that are whole and well formed."""
    found = given if isinstance(given, dict) else {}
    return {
        name: found[name]
        for name, schema in UNIT_SCHEMAS.items()
        if _loads(schema, found.get(name))
    }


def _loads(schema: Schema, value: Any) -> bool:
    return isinstance(value, dict) and not ready(schema).validate(value)


def _read(field: fields.Field[Any], value: Any) -> Any:
    """The value, or None where it is not what the field takes."""
    return value if _fits(field, value) else None


def _fits(field: fields.Field[Any], value: Any) -> bool:
    try:
        field.deserialize(value)
    except ValidationError:
        return False
    return True
