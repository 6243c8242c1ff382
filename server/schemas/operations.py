"""Operations on the wire, one schema a kind (docs/protocol.md 2)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from marshmallow import ValidationError, fields, validate

from server.schemas.consent import ConsentSchema
from server.schemas.fields import (
    Schema,
    Variant,
    WireSchema,
    by_name,
    day,
    digest,
    identifier,
    integer,
    left_out,
    lines,
    listed,
    matching,
    moment,
    nested,
    nullable,
    one_integer_of,
    one_of,
    optional,
    ready,
    text,
)
from server.schemas.units import (
    UNIT_SCHEMAS,
    FirstSomeUnitsSchema,
    FirstUnitsSchema,
    SomeUnitsSchema,
    UnitsSchema,
)
from sync.units import BEFORE, UNIT_OF

SCHEMAS = (1, 2)
"""Every schema of operations ever shipped, the newest last; they differ in the unit ``photo`` (P80)."""

_MOST_RUPIAH = 10**12


class AuthorSchema(WireSchema):
    account = identifier()
    role = one_of("recruiter", "supervisor", "admin")
    device = identifier()


class LocationSchema(WireSchema):
    lat_e6 = integer(-90_000_000, 90_000_000)
    lon_e6 = integer(-180_000_000, 180_000_000)
    accuracy_m = integer(0, 100_000_000)


class _HeadSchema(WireSchema):
    op = identifier()
    n = integer(1)
    schema = one_integer_of(*SCHEMAS)
    registration = identifier()
    base = integer(0)
    author = nested(AuthorSchema)
    recorded_at = moment()


class CreateOperationSchema(_HeadSchema):
    kind = one_of("create")
    schema = one_integer_of(SCHEMAS[-1])
    base = one_integer_of(0)
    clinic = identifier()
    set = nested(UnitsSchema)
    consent = nested(ConsentSchema)
    captured_at = moment()
    location = nullable(nested(LocationSchema))


class FirstCreateOperationSchema(CreateOperationSchema):
    schema = one_integer_of(1)
    set = nested(FirstUnitsSchema)


class AmendOperationSchema(_HeadSchema):
    kind = one_of("amend")
    schema = one_integer_of(SCHEMAS[-1])
    set = nested(SomeUnitsSchema)
    was = nested(SomeUnitsSchema)

    def judge(self, data: Mapping[str, Any]) -> None:
        if data.get("set") == {}:
            raise ValidationError("Names no unit.", "set")


class FirstAmendOperationSchema(AmendOperationSchema):
    schema = one_integer_of(1)
    set = nested(FirstSomeUnitsSchema)
    was = nested(FirstSomeUnitsSchema)


class WithdrawOperationSchema(_HeadSchema):
    kind = one_of("withdraw")
    reason = lines(2000)


class EraseOperationSchema(_HeadSchema):
    """No words of anybody's: it outlives what it erases (M98)."""

    kind = one_of("erase")
    schema = one_integer_of(SCHEMAS[-1])
    ground = one_of("consent_withdrawn", "asked")


class ReviewOperationSchema(_HeadSchema):
    kind = one_of("review")
    verdict = one_of("approve", "return", "reject", "reopen")
    remarks = by_name(lines(2000), 50)
    message = nullable(lines(2000))
    read = left_out(digest())


class _ChoiceSchema(WireSchema):
    thread = text(200)
    moves = integer(0)


class StandingChoiceSchema(_ChoiceSchema):
    choice = one_of("standing")


class ProposedChoiceSchema(_ChoiceSchema):
    choice = one_of("proposed")
    proposal = identifier()


class UnitValueField(Variant):
    """A whole value of whichever unit its fields belong to."""

    def __init__(self) -> None:
        super().__init__("UnitValue", "", UNIT_SCHEMAS)

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **kwargs: Any,
    ) -> Any:
        del attr, data, kwargs
        units = {UNIT_OF.get(field) for field in value} if isinstance(value, dict) else set()
        unit = units.pop() if len(units) == 1 else None
        if unit is None:
            raise ValidationError("Not the value of one unit.")
        return ready(UNIT_SCHEMAS[unit]).load(value)


class ValueChoiceSchema(_ChoiceSchema):
    choice = one_of("value")
    value = UnitValueField()


class KeepChoiceSchema(_ChoiceSchema):
    choice = one_of("keep")
    keep = identifier()
    credit = identifier()
    set = left_out(nested(FirstSomeUnitsSchema))  # M106: without a photo


class TwoPeopleChoiceSchema(_ChoiceSchema):
    choice = one_of("two_people")
    reason = lines(2000)


class ReopenChoiceSchema(_ChoiceSchema):
    choice = one_of("reopen")


CHOICES: Mapping[str, Schema] = MappingProxyType(
    {
        "standing": StandingChoiceSchema,
        "proposed": ProposedChoiceSchema,
        "value": ValueChoiceSchema,
        "keep": KeepChoiceSchema,
        "two_people": TwoPeopleChoiceSchema,
        "reopen": ReopenChoiceSchema,
    }
)


class ResolveOperationSchema(_HeadSchema):
    kind = one_of("resolve")
    choices = listed(Variant("Choice", "choice", CHOICES), 50, least=1)
    claims = listed(identifier(), 50)


class FirstResolveOperationSchema(ResolveOperationSchema):
    schema = one_integer_of(1)

    def judge(self, data: Mapping[str, Any]) -> None:
        for choice in data["choices"]:
            if any(UNIT_OF[field] in BEFORE for field in choice.get("value", ())):
                raise ValidationError("Of a unit that schema 1 does not have.", "choices")


class FactsSchema(WireSchema):
    """What the portal said; ``FACTS_OF`` says which of them a step has."""

    payment_code = optional(matching("^[A-Za-z0-9-]{4,40}$", "Not a payment code."))
    valid_until = optional(day())
    amount = optional(integer(0, _MOST_RUPIAH))
    paid_at = optional(day())
    kpj = optional(matching("^[0-9]{11}$", "Not 11 digits."))


FACTS_OF: Mapping[str, tuple[frozenset[str], frozenset[str]]] = MappingProxyType(
    {
        "code_issued": (
            frozenset({"payment_code", "valid_until"}),
            frozenset({"amount"}),
        ),
        "paid": (frozenset({"paid_at", "amount"}), frozenset()),
        "registered": (frozenset({"kpj"}), frozenset()),
    }
)
"""(needed, allowed beside) facts by step."""


class ProgressOperationSchema(_HeadSchema):
    kind = one_of("progress")
    step = one_of(*FACTS_OF)
    facts = nested(FactsSchema)

    def judge(self, data: Mapping[str, Any]) -> None:
        if "step" not in data or "facts" not in data:
            return
        needed, beside = FACTS_OF[data["step"]]
        given = data["facts"].keys()
        if not needed <= given <= needed | beside:
            raise ValidationError(f"This step has {', '.join(sorted(needed | beside))}.", "facts")


class AboutSchema(WireSchema):
    """An operation of the log; with its hash one that is kept beside it (M94)."""

    device = identifier()
    n = integer(1)
    hash = left_out(digest())


class DecideOperationSchema(_HeadSchema):
    """``registration`` repeats what the operation decided about names, well formed or not."""

    kind = one_of("decide")
    registration = fields.String(required=True, validate=validate.Length(min=1, max=64))
    about = nested(AboutSchema)
    choice = one_of("take", "dismiss")
    seen = one_of("waiting", "dismissed")
    reason = nullable(lines(450))

    def judge(self, data: Mapping[str, Any]) -> None:
        if data.get("choice") == "dismiss" and data.get("reason", "") is None:
            raise ValidationError("A dismissal has a reason.", "reason")


FIRST: Mapping[str, Schema] = MappingProxyType(
    {
        "create": FirstCreateOperationSchema,
        "amend": FirstAmendOperationSchema,
        "resolve": FirstResolveOperationSchema,
    }
)
"""The kinds that were otherwise in schema 1."""

OPERATIONS: Mapping[str, Schema] = MappingProxyType(
    {
        "create": CreateOperationSchema,
        "amend": AmendOperationSchema,
        "withdraw": WithdrawOperationSchema,
        "erase": EraseOperationSchema,
        "review": ReviewOperationSchema,
        "resolve": ResolveOperationSchema,
        "progress": ProgressOperationSchema,
        "decide": DecideOperationSchema,
    }
)
