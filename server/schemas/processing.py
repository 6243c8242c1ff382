"""The record of processing as its page is told it (docs/proof.md, P176)."""

from typing import get_args

from marshmallow import fields, validate

from server.domain.processing import SHOWN, Act, Purpose
from server.schemas.fields import (
    WireSchema,
    boolean,
    by_name,
    identifier,
    integer,
    listed,
    moment,
    nested,
    nullable,
    one_of,
    optional,
    text,
)

PAGE = 50
ACTS, PURPOSES = get_args(Act), get_args(Purpose)


class ProcessingEntrySchema(WireSchema):
    """``account``, ``role`` and ``device`` are null for what the server did by itself; ``more``: there are
    registrations beyond those named."""

    number = integer(1)
    at = moment()
    account = nullable(identifier())
    role = nullable(one_of("recruiter", "supervisor", "admin"))
    device = nullable(identifier())
    act = one_of(*ACTS)
    purpose = one_of(*PURPOSES)
    detail = by_name(text(200), 20)
    registrations = listed(identifier(), SHOWN)
    more = boolean()


class ProcessingSchema(WireSchema):
    """``next`` is the ``before`` of the page after, null on the last."""

    items = listed(nested(ProcessingEntrySchema), PAGE)
    next = nullable(integer(1))


class ProcessingQuerySchema(WireSchema):
    """What to look for; what is left out matches everything."""

    account = optional(identifier())
    act = optional(one_of(*ACTS))
    registration = optional(identifier())
    before = optional(fields.Integer(required=True, validate=validate.Range(min=1)))
