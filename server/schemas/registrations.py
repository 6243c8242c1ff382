"""Registrations past the feed: found by an admin, and the whole history of one (docs/proof.md)."""

from typing import Any

from marshmallow import ValidationError, validates_schema

from server.schemas.entry import STATUSES
from server.schemas.fields import (
    WireSchema,
    boolean,
    identifier,
    integer,
    left_out,
    listed,
    matching,
    moment,
    nested,
    nullable,
    one_of,
    text,
)
from server.schemas.history import HistoryItemSchema

PAGE = 50
_MOST_OPERATIONS = 100_000


class SearchSchema(WireSchema):
    """The beginning of a name, or a NIK, or a clinic and a status. In the body: no NIK is ever in a URL.

    ``after`` is the ``next`` of the page before.
    """

    name = left_out(text(200))
    nik = left_out(matching("^[0-9]{16}$", "Not 16 digits."))
    clinic = left_out(identifier())
    status = left_out(one_of(*STATUSES))
    after = left_out(identifier())

    @validates_schema
    def _one_way(self, data: dict[str, Any], **_: Any) -> None:
        ways = [bool(data["name"]), bool(data["nik"]), bool(data["clinic"] or data["status"])]
        if sum(ways) > 1:
            raise ValidationError("Search by name, or by NIK, or by clinic and status.")


class ErasureSchema(WireSchema):
    """``kept``: a law wants the content, which is shown to nobody."""

    ground = one_of("consent_withdrawn", "asked", "retention")
    at = moment()
    kept = boolean()


class FoundSchema(WireSchema):
    """A line of the list; ``name`` and ``nik`` (shortened) are null of an erased one."""

    id = identifier()
    name = nullable(text(200))
    nik = nullable(text(16))
    clinic = identifier()
    recruiter = identifier()
    status = one_of(*STATUSES)
    version = integer(1)
    received_at = moment()
    erased = nullable(nested(ErasureSchema))


class RegistrationsSchema(WireSchema):
    items = listed(nested(FoundSchema), PAGE)
    next = nullable(identifier())


class HistorySchema(WireSchema):
    registration = nested(FoundSchema)
    items = listed(nested(HistoryItemSchema), _MOST_OPERATIONS)
