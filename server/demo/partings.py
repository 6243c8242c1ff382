"""Stories of people: one signed up twice under two NIKs, edits and admins at odds, one who leaves.

Each is an example of a question that ``docs/merge.md`` rules: M16, M36, M70 and M76.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from server.demo.lives import DAY, HOUR, Crew, approved, begin
from server.demo.members import Member, contact, contribution, meet
from server.demo.phones import WIB
from server.demo.scenes import Stage, settle_thread
from sync.questions import thread_id

LEFT_DAYS_AGO = 5
"""When the recruiter who left had their account closed."""


def left_at(now: datetime) -> datetime:
    """Half past six in the evening of that day."""
    day = now.astimezone(WIB).replace(hour=18, minute=30, second=0, microsecond=0)
    return day - LEFT_DAYS_AGO * DAY


def same_person_misread(stage: Stage) -> None:
    """Name and birth date agree, two digits of the phone changed places, and a NIK was misread."""
    diary = stage.diary
    first = begin(diary, stage.crew, stage.morning(7))
    clinic = stage.other.clinics[0]
    at = stage.morning(3)
    units = meet(diary.chance, clinic, at).units
    card, name = first.member.units["identity"], first.member.units["name"]["full_name"]
    title = "Hj." if card["sex"] == "female" else "H."
    phone = first.member.units["contact"]["phone"]
    units["identity"] = {**card, "nik": f"{card['nik'][:12]}{int(card['nik'][12:]) + 60:04d}"}
    units["name"] = {"full_name": f"{title} {name}", "birth_place": None}
    units["contact"] = {"phone": _swapped(phone), "email": None}
    begin(diary, replace(stage.other, clinics=[clinic]), at, Member(units, None))


def _swapped(phone: str) -> str:
    """The last two neighbouring digits that differ change places."""
    at = next(i for i in range(len(phone) - 2, 0, -1) if phone[i] != phone[i + 1])
    return phone[:at] + phone[at + 1] + phone[at] + phone[at + 2 :]


def broken_together(stage: Stage) -> None:
    """Staff on the tablet, JHT dropped at the desk: each is right alone, both break a rule."""
    captured = stage.morning(6)
    member = meet(stage.diary.chance, stage.crew.clinics[0], captured)
    work = {**member.units["work"], "has_employees": False}
    offered = contribution(stage.diary.chance, captured.date(), {**work, "has_employees": True})
    member.units.update(work=work, contribution=offered)
    life = begin(stage.diary, stage.crew, captured, member)
    cheaper = contribution(stage.diary.chance, captured.date(), work)
    while "jht" in cheaper["programmes"]:
        cheaper = contribution(stage.diary.chance, captured.date(), work)
    staff = {"work": {**work, "has_employees": True}}
    when = life.at + DAY
    life.aside(life.supervisor, {"contribution": cheaper}, when, expected="applied", base=1)
    life.aside(stage.second, staff, when + DAY, expected="conflict", base=1)


def settled_twice(stage: Stage) -> None:
    """Two admins answered one question, the second without having seen the first one's answer."""
    life = begin(stage.diary, stage.crew, stage.morning(8))
    when = life.at + DAY
    life.aside(life.recruiter, {"contact": contact(life.chance)}, when, expected="applied", base=1)
    proposal = life.aside(
        stage.second, {"contact": contact(life.chance)}, when + DAY, expected="conflict", base=1
    )
    about = {"thread": thread_id(life.id, "contact"), "moves": 1}
    settle_thread(life, about | {"choice": "standing"}, proposal.received, base=2)
    life.admin = stage.colleague
    theirs = about | {"choice": "proposed", "proposal": proposal.op}
    settle_thread(life, theirs, proposal.received + DAY, base=2, expected="conflict")


def somebody_left(stage: Stage) -> None:
    """A recruiter's phone comes back on line days after their account was closed: what they had made
    before is taken and marked, what they made afterwards waits for an admin."""
    diary, leaver = stage.diary, stage.leaver
    crew = Crew(leaver, stage.crew.supervisor, stage.crew.admin, stage.leavers_clinics)
    closed = left_at(diary.now)
    approved(begin(diary, crew, stage.morning(15)))
    found = closed + 2 * DAY
    begin(diary, crew, closed - 8 * HOUR, sent=found)
    begin(diary, crew, closed - 6 * HOUR, sent=found)
    begin(diary, crew, closed + 16 * HOUR, sent=found, expected="quarantined")


PARTINGS: tuple[Callable[[Stage], object], ...] = (
    same_person_misread,
    broken_together,
    settled_twice,
    somebody_left,
)
