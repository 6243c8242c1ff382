"""The people of the browser tests. All invented; one password, hashed once a run."""

import uuid
from dataclasses import dataclass
from functools import cache
from random import Random

from faker import Faker

from server.accounts.passwords import hash_password
from server.store import Store
from server.store.accounts import Account, Clinic

PASSWORD = "kunci-uji-lapangan"

ANGGREK = Clinic(str(uuid.UUID(int=1)), "Klinik Anggrek", "32.75.01")
MELATI = Clinic(str(uuid.UUID(int=2)), "Klinik Melati", "32.75.04")
KAYLA, RUSMAN, ZULAIKHA, ILHAM = (str(uuid.UUID(int=n)) for n in range(11, 15))


@cache
def _hashed() -> str:
    return hash_password(PASSWORD)


def hire(store: Store) -> None:
    """Two clinics, two recruiters, a supervisor of both, an admin."""
    store.accounts.add_clinics([ANGGREK, MELATI])
    store.accounts.add_accounts(
        [
            Account(KAYLA, "kayla", "Kayla Riyanti", "recruiter", (ANGGREK.id,), True, _hashed()),
            Account(
                RUSMAN, "rusman", "Rusman Pangestu", "recruiter", (MELATI.id,), True, _hashed()
            ),
            Account(
                ZULAIKHA,
                "zulaikha",
                "Zulaikha Santoso",
                "supervisor",
                (ANGGREK.id, MELATI.id),
                True,
                _hashed(),
            ),
            Account(ILHAM, "ilham", "Ilham Pranata", "admin", (), True, _hashed()),
        ]
    )


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody to sign up: what their card and their mouth say."""

    nik: str
    name: str
    phone: str
    address: str


def member(seed: int) -> Member:
    """A generated woman of Bekasi, born in 1984, of working age; equal for an equal seed."""
    fake = Faker("id_ID")
    fake.seed_instance(seed)
    random = Random(seed)
    day, month = random.randint(1, 28), random.randint(1, 12)
    return Member(
        nik=f"327501{day + 40:02d}{month:02d}84{random.randint(1, 9999):04d}",
        name=f"{fake.first_name_female()} {fake.last_name_female()}",
        phone=f"0812{random.randint(1000_0000, 9999_9999)}",
        address=f"Jl. Melur No. {random.randint(1, 90)}",
    )
