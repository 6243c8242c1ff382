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
    lines,
    listed,
    matching,
    moment,
    nested,
    nullable,
    one_of,
    text,
)
from server.schemas.operations import FACTS_OF
from server.schemas.quarantine import readable
from server.schemas.units import SomeUnitsSchema
from sync.receipt import Receipt

PAGE = 50
_MOST_OPERATIONS = 100_000
_RESULTS = (
    "applied",
    "merged",
    "same",
    "superseded",
    "conflict",
    "stale",
    "held",
    "quarantined",
    "id_reuse",
)


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


class SaysSchema(WireSchema):
    """What an operation says beside its units."""

    reason = nullable(lines(2000))
    verdict = nullable(one_of("approve", "return", "reject", "reopen"))
    message = nullable(lines(2000))
    step = nullable(one_of(*FACTS_OF))


class HistoryItemSchema(WireSchema):
    """An operation of the log. ``gone``: its payload was destroyed (P174); ``recorded_at`` is the phone's
    clock, ``skew_ms`` by how much it was off; ``result`` is null before there is any."""

    op = text(64, least=0)
    device = identifier()
    n = integer(1)
    label = text(100)
    app = nullable(text(60))
    kind = text(64, least=0)
    account = identifier()
    role = one_of("recruiter", "supervisor", "admin")
    recorded_at = nullable(moment())
    received_at = moment()
    skew_ms = nullable(integer())
    result = nullable(one_of(*_RESULTS))
    code = nullable(text(60))
    detail = nullable(lines(500))
    gone = boolean()
    set = nested(SomeUnitsSchema)
    was = nested(SomeUnitsSchema)
    says = nested(SaysSchema)


class HistorySchema(WireSchema):
    registration = nested(FoundSchema)
    items = listed(nested(HistoryItemSchema), _MOST_OPERATIONS)


def said(raw: dict[str, Any], receipt: Receipt | None) -> dict[str, Any]:
    """What can be read of an operation of the log, and what came of it."""
    told = readable(raw)
    return {
        "recorded_at": told["recorded_at"],
        "set": told["set"],
        "was": told["was"],
        "says": told["asks"],
        "gone": not raw,
        "result": receipt.result if receipt else None,
        "code": receipt.code if receipt else None,
        "detail": receipt.detail if receipt else None,
    }
