"""The people signed up: invented names and numbers at real places.

``Flaw`` is what a card or a hurried hand may have wrong: each lets a check of the review desk fail,
and none of them breaks a hard rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from server.demo.chance import Chance
from server.demo.phones import WIB
from server.domain import occupations, regions, tariff
from server.store.accounts import Clinic

Flaw = Literal["birth_date", "sex", "region", "serial", "impossible_date", "not_seen"]
FLAWS: tuple[Flaw, ...] = (
    "birth_date", "birth_date", "sex", "region", "region", "serial", "impossible_date", "not_seen",
)  # fmt: skip
Units = dict[str, dict[str, Any]]

_ELSEWHERE = ("33.02", "32.09", "35.78", "33.29", "12.71")
"""Many came from other places: Banyumas, Cirebon, Surabaya, Brebes, Medan."""
_WOMEN_FROM = 40
_STREETS = (
    "Kenari", "Melati Raya", "Pejuang", "Cut Mutia", "Agus Salim", "Mawar", "Rawa Semut",
    "Kaliabang", "Chairil Anwar", "Pahlawan", "Nusantara", "Perjuangan",
)  # fmt: skip
_WORK: Mapping[str, tuple[int, str]] = {
    "parking_attendant": (9, "Parkiran {}"),
    "street_vendor": (16, "Trotoar depan {}"),
    "canteen_owner": (6, "Kantin {}"),
    "market_trader": (9, "Pasar dekat {}"),
    "motorcycle_taxi": (12, "Pangkalan ojek {}"),
    "courier": (5, "Pangkalan kurir dekat {}"),
    "driver": (5, "Pool mobil dekat {}"),
    "domestic_worker": (6, "Perumahan di belakang {}"),
    "waste_picker": (2, "Lapak di belakang {}"),
    "barber": (2, "Kios cukur seberang {}"),
    "tailor": (3, "Kios jahit seberang {}"),
    "mechanic": (3, "Bengkel samping {}"),
    "construction_day_labourer": (5, "Proyek dekat {}"),
    "stall_owner": (8, "Warung gerbang timur {}"),
}
"""How common an occupation is around a clinic, and where it is found there."""
_NOTES = (
    "Minta dihubungi sore hari.", "Bayar bulanan, belum punya rekening.",
    "Kartu agak buram, sudah dicocokkan.", "Datang bersama istrinya.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """A person, with all units of their sign-up."""

    units: Units
    flaw: Flaw | None


def meet(chance: Chance, clinic: Clinic, captured: datetime, flaw: Flaw | None = None) -> Member:
    """Invent somebody who works near a clinic, as captured that day."""
    woman = chance.happens(0.45)
    day = captured.astimezone(WIB).date()
    work = _work(chance, clinic, seen=flaw != "not_seen")
    units: Units = {
        "identity": _identity(chance, day, flaw, woman=woman),
        "name": _name(chance, woman=woman),
        "address": _address(chance, clinic),
        "contact": contact(chance),
        "work": work,
        "contribution": contribution(chance, day, work),
        "heirs": {"heirs": _heirs(chance, woman=woman)},
        "note": {"note": chance.choice(_NOTES) if chance.happens(0.15) else None},
        "photo": {"id_photo": None},
    }
    return Member(units, flaw)


def contact(chance: Chance) -> dict[str, Any]:
    """A mobile number, seldom an e-mail address."""
    prefix = chance.choice(("812", "813", "821", "852", "857", "878", "895", "896"))
    phone = f"+62{prefix}{chance.randrange(10**7, 10**8)}"
    return {"phone": phone, "email": chance.faker.safe_email() if chance.happens(0.1) else None}


def contribution(chance: Chance, day: date, work: dict[str, Any]) -> dict[str, Any]:
    """Income by day or month, and the quote for it from the real tables."""
    programmes = ["jkk", "jkm"]
    if work["has_employees"] or chance.happens(0.25):
        programmes.append("jht")
    daily = chance.happens(0.6)
    amount = chance.randrange(45, 180, 5) * 1000 if daily else chance.randrange(9, 60) * 100_000
    days = chance.choice((20, 24, 25, 26, 26, 28)) if daily else None
    income = amount * (days or 1)
    first = day + timedelta(days=15 if day.day > 20 else 0)
    asked = tariff.Question(
        income=income,
        programmes=programmes,
        months=chance.choice((1, 1, 3, 3, 6, 12)),
        first_month=f"{first:%Y-%m}",
        transport=occupations.is_transport(work["occupation"]),
    )
    quote = tariff.quote(asked)
    return {
        "monthly_income": income,
        "income_amount": amount,
        "income_per": "day" if daily else "month",
        "income_days": days,
        "programmes": programmes,
        "months": asked.months,
        "first_month": asked.first_month,
        "quote_total": quote.total,
        "quote_tables": quote.tables,
    }


def _identity(chance: Chance, day: date, flaw: Flaw | None, *, woman: bool) -> dict[str, Any]:
    birth = day - timedelta(days=chance.randrange(19 * 366, 62 * 365))
    on_card = birth + timedelta(days=31) if flaw == "birth_date" else birth
    female_on_card = woman if flaw != "sex" else not woman
    dated = f"{on_card.day + (_WOMEN_FROM if female_on_card else 0):02d}{on_card:%m%y}"
    if flaw == "impossible_date":
        dated = f"{31 + (_WOMEN_FROM if woman else 0)}02{birth:%y}"
    serial = 0 if flaw == "serial" else chance.randrange(1, 20)
    return {
        "nik": f"{_first_registered(chance, flaw)}{dated}{serial:04d}",
        "birth_date": birth.isoformat(),
        "sex": "female" if woman else "male",
        "nik_confirmed": flaw == "impossible_date",
    }


def _first_registered(chance: Chance, flaw: Flaw | None) -> str:
    if flaw == "region":
        return chance.choice(("327598", "321695", "999901"))
    regency = chance.choice(("32.75", "32.16", "32.75", chance.choice(_ELSEWHERE)))
    return chance.choice([*regions.children(regency)]).code.replace(".", "")


def _name(chance: Chance, *, woman: bool) -> dict[str, Any]:
    faker = chance.faker
    first = faker.first_name_female() if woman else faker.first_name_male()
    last = faker.last_name_female() if woman else faker.last_name_male()
    places = ("Bekasi", "Bekasi", "Cirebon", "Brebes", "Jakarta", "Purwokerto", "Karawang")
    place = chance.choice(places) if chance.happens(0.8) else None
    return {"full_name": f"{first} {last}", "birth_place": place}


def _address(chance: Chance, clinic: Clinic) -> dict[str, Any]:
    regency = clinic.district_code[:5]
    near = [v for v in regions.villages(regency) if v.code.startswith(clinic.district_code)]
    village = chance.choice(near)
    street = f"Jl. {chance.choice(_STREETS)} No. {chance.randrange(1, 140)}"
    ward = f"RT {chance.randrange(1, 13):02d}/RW {chance.randrange(1, 22):02d}"
    return {
        "address": f"{street} {ward}",
        "village_code": village.code,
        "postcode": village.postcode,
    }


def _work(chance: Chance, clinic: Clinic, *, seen: bool) -> dict[str, Any]:
    shares = [share for share, _ in _WORK.values()]
    occupation = chance.choices([*_WORK], shares)[0]
    owner = occupation in {"canteen_owner", "stall_owner", "tailor"}
    starts = chance.choice(("05:00", "06:30", "07:00", "08:00", "15:00"))
    ends = "22:00" if starts == "15:00" else chance.choice(("14:00", "16:00", "17:00", "19:00"))
    return {
        "occupation": occupation,
        "has_employees": owner and chance.happens(0.3),
        "workplace": _WORK[occupation][1].format(clinic.name),
        "work_starts": starts,
        "work_ends": ends,
        "seen_at_work": seen,
    }


def _heirs(chance: Chance, *, woman: bool) -> list[dict[str, str]]:
    if chance.happens(0.4):
        return []
    faker = chance.faker
    spouse = faker.first_name_male() if woman else faker.first_name_female()
    heirs = [{"name": spouse, "relation": "suami" if woman else "istri"}]
    if chance.happens(0.4):
        heirs.append({"name": faker.first_name(), "relation": "anak"})
    return heirs
