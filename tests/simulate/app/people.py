"""What the people with the phones do: acts on what their screen shows, some of them wrong (L2)."""

from random import Random
from typing import Any
from uuid import UUID

from server.moments import moment
from tests.chaos.acts import ACTS, CREATES, Person
from tests.chaos.keeping import Seen
from tests.server.people import consent, units
from tests.simulate.app.world import Phone, World

Intention = dict[str, Any]
MET = tuple(units(number) for number in range(1, 25))
"""Few enough that two recruiters meet the same person now and then."""
WRONG = 0.08


def made_uuid(random: Random, at_ms: int) -> str:
    """A UUIDv7 of this chance."""
    bits = at_ms << 80 | random.getrandbits(80)
    bits = bits & ~(0xF << 76) | 0x7 << 76
    return str(UUID(int=bits & ~(0x3 << 62) | 0x2 << 62))


def intention(world: World, phone: Phone) -> Intention | None:
    """What the person means to say next; None where there is nothing to say anything about."""
    random, role = world.random, phone.look["role"]
    if role == "admin" and random.random() < 0.25:
        return _decide(world, phone)
    acts = ACTS[role]
    known = sorted(phone.look["seen"])
    signs_up = role == "recruiter" and random.randrange(sum(acts.values()) + CREATES) < CREATES * 2
    if signs_up or (role == "recruiter" and not known):
        return _wrong(random, create(world, phone))
    if not known:
        return None
    key = random.choice(known)
    shown = phone.look["seen"][key]
    seen = Seen(key, shown["units"], shown["base"], shown["entry"])
    (chosen,) = random.choices([*acts], [*acts.values()])
    said = chosen(Person({}, (), random, MET), seen)
    return _wrong(random, {"registration": key, "base": seen.base} | said) if said else None


def create(world: World, phone: Phone) -> Intention:
    """Somebody signs up, at times somebody whom another recruiter meets as well."""
    random, at = world.random, world.server.site.clock()
    clinic = random.choice(phone.look["clinics"] or ["00000000-0000-4000-8000-000000000000"])
    return {
        "kind": "create",
        "registration": made_uuid(random, int(at.timestamp() * 1000)),
        "base": 0,
        "clinic": clinic,
        "set": dict(random.choice(MET)),
        "consent": consent(),
        "captured_at": moment(at),
        "location": None,
    }


def draft(world: World, phone: Phone) -> dict[str, Any]:
    at = moment(world.server.site.clock())
    made = made_uuid(world.random, world.now_ms(phone))
    return {
        "id": made, "clinic": "", "step": 1, "fields": {}, "consent": None, "created_at": at, "touched_at": at,
    }  # fmt: skip


def _decide(world: World, phone: Phone) -> Intention | None:
    """An admin's word about what waits, from the list that the server tells."""
    items = world.do(phone, "quarantine")
    decidable = [item for item in items if item["result"] != "held"]
    if not decidable:
        return None
    item = world.random.choice(decidable)
    takes = world.random.random() < 0.5
    shown = phone.look["seen"].get(item["on"])
    return {
        "kind": "decide",
        "registration": item["on"],
        "base": shown["base"] if shown else 0,
        "about": {"device": item["device"], "n": item["n"]},
        "choice": "take" if takes else "dismiss",
        "seen": "dismissed" if item["code"] == "dismissed" else "waiting",
        "reason": None if takes else "Sudah ditanyakan.",
    }


def _wrong(random: Random, right: Intention) -> Intention:
    """At times something that the server cannot do, beside neighbours that it can."""
    if random.random() >= WRONG:
        return right
    wrongs: list[Intention] = [
        {"base": -1},
        {"registration": made_uuid(random, 1)},
    ]
    if right["kind"] == "create":
        wrongs.append({"clinic": "00000000-0000-4000-8000-000000000000"})
    if "set" in right:
        wrongs.append({"set": right["set"] | {"note": {"note": ""}}})
    return right | random.choice(wrongs)
