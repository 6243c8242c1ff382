"""I11 and its kin: who sees what, whose late work is in, who is asked about whom, against the story."""

from collections.abc import Mapping
from itertools import combinations

from sync.registration import CLOSED, Registration
from sync.threads import Thread
from tests.simulate.checks import demand
from tests.simulate.language import SmallRules
from tests.simulate.phone import Phone
from tests.simulate.wire import Response
from tests.simulate.world import World


def entitled(before: Mapping[str, Registration], world: World) -> None:
    """M75-M78: what took effect was allowed when it was received, or when it was made, and is marked."""
    for key, now in world.journal.registrations().items():
        if key not in before:
            created = world.journal.logged_op(now.history[0].op)
            world.staff.owners[key] = created.account
            world.staff.places[key] = created.raw.get("clinic", now.clinic)
        demand("M81", now.clinic == world.staff.places[key], key)
        known = before[key].stamps if key in before else {}
        for op in sorted(set(now.stamps) - set(known)):
            _judge(world, now, op)


def _judge(world: World, now: Registration, op: str) -> None:
    logged, stamp = world.journal.logged_op(op), now.stamps[op]
    if logged.registration != now.id:
        return  # it was asked about because of somebody else's work
    if not logged.raw:
        return  # it was about a person who was erased in the same push (P141)
    if world.staff.might(logged.raw, logged.received_at):
        demand("M78", stamp.entitled_until is None, f"{op} was in time and is called late")
        return
    made_at = SmallRules().made_at(stamp.recorded_at, stamp.received_at, stamp.skew_ms)
    demand("M76", made_at is not None, op)
    then = world.staff.might(logged.raw, made_at or "")
    demand("M76", then is not None, f"{op} was never allowed")
    assert then is not None
    demand("M78", stamp.entitled_until == then.until, f"{op} is not marked")
    late = ("create", "amend", "withdraw", "erase", "review")
    demand("M77", logged.kind in late, op)
    demand("M77", logged.raw["author"]["role"] == then.role, op)


def within(world: World, phone: Phone, response: Response) -> None:
    """I11: no row outside of what somebody may see, and of a row no value that is not for them."""
    may = world.staff.now(phone.account)
    demand("I11", may.active or not response.entries, f"{phone.device} is told something")
    for entry in response.entries:
        if entry["flag"] != "live":
            demand("I11", set(entry) == {"registration", "flag", "seq"}, phone.device)
            continue
        demand("I11", _sees(world, phone, entry["registration"]), f"{phone.device}: {entry}")
        desk = may.role == "admin"
        demand("I11", desk == ("unit_stamps" in entry), phone.device)
        demand("I11", (may.role != "recruiter") == ("checks" in entry), phone.device)
        demand("I11", desk or not any("proposals" in t for t in entry["threads"]), phone.device)


def holds(world: World, phone: Phone) -> None:
    """I11, P51: in the end a phone holds what its person may see, and nothing that left."""
    if world.staff.now(phone.account).active:
        erased = {k for k, r in world.journal.registrations().items() if r.erased}
        visible = {key for key in world.staff.places if _sees(world, phone, key)} - erased
        demand("I11", set(phone.replica) == visible, phone.device)


def _sees(world: World, phone: Phone, key: str) -> bool:
    asked = bool(world.journal.registrations()[key].open_threads())
    return world.staff.sees(phone.account, key, asked=asked)


def duplicates_asked(world: World) -> None:
    """M40-M44, M70: live registrations that look alike are asked about, together, unless told apart."""
    live = [r for r in world.journal.registrations().values() if r.status not in CLOSED]
    for one, other in combinations(live, 2):
        alike = SmallRules().alike(one.values(), other.values())
        shared = {t.id for t in _asked(one)} & {t.id for t in _asked(other)}
        if alike and not _apart(one, other):
            demand("M40", shared, f"{one.id} and {other.id}")
        for key in shared:
            demand("M40", one.threads[key] == other.threads[key], key)
    for registration in live:
        for thread in registration.open_threads():
            if thread.kind == "duplicate":
                demand("M44", registration.id in thread.claims, thread.id)
                demand("M44", _has_partner(registration, thread, live), thread.id)


def _asked(registration: Registration) -> list[Thread]:
    return [t for t in registration.open_threads() if t.kind == "duplicate"]


def _has_partner(one: Registration, thread: Thread, live: list[Registration]) -> bool:
    others = [r for r in live if r.id in thread.claims and r != one]
    rules = SmallRules()
    return any(rules.alike(one.values(), r.values()) and not _apart(one, r) for r in others)


def _apart(one: Registration, other: Registration) -> bool:
    for registration in (one, other):
        for thread in registration.threads.values():
            said = thread.settlement and thread.settlement.outcome == "two_people"
            groups = [*thread.apart, *([thread.claims] if said else [])]
            if any({one.id, other.id} <= set(group) for group in groups):
                return True
    return False
