"""Accounts and clinics of the server's tests, and generated persons who sign up."""

import random
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from faker import Faker

from server.accounts.passwords import hash_password
from server.store import Store
from server.store.accounts import Account, Clinic
from sync.operation import Role

SEED = 20261123
PASSWORD = "lapangan-hijau-42"


def made_id(name: str) -> str:
    """The same UUID for the same name."""
    return str(UUID(int=random.Random(name).getrandbits(128), version=4))


HERE = Clinic(made_id("clinic here"), "RS Contoh Bekasi", "32.75.04")
THERE = Clinic(made_id("clinic there"), "Klinik Contoh Cikarang", "32.16.09")


@cache
def _hash() -> str:
    return hash_password(PASSWORD)


def account(username: str, role: Role, *clinics: Clinic) -> Account:
    return Account(
        id=made_id(username),
        username=username,
        name=username.title(),
        role=role,
        clinics=tuple(clinic.id for clinic in clinics),
        active=True,
        password_hash=_hash(),
    )


RINA = account("rina", "recruiter", HERE)
BUDI = account("budi", "recruiter", HERE)
JOKO = account("joko", "recruiter", THERE)
SARI = account("sari", "supervisor", HERE)
TUTI = account("tuti", "supervisor", THERE)
ADMIN = account("admin", "admin")
EVERYONE = (RINA, BUDI, JOKO, SARI, TUTI, ADMIN)


def settle(store: Store) -> None:
    """Put the clinics and everyone into an empty store."""
    store.accounts.add_clinics([HERE, THERE])
    store.accounts.add_accounts(EVERYONE)


def units(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A whole record of a generated person; ``changes`` are whole units."""
    fake = Faker("id_ID")
    fake.seed_instance(SEED + number)
    born = date(1984, 8, 7)
    record: dict[str, Any] = {
        "identity": {
            "nik": f"327504{born:%d%m%y}{number:04d}",
            "birth_date": born.isoformat(),
            "sex": "male",
            "nik_confirmed": False,
        },
        "name": {"full_name": fake.name_male(), "birth_place": fake.city()},
        "address": {
            "address": fake.street_address(),
            "village_code": "32.75.04.1001",
            "postcode": "17141",
        },
        "contact": {"phone": f"+62812{number:08d}", "email": None},
        "work": {
            "occupation": "street_vendor",
            "has_employees": False,
            "workplace": "Gerbang RS Contoh Bekasi",
            "work_starts": "06:00",
            "work_ends": "14:00",
            "seen_at_work": True,
        },
        "contribution": {
            "monthly_income": 900_000,
            "income_amount": 900_000,
            "income_per": "month",
            "income_days": None,
            "programmes": ["jkk", "jkm"],
            "months": 6,
            "first_month": "2026-11",
            "quote_total": 84_000,
            "quote_tables": "2026-04-01",
        },
        "heirs": {"heirs": [{"name": fake.name_female(), "relation": "spouse"}]},
        "note": {"note": None},
        "photo": {"id_photo": None},
    }
    return record | changes


def consent() -> dict[str, Any]:
    return {
        "notice_version": 1,
        "notice_hash": "ab" * 32,
        "language": "id",
        "given_at": "2026-11-23T02:58:00.000Z",
        "method": "read",
        "signature": [[10, 20, 30, 40], [300, 100]],
    }
