"""Fill an empty database with the demo."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from server.demo.chance import Chance
from server.demo.diary import Diary
from server.demo.lives import PLANS, Crew, begin
from server.demo.members import FLAWS, meet
from server.demo.partings import PARTINGS, left_at
from server.demo.phones import APP, WIB, Phone
from server.demo.places import invent_clinics
from server.demo.scenes import SCENES, Stage
from server.demo.staff import Staff, hire
from server.moments import moment
from server.store import Store
from server.store.accounts import Clinic
from server.store.blobs import Blobs
from server.store.devices import NewDevice
from sync.journal import Heard
from sync.rules import Rules

SEED = 7
_FLAWED = 0.14
_WEEKS_BEFORE = timedelta(weeks=8)
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Seeded:
    """How much came in."""

    clinics: int
    accounts: int
    operations: int


@dataclass(frozen=True, slots=True)
class Kept:
    """The database was not empty and has been left alone."""


def seed_demo(
    store: Store, blobs: Blobs, rules: Rules, now: datetime, *, seed: int = SEED
) -> Seeded | Kept:
    """Tell the demo's story, ending at ``now``, to an empty database; leave any other alone."""
    if store.accounts.accounts():
        return Kept()
    chance = Chance(seed)
    clinics = invent_clinics(chance)
    staff = hire(chance, clinics)
    diary = Diary(chance, now)
    _write(diary, staff, {clinic.id: clinic for clinic in clinics})
    store.accounts.add_clinics(clinics)
    store.accounts.add_accounts(staff.accounts)
    closed = replace(staff.leaver.account, active=False)
    by = staff.admin.account.id
    store.accounts.change_account(closed, at=moment(left_at(now)), by=by)
    _register(store, staff, now)
    heard = diary.play(store.journal, rules, cache(store.entitlements.of))
    diary.bring_photos(store.journal, blobs, rules)
    _report(store, chance, staff.phones, heard)
    return Seeded(len(clinics), len(staff.accounts), len(diary.acts))


def _write(diary: Diary, staff: Staff, clinics: Mapping[str, Clinic]) -> None:
    """The scenes that go wrong are the first recruiter's; the ordinary lives are everyone's."""
    crews = [
        Crew(phone, team.supervisor, staff.admin, [clinics[key] for key in phone.account.clinics])
        for team in staff.teams
        for phone in team.recruiters
    ]
    stage = Stage(
        diary,
        crew=crews[0],
        second=staff.second,
        other=crews[len(crews) // 2],
        colleague=staff.colleague,
        leaver=staff.leaver,
        leavers_clinics=[clinics[key] for key in staff.leaver.account.clinics],
    )
    for scene in (*SCENES, *PARTINGS):
        scene(stage)
    chance = diary.chance
    zeal = [3.0, *(chance.uniform(0.3, 1.6) for _ in crews[1:])]
    for plan in PLANS:
        for _ in range(plan.count):
            (crew,) = chance.choices(crews, zeal)
            captured = _working_hour(diary, chance.uniform(plan.newest, plan.oldest))
            flaw = chance.choice(FLAWS) if chance.happens(_FLAWED) else None
            clinic = chance.choice(crew.clinics)
            own = Crew(crew.recruiter, crew.supervisor, crew.admin, [clinic])
            plan.ending(begin(diary, own, captured, meet(chance, clinic, captured, flaw)))


def _working_hour(diary: Diary, days_ago: float) -> datetime:
    """A moment between 07:00 and 17:00 on about that day, never a Sunday."""
    day = (diary.now - timedelta(days=days_ago)).astimezone(WIB)
    if day.isoweekday() == 7:
        day -= timedelta(days=1)
    start = day.replace(hour=7, minute=0, second=0, microsecond=0)
    return start + timedelta(seconds=diary.chance.randrange(10 * 3600))


def _register(store: Store, staff: Staff, now: datetime) -> None:
    """Nobody holds the credential of these devices: what is kept is the hash of no token."""
    for phone in (*staff.phones, staff.lost):
        account, since = phone.account, moment(now - _WEEKS_BEFORE)
        store.devices.register_device(
            NewDevice(phone.id, account.id, phone.label, APP, f"demo {phone.id}", since)
        )
    store.devices.end_device(staff.lost.id, moment(now - timedelta(days=12)))


def _report(
    store: Store, chance: Chance, phones: Sequence[Phone], heard: Mapping[str, datetime]
) -> None:
    """What each phone said of itself when it was last heard."""
    for phone in phones:
        if phone.id not in heard:
            continue
        last = heard[phone.id]
        pending = chance.choice((1, 2, 5)) if not phone.at_desk and chance.happens(0.2) else 0
        oldest = last - timedelta(hours=chance.randrange(6, 90))
        said = Heard(
            at=moment(last),
            skew_ms=phone.skew_s * 1000,
            app=APP,
            pending=pending,
            oldest_pending_at=moment(oldest) if pending else None,
            persisted=chance.happens(0.8),
            free_bytes=chance.randrange(180, 9000) * _MEGABYTE,
        )
        store.devices.hear(phone.id, said)
