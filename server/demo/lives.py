"""Ordinary stories of a sign-up, from the capture to the member number."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from server.demo.cards import photo_of_card
from server.demo.chance import Chance
from server.demo.diary import Act, Diary, declared, device_time
from server.demo.members import Member, Units, contact, meet
from server.demo.phones import WIB, Phone
from server.demo.strokes import sign
from server.domain import notice
from server.store.accounts import Clinic
from sync.receipt import Result

_PHOTOS = 0.15


@dataclass(slots=True)
class Life:
    """One registration as it goes. ``version`` and ``at`` are the server's after its last act."""

    diary: Diary
    recruiter: Phone
    supervisor: Phone
    admin: Phone
    member: Member
    id: str
    version: int
    at: datetime

    @property
    def chance(self) -> Chance:
        """The diary's."""
        return self.diary.chance

    def review(
        self,
        verdict: str,
        *,
        after: timedelta = timedelta(hours=1),
        remarks: Mapping[str, str] | None = None,
        message: str | None = None,
    ) -> None:
        """The supervisor decides on what they read."""
        said = {"verdict": verdict, "remarks": dict(remarks or {}), "message": message}
        self._act(self.supervisor, "review", said, after=after)

    def amend(self, units: Units, *, after: timedelta) -> None:
        """The recruiter corrects some units."""
        was = {name: self.member.units[name] for name in units}
        self._act(self.recruiter, "amend", {"set": units, "was": was}, after=after)
        self.member.units.update(units)

    def withdraw(self, reason: str, *, after: timedelta) -> None:
        """The recruiter takes it back, on the member's word."""
        self._act(self.recruiter, "withdraw", {"reason": reason}, after=after)

    def progress(self, step: str, facts: Mapping[str, Any], *, after: timedelta) -> None:
        """The admin brings back what the branch's portal says."""
        self._act(self.admin, "progress", {"step": step, "facts": dict(facts)}, after=after)

    def aside(
        self, phone: Phone, units: Units, at: datetime, *, expected: Result, base: int
    ) -> Act:
        """Somebody amends without a network; what they saw was ``base``."""
        was = {name: self.member.units[name] for name in units}
        intention = self._intention("amend", {"set": units, "was": was}) | {"base": base}
        return self.diary.note(phone, at, intention, expected=expected)

    def _intention(self, kind: str, said: Mapping[str, Any]) -> dict[str, Any]:
        return {"kind": kind, "registration": self.id, "base": self.version, **said}

    def _act(self, phone: Phone, kind: str, said: Mapping[str, Any], *, after: timedelta) -> None:
        minutes = timedelta(minutes=self.chance.randrange(1, 50))
        act = self.diary.note(phone, self.at + after + minutes, self._intention(kind, said))
        self.version += 1
        self.at = act.received


@dataclass(frozen=True, slots=True)
class Crew:
    """Whose hands a registration goes through."""

    recruiter: Phone
    supervisor: Phone
    admin: Phone
    clinics: Sequence[Clinic]


def _photo(units: Units, registration: str) -> bytes | None:
    """Some have a photo of their card; who, hangs on the registration alone."""
    chance = Random(registration)
    return photo_of_card(units, chance) if chance.random() < _PHOTOS else None


def begin(
    diary: Diary,
    crew: Crew,
    captured: datetime,
    member: Member | None = None,
    *,
    sent: datetime | None = None,
    expected: Result = "applied",
) -> Life:
    """Sign somebody up at one of the crew's clinics; no network before ``sent``."""
    chance, phone = diary.chance, crew.recruiter
    clinic = chance.choice(crew.clinics)
    somebody = member or meet(chance, clinic, captured)
    registration = chance.uuid7(captured - timedelta(minutes=8))
    data = _photo(somebody.units, registration) if expected == "applied" else None
    if data is not None:
        somebody.units["photo"] = declared(data)
    creation = {
        "kind": "create",
        "registration": registration,
        "clinic": clinic.id,
        "set": dict(somebody.units),
        "consent": _consent(chance, phone, captured),
        "captured_at": device_time(phone, captured),
        "location": None,
    }
    act = diary.note(phone, captured, creation, sent=sent, expected=expected)
    if data is not None:
        diary.bring(act, data)
    return Life(diary, phone, crew.supervisor, crew.admin, somebody, registration, 1, act.received)


def _consent(chance: Chance, phone: Phone, captured: datetime) -> dict[str, Any]:
    shown = notice.current()
    return {
        "notice_version": shown["version"],
        "notice_hash": shown["hash"],
        "language": "id",
        "given_at": device_time(phone, captured - timedelta(seconds=50)),
        "method": chance.choice(("read", "read", "read_aloud")),
        "signature": sign(chance),
    }


HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Ending = Callable[[Life], None]


def waits(_life: Life) -> None:
    """Nobody has looked yet."""


def returned(life: Life) -> None:
    """The supervisor wants something put right."""
    field, remark = life.chance.choice(
        (
            ("phone", "Nomor ini tidak aktif. Mohon tanyakan nomor yang bisa dihubungi."),
            ("full_name", "Ejaan nama berbeda dengan KTP."),
            ("address", "RT/RW belum lengkap."),
            ("workplace", "Tulis tempat kerja yang lebih jelas, misalnya nama pasarnya."),
            ("birth_date", "Tanggal lahir tidak sama dengan NIK. Cek lagi KTP-nya."),
        )
    )
    life.review("return", after=3 * HOUR, remarks={field: remark}, message="Tolong dibetulkan, ya.")


def corrected(life: Life) -> None:
    """Returned, put right by the recruiter, and with the supervisor again."""
    remark = "Nomor tidak aktif, mohon diganti."
    life.review("return", after=2 * HOUR, remarks={"phone": remark})
    life.amend({"contact": contact(life.chance)}, after=DAY)


def approved(life: Life) -> None:
    """All is well; now and then only the second time."""
    if life.chance.happens(0.15):
        corrected(life)
    life.review("approve", after=life.chance.choice((HOUR, 5 * HOUR, DAY)))


def rejected(life: Life) -> None:
    """It may not be."""
    reasons = (
        "Sudah terdaftar sebagai Penerima Upah di perusahaannya.",
        "Pekerja tidak ditemukan di tempat kerja.",
        "Usia tidak memenuhi syarat menurut KTP asli.",
    )
    life.review("reject", after=4 * HOUR, message=life.chance.choice(reasons))


def withdrawn(life: Life) -> None:
    """The member changed their mind."""
    reasons = ("Berubah pikiran, belum sanggup membayar.", "Sudah didaftarkan keluarganya.")
    life.withdraw(life.chance.choice(reasons), after=DAY)


def code_issued(life: Life) -> None:
    """Entered in the portal; the code waits for a payment."""
    approved(life)
    after = life.chance.choice((DAY, 2 * DAY))
    valid = (life.at + after + 30 * DAY).astimezone(WIB).date()
    facts = {
        "payment_code": str(life.chance.randrange(10**11, 10**12)),
        "valid_until": valid.isoformat(),
        "amount": life.member.units["contribution"]["quote_total"],
    }
    life.progress("code_issued", facts, after=after)


def lapsed(life: Life) -> None:
    """The code was never paid and is no longer valid."""
    approved(life)
    facts = {
        "payment_code": str(life.chance.randrange(10**11, 10**12)),
        "valid_until": (life.at + 7 * DAY).astimezone(WIB).date().isoformat(),
        "amount": life.member.units["contribution"]["quote_total"],
    }
    life.progress("code_issued", facts, after=DAY)


def paid(life: Life) -> None:
    """The receipt is there."""
    code_issued(life)
    after = life.chance.choice((DAY, 3 * DAY, 5 * DAY))
    facts = {
        "paid_at": (life.at + after).astimezone(WIB).date().isoformat(),
        "amount": life.member.units["contribution"]["quote_total"],
    }
    life.progress("paid", facts, after=after)


def registered(life: Life) -> None:
    """A member, with a number."""
    paid(life)
    life.progress("registered", {"kpj": f"26{life.chance.randrange(10**8, 10**9)}"}, after=2 * DAY)


@dataclass(frozen=True, slots=True)
class Plan:
    """So many sign-ups with one ending, captured from ``oldest`` to ``newest`` days ago."""

    count: int
    ending: Ending
    oldest: float
    newest: float


PLANS = (
    Plan(62, registered, 44, 17),
    Plan(30, paid, 30, 13),
    Plan(32, code_issued, 22, 6),
    Plan(8, lapsed, 34, 16),
    Plan(42, approved, 14, 3),
    Plan(62, waits, 3.5, 0),
    Plan(6, waits, 8, 4),
    Plan(14, returned, 7, 1.5),
    Plan(12, corrected, 7, 3),
    Plan(14, rejected, 36, 2),
    Plan(10, withdrawn, 34, 3),
)
