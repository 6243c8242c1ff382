/** Generated from sync/units.py by `make generate`; not edited by hand. */

export const UNITS = {
  "identity": [
    "nik",
    "birth_date",
    "sex",
    "nik_confirmed"
  ],
  "name": [
    "full_name",
    "birth_place"
  ],
  "address": [
    "address",
    "village_code",
    "postcode"
  ],
  "contact": [
    "phone",
    "email"
  ],
  "work": [
    "occupation",
    "has_employees",
    "workplace",
    "work_starts",
    "work_ends",
    "seen_at_work"
  ],
  "contribution": [
    "monthly_income",
    "income_amount",
    "income_per",
    "income_days",
    "programmes",
    "months",
    "first_month",
    "quote_total",
    "quote_tables"
  ],
  "heirs": [
    "heirs"
  ],
  "note": [
    "note"
  ],
  "photo": [
    "id_photo"
  ]
} as const;

export const UNIT_OF = {
  "nik": "identity",
  "birth_date": "identity",
  "sex": "identity",
  "nik_confirmed": "identity",
  "full_name": "name",
  "birth_place": "name",
  "address": "address",
  "village_code": "address",
  "postcode": "address",
  "phone": "contact",
  "email": "contact",
  "occupation": "work",
  "has_employees": "work",
  "workplace": "work",
  "work_starts": "work",
  "work_ends": "work",
  "seen_at_work": "work",
  "monthly_income": "contribution",
  "income_amount": "contribution",
  "income_per": "contribution",
  "income_days": "contribution",
  "programmes": "contribution",
  "months": "contribution",
  "first_month": "contribution",
  "quote_total": "contribution",
  "quote_tables": "contribution",
  "heirs": "heirs",
  "note": "note",
  "id_photo": "photo"
} as const;
