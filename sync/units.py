"""The units of a registration: the smallest groups of fields always taken whole from one side (rule M1).

This table is the one place that says which field belongs to which unit. The web's copy,
``web/src/wire/units.gen.ts``, is generated from it by ``make generate``.
"""

from collections.abc import Mapping
from types import MappingProxyType

UNITS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "identity": ("nik", "birth_date", "sex", "nik_confirmed"),
        "name": ("full_name", "birth_place"),
        "address": ("address", "village_code", "postcode"),
        "contact": ("phone", "email"),
        "work": (
            "occupation",
            "has_employees",
            "workplace",
            "work_starts",
            "work_ends",
            "seen_at_work",
        ),
        "contribution": (
            "monthly_income",
            "income_amount",
            "income_per",
            "income_days",
            "programmes",
            "months",
            "first_month",
            "quote_total",
            "quote_tables",
        ),
        "heirs": ("heirs",),
        "note": ("note",),
        "photo": ("id_photo",),
    }
)

BEFORE: Mapping[str, Mapping[str, None]] = MappingProxyType(
    {"photo": MappingProxyType({"id_photo": None})}
)
"""Units that schema 1 did not know, with the value that a registration of then begins with (P80)."""

UNIT_OF: Mapping[str, str] = MappingProxyType(
    {field: unit for unit, fields in UNITS.items() for field in fields}
)
