"""``POST /api/v1/sync``: what a phone hands over and what it is told (docs/protocol.md 1 and 3)."""

from collections.abc import Mapping
from typing import Any, get_args

from marshmallow import ValidationError, fields, validate

from server.schemas.entry import ENTRIES, ChangedEntrySchema
from server.schemas.fields import (
    SAFE_INTEGER,
    Documented,
    Variant,
    WireSchema,
    boolean,
    digest,
    identifier,
    integer,
    left_out,
    lines,
    listed,
    moment,
    nested,
    nullable,
    one_integer_of,
    one_of,
    optional,
    text,
)
from server.schemas.operations import OPERATIONS
from sync.receipt import Result
from sync.tally import BUCKETS
from sync.units import UNITS

MOST_OPERATIONS = 500
MOST_WAITING = 500
LONGEST_PAGE = 500

_op = identifier()


class RawOperation(Documented):
    """One operation: only ``op`` and ``n`` are looked at here, the rest is read one by one (P42)."""

    def __init__(self) -> None:
        super().__init__(Variant("Operation", "kind", OPERATIONS))

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **kwargs: Any,
    ) -> Any:
        raw = super()._deserialize(value, attr, data, **kwargs)
        n = raw.get("n")
        if isinstance(n, bool) or not isinstance(n, int) or not 1 <= n <= SAFE_INTEGER:
            raise ValidationError({"n": ["Not a number from 1."]})
        try:
            _op.deserialize(raw.get("op"))
        except ValidationError as error:
            raise ValidationError({"op": error.messages}) from None
        return raw


class ChainSchema(WireSchema):
    n = integer(0)
    hash = digest()


class SealedSchema(WireSchema):
    """A sealed operation (P92); what ``box`` holds is asked where it is opened (P93)."""

    n = integer(1)
    op = identifier()
    hash = digest()
    box = fields.String(required=True)


class HealthReportSchema(WireSchema):
    """How a phone is; shown, and nothing is decided by it (P6)."""

    app = text(60)
    pending = integer(0)
    oldest_pending_at = nullable(moment())
    persisted = nullable(boolean())
    free_bytes = nullable(integer(0))
    repair = left_out(one_of("buckets", "reset", "failed"))
    repaired_at = left_out(moment())


class SyncRequestSchema(WireSchema):
    protocol = one_integer_of(1)
    device = identifier()
    incarnation = optional(nullable(text(60)))
    chain = nested(ChainSchema)
    operations = fields.List(RawOperation(), required=True)
    sealed = left_out(fields.List(nested(SealedSchema)))
    waiting = listed(integer(1), MOST_WAITING)
    cursor = nullable(fields.String(required=True, validate=validate.Length(max=65_536)))
    buckets = left_out(listed(digest(), BUCKETS, least=BUCKETS))
    own_from = left_out(integer(1))
    holds = left_out(boolean())
    limit = integer(1, LONGEST_PAGE)
    sent_at = moment()
    health = nested(HealthReportSchema)


UnitOutcomes = WireSchema.from_dict(
    {name: optional(one_of("applied", "same", "superseded", "conflict")) for name in UNITS},
    name="UnitOutcomesSchema",
)


class ReceiptSchema(WireSchema):
    n = integer(1)
    op = identifier()
    registration = text(64, least=0)
    result = one_of(*get_args(Result))
    version = integer(0)
    code = optional(text(60))
    detail = optional(lines(500))
    units = optional(nested(UnitOutcomes))


class ReceiptsSchema(WireSchema):
    through = integer(0)
    chain = digest()
    chain_matches = boolean()
    exceptions = listed(nested(ReceiptSchema), MOST_OPERATIONS + MOST_WAITING)
    kept_through = optional(nullable(integer(0)))


class TallySchema(WireSchema):
    """What the whole view holds (P57)."""

    count = integer(0)
    digest = digest()


class PartSchema(WireSchema):
    """Creates of the phone itself that came in together (P182)."""

    at = moment()
    skew_ms = nullable(integer())
    seq = integer(1)
    n = listed(listed(integer(1), 2, least=2), LONGEST_PAGE)


class OwnSchema(WireSchema):
    """Entries that the phone can work out from what it said itself (P181)."""

    made = listed(nested(PartSchema), LONGEST_PAGE)
    digest = digest()


class ChangedSchema(WireSchema):
    """What has changed of entries that the phone holds (P223); made by ``sync.changed``, passed as it is."""

    entries = listed(Documented(nested(ChangedEntrySchema)), LONGEST_PAGE)
    digest = digest()


class FeedSchema(WireSchema):
    """``entries`` are made by ``sync.feed`` and pass as they are."""

    entries = listed(Documented(Variant("FeedEntry", "flag", ENTRIES)), LONGEST_PAGE)
    cursor = fields.String(required=True)
    more = boolean()
    reset = nullable(one_of("epoch", "view", "repair"))
    covers = nullable(integer(0))
    check = nullable(nested(TallySchema))
    repaired = nullable(listed(integer(0, BUCKETS - 1), BUCKETS))
    own = optional(nullable(nested(OwnSchema)))
    changed = optional(nullable(nested(ChangedSchema)))


class LimitsSchema(WireSchema):
    operations = integer(1)
    bytes = integer(1)
    inflated_bytes = integer(1)
    operation_bytes = integer(1)
    depth = integer(1)
    page = integer(1)


class SyncAnswerSchema(WireSchema):
    receipts = nested(ReceiptsSchema)
    feed = nullable(nested(FeedSchema))
    reading = one_of("ok", "session_expired", "device_ended")
    incarnation = nullable(text(60))
    renew = boolean()
    server_time = moment()
    skew_ms = integer()
    limits = nested(LimitsSchema)
