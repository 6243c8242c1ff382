"""What a chaos client's person does: seeded acts on what their phone shows them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID

from tests.chaos.keeping import Keeping, Seen

Intention = dict[str, Any]
STEPS: tuple[tuple[str, Mapping[str, Any]], ...] = (
    ("code_issued", {"payment_code": "880012345678", "valid_until": "2027-12-31"}),
    ("paid", {"paid_at": "2026-12-01", "amount": 100_800}),
    ("registered", {"kpj": "26012345678"}),
)
UNIT_WEIGHTS = {
    "identity": 1, "name": 3, "address": 2, "contact": 6, "work": 3, "contribution": 3, "heirs": 2,
    "note": 3,
}  # fmt: skip
VERDICTS = ("approve", "approve", "return", "return", "reject", "reopen")


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts: the account as the wire names it, their chance, and whom they may meet."""

    author: Mapping[str, str]
    clinics: Sequence[str]
    random: Random
    met: Sequence[Mapping[str, Any]]
    """Units of generated people, valid as wholes."""

    def id(self) -> str:
        """A UUIDv7 of now and this person's chance."""
        bits = int(datetime.now(UTC).timestamp() * 1000) << 80 | self.random.getrandbits(80)
        bits = bits & ~(0xF << 76) | 0x7 << 76
        return str(UUID(int=bits & ~(0x3 << 62) | 0x2 << 62))


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def create(person: Person) -> Intention:
    """Sign somebody up, at times somebody whom others meet as well."""
    random, at = person.random, now()
    somebody = random.choice(person.met[:12] if random.random() < 0.3 else person.met)
    return {
        "kind": "create",
        "registration": person.id(),
        "base": 0,
        "clinic": random.choice(person.clinics),
        "set": dict(somebody),
        "consent": {
            "notice_version": 1,
            "notice_hash": "ab" * 32,
            "language": "id",
            "given_at": at,
            "method": "read",
            "signature": [[10, 20, 30, 40], [300, 100]],
        },
        "captured_at": at,
        "location": None,
    }


def amend(person: Person, seen: Seen) -> Intention:
    """Put one or two units right: as somebody else's are, so that each is valid by itself."""
    random = person.random
    names = random.choices([*UNIT_WEIGHTS], [*UNIT_WEIGHTS.values()], k=random.randint(1, 2))
    other = random.choice(person.met)
    picked = sorted(set(names))
    return {
        "kind": "amend",
        "set": {name: other[name] for name in picked},
        "was": {name: seen.units[name] for name in picked if name in seen.units},
    }


def withdraw(_person: Person, _seen: Seen) -> Intention:
    return {"kind": "withdraw", "reason": "Berubah pikiran."}


def review(person: Person, _seen: Seen) -> Intention:
    verdict = person.random.choice(VERDICTS)
    remarks = {"phone": "Nomor tidak aktif."} if verdict == "return" else {}
    return {"kind": "review", "verdict": verdict, "remarks": remarks, "message": None}


def progress(person: Person, _seen: Seen) -> Intention:
    step, facts = person.random.choice(STEPS)
    return {"kind": "progress", "step": step, "facts": dict(facts)}


def resolve(person: Person, seen: Seen) -> Intention | None:
    """Answer some questions of a registration, or settle one anew."""
    random = person.random
    threads = seen.entry["threads"] if seen.entry else []
    open_ones = [t for t in threads if t["open"] or random.random() < 0.1]
    if not open_ones:
        return None
    chosen = open_ones[: random.randint(1, 2)]
    return {
        "kind": "resolve",
        "choices": [_choice(person, seen, thread) for thread in chosen],
        "claims": sorted({claim for thread in chosen for claim in thread["claims"]}),
    }


def _choice(person: Person, seen: Seen, thread: Mapping[str, Any]) -> dict[str, Any]:
    random = person.random
    about = {"thread": thread["id"], "moves": thread["moves"]}
    if not thread["open"]:
        return about | {"choice": "reopen"}
    if thread["kind"] == "duplicate":
        if random.random() < 0.4:
            return about | {"choice": "two_people", "reason": "Dua kartu, dua orang."}
        assert seen.entry is not None
        keep = random.choice(thread["claims"])
        chosen = about | {"choice": "keep", "keep": keep, "credit": seen.entry["recruiter"]}
        if keep != seen.entry["registration"] or random.random() < 0.5:
            return chosen
        return chosen | {
            "set": {"note": {"note": f"Dari pendaftaran lain {random.random()}"}}
        }  # M106
    pick = random.random()
    if pick < 0.4 or not thread["proposals"]:
        return about | {"choice": "standing"}
    proposal = random.choice(thread["proposals"])
    if pick < 0.8:
        return about | {"choice": "proposed", "proposal": proposal["stamp"]["op"]}
    return about | {"choice": "value", "value": proposal["value"]}


Act = Callable[[Person, Seen], Intention | None]
CREATES = 4
"""How often a recruiter signs somebody up, beside the weights of ``ACTS``."""
ACTS: Mapping[str, Mapping[Act, int]] = {
    "recruiter": {amend: 15, withdraw: 1},
    "supervisor": {amend: 3, review: 5},
    "admin": {resolve: 6, amend: 1, progress: 1},
}


def act(person: Person, keeping: Keeping) -> dict[str, Any] | None:
    """One act, made and kept in one commit on what stood there; the operation, or None."""
    random, role = person.random, person.author["role"]
    acts = ACTS[role]
    with keeping.writing():
        known = keeping.known()
        signs_up = role == "recruiter" and random.randrange(sum(acts.values()) + CREATES) < CREATES
        if signs_up or (role == "recruiter" and not known):
            intention: Intention | None = create(person)
        elif known:
            seen = keeping.sees(random.choice(known))
            (chosen,) = random.choices([*acts], [*acts.values()])
            said = chosen(person, seen)
            about = {"registration": seen.registration, "base": seen.base}
            intention = about | said if said else None
        else:
            intention = None
        if intention is None:
            return None
        return keeping.save({"op": person.id(), "recorded_at": now()} | intention, person.author)
