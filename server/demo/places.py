"""56 partner sites: invented names in real districts of Bekasi city and regency."""

from server.demo.chance import Chance
from server.domain import regions
from server.store.accounts import Clinic

CITY, REGENCY = "32.75", "32.16"
SITES = 56
_CITY_SITES = 36

_KINDS = ("RS", "RS", "Klinik", "Klinik", "Klinik Pratama")
_FIRST = (
    "Anggrek", "Bakti", "Cahaya", "Delima", "Flamboyan", "Griya", "Harapan", "Kasih", "Kenanga",
    "Mekar", "Melati", "Mitra", "Pelita", "Sari", "Seroja", "Tirta",
)  # fmt: skip
_SECOND = (
    "Asih", "Bersama", "Husada Lestari", "Insani", "Kencana", "Medika Jaya", "Mulya", "Nirmala",
    "Pertiwi", "Ratu", "Sejahtera", "Sentosa", "Utama", "Waluya",
)  # fmt: skip


def invent_clinics(chance: Chance) -> list[Clinic]:
    """Return the sites, neighbours beside each other, each with a name of its own."""
    names = [f"{first} {second}" for first in _FIRST for second in _SECOND]
    chosen = chance.sample(names, SITES)
    return [
        Clinic(chance.uuid(), f"{chance.choice(_KINDS)} {name}", district)
        for name, district in zip(chosen, _districts(chance), strict=True)
    ]


def _districts(chance: Chance) -> list[str]:
    """More sites in the city than in the regency, and every district of the city has some."""
    city = [district.code for district in regions.children(CITY)]
    regency = [district.code for district in regions.children(REGENCY)]
    more = chance.choices(city, k=_CITY_SITES - len(city))
    return sorted(city + more) + sorted(chance.choices(regency, k=SITES - _CITY_SITES))
