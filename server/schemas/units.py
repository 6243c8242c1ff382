"""The units of a registration on the wire: types and formats (``domain/README``, fields of a sign-up).

What a whole record must fulfil beyond its shape is `server.domain.rules`'s to say.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

from marshmallow import ValidationError, fields

from server.schemas.fields import (
    Schema,
    WireSchema,
    boolean,
    day,
    digest,
    integer,
    lines,
    listed,
    matching,
    nested,
    nullable,
    one_integer_of,
    one_of,
    optional,
    text,
)

MOST_PHOTO_BYTES = 2 * 1024 * 1024
PHOTO_TYPES = ("image/jpeg", "image/png", "image/webp")
_MOST_RUPIAH = 10**12


def _clock() -> fields.String:
    return matching("^([01][0-9]|2[0-3]):[0-5][0-9]$", "Not a time of day.")


def _code() -> fields.String:
    return matching("^[a-z][a-z0-9_]{0,39}$", "Not a code.")


class IdentitySchema(WireSchema):
    nik = matching("^[0-9]{16}$", "Not 16 digits.")
    birth_date = day()
    sex = one_of("male", "female")
    nik_confirmed = boolean()


class NameSchema(WireSchema):
    full_name = text(200)
    birth_place = nullable(text(200))


class AddressSchema(WireSchema):
    address = lines(500)
    village_code = matching("^[0-9]{2}[.][0-9]{2}[.][0-9]{2}[.][0-9]{4}$", "Not a village code.")
    postcode = nullable(matching("^[0-9]{5}$", "Not 5 digits."))


class ContactSchema(WireSchema):
    phone = matching("^[+]62[0-9]{7,13}$", "Not an Indonesian number in E.164.")
    email = nullable(text(254))


class WorkSchema(WireSchema):
    occupation = _code()
    has_employees = boolean()
    workplace = lines(500)
    work_starts = nullable(_clock())
    work_ends = nullable(_clock())
    seen_at_work = boolean()


class ContributionSchema(WireSchema):
    monthly_income = integer(0, _MOST_RUPIAH)
    income_amount = integer(0, _MOST_RUPIAH)
    income_per = one_of("day", "month")
    income_days = nullable(integer(1, 31))
    programmes = listed(one_of("jkk", "jkm", "jht"), 3, least=1)
    months = one_integer_of(1, 3, 6, 12)
    first_month = matching("^[0-9]{4}-(0[1-9]|1[0-2])$", "Not a month.")
    quote_total = integer(0, _MOST_RUPIAH)
    quote_tables = text(20)

    def judge(self, data: Mapping[str, object]) -> None:
        programmes = cast("list[str]", data.get("programmes", []))
        if len(set(programmes)) < len(programmes):
            raise ValidationError("Named twice.", "programmes")


class HeirSchema(WireSchema):
    name = text(200)
    relation = text(60)


class HeirsSchema(WireSchema):
    heirs = listed(nested(HeirSchema), 10)


class NoteSchema(WireSchema):
    note = nullable(lines(2000))


class DeclaredPhotoSchema(WireSchema):
    """A photo by its hash; the bytes come by uploads (P80-P89)."""

    sha256 = digest()
    bytes = integer(1, MOST_PHOTO_BYTES)
    type = one_of(*PHOTO_TYPES)


class PhotoSchema(WireSchema):
    id_photo = nullable(nested(DeclaredPhotoSchema))


UNIT_SCHEMAS: Mapping[str, Schema] = MappingProxyType(
    {
        "identity": IdentitySchema,
        "name": NameSchema,
        "address": AddressSchema,
        "contact": ContactSchema,
        "work": WorkSchema,
        "contribution": ContributionSchema,
        "heirs": HeirsSchema,
        "note": NoteSchema,
        "photo": PhotoSchema,
    }
)


class FirstUnitsSchema(WireSchema):
    """A whole record of schema 1."""

    identity = nested(IdentitySchema)
    name = nested(NameSchema)
    address = nested(AddressSchema)
    contact = nested(ContactSchema)
    work = nested(WorkSchema)
    contribution = nested(ContributionSchema)
    heirs = nested(HeirsSchema)
    note = nested(NoteSchema)


class UnitsSchema(FirstUnitsSchema):
    """A whole record."""

    photo = nested(PhotoSchema)


class FirstSomeUnitsSchema(WireSchema):
    """Some units of schema 1, each of them whole (rule P14)."""

    identity = optional(nested(IdentitySchema))
    name = optional(nested(NameSchema))
    address = optional(nested(AddressSchema))
    contact = optional(nested(ContactSchema))
    work = optional(nested(WorkSchema))
    contribution = optional(nested(ContributionSchema))
    heirs = optional(nested(HeirsSchema))
    note = optional(nested(NoteSchema))


class SomeUnitsSchema(FirstSomeUnitsSchema):
    """Some units, each of them whole (rule P14)."""

    photo = optional(nested(PhotoSchema))
