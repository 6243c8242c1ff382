"""Stories that go wrong in the ways this software is for: two phones, two people, one person twice.

Each scene happens on days that are past, so that all of its pushes have come in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from server.demo.diary import Diary
from server.demo.lives import DAY, HOUR, Crew, Life, approved, begin
from server.demo.members import Member, contact, contribution, meet
from server.demo.phones import WIB, Phone
from server.store.accounts import Clinic
from sync.questions import thread_id
from sync.receipt import Result


@dataclass(frozen=True, slots=True)
class Stage:
    """``crew`` is the first recruiter's, ``second`` their other phone; ``other``, others'. ``colleague``
    is another admin's desk, ``leaver`` the phone of a recruiter who left."""

    diary: Diary
    crew: Crew
    second: Phone
    other: Crew
    colleague: Phone
    leaver: Phone
    leavers_clinics: Sequence[Clinic]

    def morning(self, days_ago: int) -> datetime:
        """Half past nine on a working day, about so long ago."""
        day = self.diary.now.astimezone(WIB) - days_ago * DAY
        at = day.replace(hour=9, minute=30, second=0, microsecond=0)
        return at - DAY if at.isoweekday() == 7 else at


def two_phones(stage: Stage) -> None:
    """A recruiter changed numbers on the phone and, not having seen it, on the tablet."""
    for _ in range(3):
        life = begin(stage.diary, stage.crew, stage.morning(6))
        first, other = contact(life.chance), contact(life.chance)
        when = life.at + DAY
        life.aside(life.recruiter, {"contact": first}, when, expected="applied", base=1)
        life.aside(stage.second, {"contact": other}, when + DAY, expected="conflict", base=1)


def recruiter_and_supervisor(stage: Stage) -> None:
    """The supervisor completed the address while the recruiter, out of reach, did so as well."""
    life = begin(stage.diary, stage.crew, stage.morning(6))
    was = life.member.units["address"]
    desk = {**was, "address": f"{was['address']}, Gg. Masjid"}
    field = {**was, "address": f"{was['address']}, samping mushala"}
    when = life.at + DAY
    life.aside(life.supervisor, {"address": desk}, when, expected="applied", base=1)
    life.aside(life.recruiter, {"address": field}, when + HOUR, expected="conflict", base=1)


def two_units(stage: Stage) -> None:
    """Contribution and work at once, from two phones; a third unit merged by itself."""
    life = begin(stage.diary, stage.crew, stage.morning(7))
    work = life.member.units["work"]
    today = stage.diary.now.astimezone(WIB).date()
    phone_says = {
        "work": {**work, "workplace": f"{work['workplace']}, lantai dasar"},
        "contribution": contribution(life.chance, today, work),
    }
    tablet_says = {
        "work": {**work, "work_starts": "04:30"},
        "contribution": contribution(life.chance, today, work),
        "note": {"note": "Maunya mulai bulan depan saja."},
    }
    when = life.at + DAY
    life.aside(life.recruiter, phone_says, when, expected="applied", base=1)
    life.aside(stage.second, tablet_says, when + DAY, expected="conflict", base=1)


def spelling(stage: Stage) -> None:
    """A supervisor and a recruiter spell the same name in two ways."""
    life = begin(stage.diary, stage.other, stage.morning(5))
    name = life.member.units["name"]
    first, _, last = name["full_name"].partition(" ")
    when = life.at + DAY
    desk = {"name": {**name, "full_name": f"{first}h {last}"}}
    field = {"name": {**name, "full_name": f"{first} {last[0]}. {last}"}}
    life.aside(life.supervisor, desk, when, expected="applied", base=1)
    life.aside(life.recruiter, field, when + HOUR, expected="conflict", base=1)


def after_approval(stage: Stage) -> None:
    """The member's number changed after the supervisor had approved: the snapshot stands."""
    life = begin(stage.diary, stage.crew, stage.morning(9))
    life.review("approve")
    life.aside(
        life.recruiter,
        {"contact": contact(life.chance)},
        life.at + DAY,
        expected="conflict",
        base=life.version,
    )


def settled(stage: Stage) -> None:
    """A conflict of last week, settled by the admin for the phone that was right."""
    life = begin(stage.diary, stage.crew, stage.morning(16))
    when = life.at + DAY
    life.aside(life.recruiter, {"contact": contact(life.chance)}, when, expected="applied", base=1)
    proposal = life.aside(
        stage.second, {"contact": contact(life.chance)}, when + DAY, expected="conflict", base=1
    )
    thread = thread_id(life.id, "contact")
    choice = {"choice": "proposed", "thread": thread, "moves": 1, "proposal": proposal.op}
    life.version, life.at = 3, settle_thread(life, choice, proposal.received, base=2)
    approved(life)


def same_person(stage: Stage) -> None:
    """Two recruiters met the same vendor; the cards agree, the hurried hands do not quite."""
    _again(stage, begin(stage.diary, stage.crew, stage.morning(6)), stage.morning(4))


def same_person_reviewed(stage: Stage) -> None:
    """The first claim was approved before the second came in."""
    first = begin(stage.diary, stage.crew, stage.morning(11))
    first.review("approve")
    _again(stage, first, stage.morning(5))


def same_person_kept(stage: Stage) -> None:
    """Last month's duplicate: the admin kept the claim that came first."""
    first = begin(stage.diary, stage.crew, stage.morning(20))
    second = _again(stage, first, stage.morning(18))
    choice = {
        "choice": "keep",
        "thread": f"duplicate:{first.id}",
        "moves": 1,
        "keep": first.id,
        "credit": first.recruiter.account.id,
    }
    first.at = settle_thread(first, choice, second.at, base=1, claims=[first.id, second.id])
    approved(first)


def foreign_clinic(stage: Stage) -> None:
    """A recruiter signed somebody up at a clinic that is not theirs: kept, and with an admin."""
    elsewhere = [clinic for clinic in stage.other.clinics if clinic not in stage.crew.clinics]
    crew = replace(stage.crew, clinics=elsewhere)
    begin(stage.diary, crew, stage.morning(3), expected="quarantined")


def _again(stage: Stage, first: Life, at: datetime) -> Life:
    """The same person as ``first``, captured by the other recruiter in other words."""
    clinic = stage.other.clinics[0]
    units = meet(stage.diary.chance, clinic, at).units
    name = first.member.units["name"]
    units["identity"] = dict(first.member.units["identity"])
    units["name"] = {**name, "full_name": name["full_name"].upper(), "birth_place": None}
    return begin(stage.diary, replace(stage.other, clinics=[clinic]), at, Member(units, None))


def settle_thread(
    life: Life,
    choice: dict[str, Any],
    seen: datetime,
    *,
    base: int,
    claims: Sequence[str] = (),
    expected: Result = "applied",
) -> datetime:
    """The admin answers one thread; returns when the server has it."""
    intention = {
        "kind": "resolve",
        "registration": life.id,
        "base": base,
        "choices": [choice],
        "claims": [*claims],
    }
    return life.diary.note(life.admin, seen + HOUR, intention, expected=expected).received


SCENES: tuple[Callable[[Stage], object], ...] = (
    two_phones,
    recruiter_and_supervisor,
    two_units,
    spelling,
    after_approval,
    settled,
    same_person,
    same_person_reviewed,
    same_person_kept,
    foreign_clinic,
)
