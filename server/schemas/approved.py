"""After approval on the wire: lists, statements of incentive, and what became of a table (docs/tables.md)."""

from marshmallow import fields

from server.schemas.entry import STATUSES
from server.schemas.fields import (
    WireSchema,
    boolean,
    digest,
    identifier,
    integer,
    listed,
    matching,
    moment,
    nested,
    nullable,
    one_of,
    optional,
    text,
)
from server.schemas.operations import FactsSchema
from server.schemas.units import UnitsSchema

PAGE = 50
STAGES = ("ready", "coded", "lapsed", "paid", "registered")
_MONTH = "^20[0-9]{2}-(0[1-9]|1[0-2])$"
_SEPARATOR = "~"


def _month() -> fields.String:
    return matching(_MONTH, "Not a month like 2026-11.")


class ApprovedQuerySchema(WireSchema):
    """``month`` is that of the approval; ``after`` is the ``next`` of the page before."""

    stage = optional(one_of(*STAGES))
    clinic = optional(identifier())
    month = optional(_month())
    after = optional(text(100))


class _FileSchema(WireSchema):
    """``language`` is that of the header."""

    format = one_of("csv", "xlsx")
    language = one_of("id", "en")


class ExportQuerySchema(_FileSchema):
    stage = optional(one_of(*STAGES))
    clinic = optional(identifier())
    month = optional(_month())


class IncentivesExportQuerySchema(_FileSchema):
    """With ``account`` its payments one by one, without it everybody's sums."""

    month = _month()
    clinic = optional(identifier())
    account = optional(identifier())


class DeviceExportQuerySchema(_FileSchema):
    device = identifier()


class StatementsQuerySchema(WireSchema):
    """``month`` is that of the payments."""

    month = _month()
    clinic = optional(identifier())


class StatementQuerySchema(WireSchema):
    month = _month()


class ApprovedItemSchema(WireSchema):
    """A registration with the units that were approved."""

    registration = identifier()
    version = integer(1)
    status = one_of(*STATUSES)
    clinic = identifier()
    recruiter = identifier()
    approved_at = moment()
    units = nested(UnitsSchema)
    progress = nested(FactsSchema)


class StageCountsSchema(WireSchema):
    ready = integer(0)
    coded = integer(0)
    lapsed = integer(0)
    paid = integer(0)
    registered = integer(0)


class ApprovedSchema(WireSchema):
    """A page; ``counts`` are of all stages at these clinics, whatever the filter."""

    items = listed(nested(ApprovedItemSchema), PAGE)
    counts = nested(StageCountsSchema)
    next = nullable(text(100))


class StatementSchema(WireSchema):
    """Rupiah of one account's month, from payments. ``elsewhere``: it has more, at clinics not counted here."""

    account = identifier()
    members = integer(0)
    paid_total = integer(0)
    acquisition = integer(0)
    fees = integer(0)
    total = integer(0)
    rule = text(20)
    elsewhere = boolean()


class StatementsSchema(WireSchema):
    month = _month()
    statements = listed(nested(StatementSchema), 100_000)


class PaymentSchema(WireSchema):
    registration = identifier()
    full_name = text(200)
    clinic = identifier()
    programmes = integer(0)
    payment_code = nullable(text(40))
    paid_at = text(10)
    amount = integer(0)


class WholeStatementSchema(WireSchema):
    month = _month()
    statement = nested(StatementSchema)
    payments = listed(nested(PaymentSchema), 100_000)


class WrongRowSchema(WireSchema):
    """``row`` is the number that a spreadsheet shows; ``detail`` what stands instead, where that helps."""

    row = integer(1)
    field = text(40)
    why = text(40)
    detail = nullable(text(500))


class ImportQuerySchema(WireSchema):
    """``taking`` is the ``digest`` of the preview that is to be taken; without it nothing is."""

    taking = optional(digest())


class FirstPasswordSchema(WireSchema):
    """Of an account that was opened: told once."""

    username = text(100)
    name = text(200)
    password = text(200)


class ImportAnswerSchema(WireSchema):
    """The last line of an import's answer (P163). ``state``: ``preview`` · ``moved``, a preview too, since
    the one named is not what would be taken now · ``taken`` · ``unfit``: ``why`` the file cannot be read."""

    state = one_of("preview", "moved", "taken", "unfit")
    why = nullable(text(40))
    detail = nullable(text(1000))
    digest = nullable(digest())
    rows = integer(0)
    take = integer(0)
    known = integer(0)
    wrong = integer(0)
    left_out = integer(0)
    unused = listed(text(200), 100)
    errors = listed(nested(WrongRowSchema), 1000)
    passwords = listed(nested(FirstPasswordSchema), 1000)


def place(approved_at: str, registration: str) -> str:
    """Where a page ends."""
    return f"{approved_at}{_SEPARATOR}{registration}"


def placed(after: str | None) -> tuple[str, str]:
    """The inverse of :func:`place`; whatever else somebody writes is the place that it sorts to."""
    approved_at, _, registration = (after or "").partition(_SEPARATOR)
    return approved_at, registration
