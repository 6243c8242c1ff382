"""What the people in the simulation do: seeded acts on what their phone shows them."""

from collections.abc import Callable
from typing import Any

from sync.canonical import digest
from tests.simulate.language import UNITS
from tests.simulate.phone import Phone
from tests.simulate.world import World

Act = Callable[[World, Phone], dict[str, Any] | None]


def create(world: World, phone: Phone) -> dict[str, Any]:
    """Sign somebody up; now and then somebody whom another recruiter meets as well."""
    nik = f"n-{world.random.randint(1, 6)}" if world.random.random() < 0.4 else world.id("n")
    return {
        "kind": "create",
        "registration": world.id("reg"),
        "base": 0,
        "clinic": phone.clinic,
        "set": UNITS | {"identity": {"nik": nik}},
        "consent": {"notice_version": 3},
        "captured_at": "2026-11-20T02:00:00.000Z",
    }


def _some(world: World, phone: Phone) -> str | None:
    known = phone.known()
    return world.random.choice(known) if known else None


def amend(world: World, phone: Phone) -> dict[str, Any] | None:
    registration = _some(world, phone)
    if registration is None:
        return None
    seen, base = phone.sees(registration)
    new = {
        "identity": {"nik": f"n-{world.random.randint(1, 6)}"},
        "name": {"full_name": world.random.choice(["ani", "budi", world.id("name")])},
        "contact": {"phone": f"p-{world.random.randint(1, 4)}"},
        "work": {"has_employees": world.random.random() < 0.5},
        "contribution": {
            "programmes": world.random.choice([["jkk", "jkm"], ["jkk", "jkm", "jht"]])
        },
    }
    weights = {"identity": 1, "name": 3, "contact": 6, "work": 2, "contribution": 2}
    picked = set(
        world.random.choices(list(weights), list(weights.values()), k=world.random.randint(1, 2))
    )
    return {
        "kind": "amend",
        "registration": registration,
        "base": base,
        "set": {u: new[u] for u in sorted(picked)},
        "was": {u: seen[u] for u in sorted(picked)},
    }


def withdraw(world: World, phone: Phone) -> dict[str, Any] | None:
    registration = _some(world, phone)
    if registration is None:
        return None
    base = phone.sees(registration)[1]
    return {
        "kind": "withdraw",
        "registration": registration,
        "base": base,
        "reason": "member",
    }


def review(world: World, phone: Phone) -> dict[str, Any] | None:
    registration = _some(world, phone)
    if registration is None:
        return None
    verdict = world.random.choice(["approve", "approve", "return", "return", "reject", "reopen"])
    seen, base = phone.sees(registration)
    return {
        "kind": "review",
        "registration": registration,
        "base": base,
        "verdict": verdict,
        "read": digest(seen),
    }


def resolve(world: World, phone: Phone) -> dict[str, Any] | None:
    """Answer some questions of one registration, or settle one anew."""
    registration = _some(world, phone)
    if registration is None or registration not in phone.replica:
        return None
    entry = phone.replica[registration]
    threads = [t for t in entry["threads"] if t["open"] or world.random.random() < 0.2]
    if not threads:
        return None
    choices = [_choice(world, t, entry) for t in threads[: world.random.randint(1, 2)]]
    return {
        "kind": "resolve",
        "registration": registration,
        "base": entry["version"],
        "choices": choices,
        "claims": sorted({c for t in threads for c in t["claims"]}),
    }


def _choice(world: World, thread: dict[str, Any], entry: dict[str, Any]) -> dict[str, Any]:
    about = {"thread": thread["id"], "moves": thread["moves"]}
    if not thread["open"]:
        return about | {"choice": "reopen"}
    if thread["kind"] == "duplicate":
        if world.random.random() < 0.3:
            return about | {"choice": "two_people", "reason": "two cards"}
        keep = world.random.choice(thread["claims"])
        chosen = about | {"choice": "keep", "keep": keep, "credit": entry["recruiter"]}
        if keep != entry["registration"] or world.random.random() < 0.5:
            return chosen
        return chosen | {"set": {"contact": {"phone": f"p-{world.random.randint(0, 9)}"}}}  # M106
    pick = world.random.random()
    if pick < 0.4 or not thread["proposals"]:
        return about | {"choice": "standing"}
    proposal = world.random.choice(thread["proposals"])
    if pick < 0.8:
        return about | {"choice": "proposed", "proposal": proposal["stamp"]["op"]}
    return about | {"choice": "value", "value": proposal["value"]}


def progress(world: World, phone: Phone) -> dict[str, Any] | None:
    registration = _some(world, phone)
    if registration is None:
        return None
    step, facts = world.random.choice(
        [
            ("code_issued", {"payment_code": "c"}),
            ("paid", {"paid_at": "t"}),
            ("registered", {"kpj": "k"}),
        ]
    )
    base = phone.sees(registration)[1]
    return {
        "kind": "progress",
        "registration": registration,
        "base": base,
        "step": step,
        "facts": facts,
    }


ACTS: dict[str, dict[Act, int]] = {
    "recruiter": {create: 4, amend: 15, withdraw: 1},
    "supervisor": {amend: 3, review: 4},
    "admin": {resolve: 4, progress: 1},
}


def forget(world: World) -> None:
    """Somebody takes their consent back, or asks to be forgotten (M98), at whatever phone knows them."""
    chance = world.oblivion
    phone = chance.choice(world.phones)
    known = phone.known()
    if not known:
        return
    registration = chance.choice(known)
    asked = phone.role == "admin" and chance.random() < 0.5
    said = {
        "kind": "erase",
        "registration": registration,
        "base": phone.sees(registration)[1],
        "ground": "asked" if asked else "consent_withdrawn",
    }
    phone.save(said, f"op-{chance.getrandbits(48):012x}", world.clock(phone))


def act(world: World, phone: Phone) -> None:
    """One act of the phone's person, saved on the phone whatever the network does."""
    acts = ACTS[phone.role]
    (chosen,) = world.random.choices(list(acts), list(acts.values()))
    intention = chosen(world, phone)
    if intention is not None:
        intention = world.photos.taken(phone, intention)
        phone.save(intention, world.id("op"), world.clock(phone))
