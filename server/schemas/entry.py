"""What the feed says of a registration (docs/protocol.md 3, "An entry")."""

from marshmallow import ValidationError, fields

from server.schemas.fields import (
    WireSchema,
    boolean,
    by_name,
    digest,
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
from server.schemas.operations import FactsSchema, LocationSchema, UnitValueField
from server.schemas.units import SomeUnitsSchema, UnitsSchema
from sync.units import UNITS

STATUSES = (
    "submitted",
    "returned",
    "approved",
    "rejected",
    "withdrawn",
    "code_issued",
    "paid",
    "registered",
)
THREAD_KINDS = (
    "value",
    "after_approval",
    "after_close",
    "invalid",
    "contested",
    "duplicate",
)
OUTCOMES = ("standing", "proposed", "value", "keep", "two_people", "author")


class StampSchema(WireSchema):
    """Who wrote something, on which device, when by which clock."""

    op = identifier()
    n = integer(1)
    account = identifier()
    role = one_of("recruiter", "supervisor", "admin")
    device = identifier()
    recorded_at = moment()
    received_at = moment()
    skew_ms = nullable(integer())
    app = nullable(text(60))
    entitled_until = nullable(moment())


class ProposalSchema(WireSchema):
    value = UnitValueField()
    base = integer(0)
    was = nullable(UnitValueField())
    stamp = nested(StampSchema)


class SettlementSchema(WireSchema):
    outcome = one_of(*OUTCOMES)
    op = identifier()
    before = nullable(UnitValueField())
    keep = nullable(identifier())
    credit = nullable(identifier())
    reason = nullable(text(2000))


class ThreadSchema(WireSchema):
    """A question. ``own`` is of the account and clinic views, what follows it of the desk's."""

    id = text(200)
    kind = one_of(*THREAD_KINDS)
    unit = nullable(one_of(*UNITS))
    opened_at = moment()
    moves = integer(0)
    open = boolean()
    outcome = nullable(one_of(*OUTCOMES))
    settled_at = nullable(moment())
    own = optional(boolean())
    proposals = optional(listed(nested(ProposalSchema), 500))
    claims = optional(listed(identifier(), 500))
    problems = optional(listed(text(100), 100))
    settlement = optional(nullable(nested(SettlementSchema)))
    alike = optional(listed(one_of("nik", "name_birth", "name_phone", "birth_phone"), 4))


class SeenConsentSchema(WireSchema):
    """Consent as a view shows it: a recruiter's has no strokes."""

    notice_version = integer(1)
    notice_hash = digest()
    language = one_of("id", "en")
    given_at = moment()
    method = one_of("read", "read_aloud")
    signature = optional(listed(listed(integer(0), 20_000), 500))


class LastReviewSchema(WireSchema):
    verdict = one_of("approve", "return", "reject", "reopen")
    remarks = by_name(text(2000), 50)
    message = nullable(text(2000))
    by = identifier()
    at = moment()
    version = integer(0)


class ApprovalSchema(WireSchema):
    version = integer(0)
    by = identifier()
    at = moment()


class EventSchema(WireSchema):
    what = text(60)
    version = integer(0)
    at = moment()
    by = identifier()
    detail = nullable(text(2000))


def _scalar() -> fields.Raw:
    """A text, a whole number, or true or false."""

    def check(value: object) -> None:
        if not isinstance(value, str | int):
            raise ValidationError("Not a text, a whole number, true or false.")

    return fields.Raw(
        required=True, validate=check, metadata={"type": ["string", "integer", "boolean"]}
    )


class CheckSchema(WireSchema):
    code = text(60)
    ok = boolean()
    detail = nullable(by_name(_scalar(), 20))


class UnitStampsSchema(WireSchema):
    identity = optional(nested(StampSchema))
    name = optional(nested(StampSchema))
    address = optional(nested(StampSchema))
    contact = optional(nested(StampSchema))
    work = optional(nested(StampSchema))
    contribution = optional(nested(StampSchema))
    heirs = optional(nested(StampSchema))
    note = optional(nested(StampSchema))
    photo = optional(nested(StampSchema))


class PhotosSchema(WireSchema):
    """What the server has of the photo that the standing unit declares (P87)."""

    id_photo = one_of("none", "awaited", "in", "unreadable")


class StandingSchema(WireSchema):
    """What operations may change of a registration, as a view shows it."""

    registration = identifier()
    seq = integer(1)
    version = integer(1)
    status = one_of(*STATUSES)
    status_at = moment()
    clinic = identifier()
    recruiter = identifier()
    review = nullable(nested(LastReviewSchema))
    approval = nullable(nested(ApprovalSchema))
    progress = nested(FactsSchema)
    threads = listed(nested(ThreadSchema), 500)
    history = listed(nested(EventSchema), 500)
    checks = optional(listed(nested(CheckSchema), 100))
    credit = nullable(identifier())
    duplicate_of = nullable(identifier())
    photos = nested(PhotosSchema)
    unit_stamps = optional(nested(UnitStampsSchema))


class EntrySchema(StandingSchema):
    """A registration as a view shows it."""

    flag = one_of("live")
    units = nested(UnitsSchema)
    consent = nested(SeenConsentSchema)
    captured_at = moment()
    received_at = moment()
    skew_ms = nullable(integer())
    location = nullable(nested(LocationSchema))


class ChangedEntrySchema(StandingSchema):
    """What has changed of it since a version that the phone holds: units and history are a part (P223)."""

    since = integer(1)
    units = nested(SomeUnitsSchema)


class LeftEntrySchema(WireSchema):
    """A registration that is no longer in this view."""

    registration = identifier()
    flag = one_of("left")
    seq = integer(1)


class ErasedEntrySchema(WireSchema):
    """A registration of which nothing is kept any more (P142)."""

    registration = identifier()
    flag = one_of("erased")
    seq = integer(1)


ENTRIES = {"live": EntrySchema, "left": LeftEntrySchema, "erased": ErasedEntrySchema}
