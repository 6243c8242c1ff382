"""A hand-driven server core for tests: devices that say things, and what came of it."""

import json
from typing import Any

from sync.canonical import GENESIS, digest, link
from sync.effect import Sender
from sync.exchange import Answer, Push, exchange
from sync.feed import Viewer, page
from sync.incarnation import Copied
from sync.late import Entitlement
from sync.lineage import Ancestor
from sync.memory import MemoryJournal
from sync.registration import Registration
from sync.scopes import DESK, account_scope, clinic_scope
from tests.simulate.language import UNITS, SmallRules, read

PEOPLE = {
    "d1": ("r1", "recruiter", {"c1"}),
    "d2": ("r1", "recruiter", {"c1"}),
    "d3": ("r2", "recruiter", {"c2"}),
    "d4": ("s1", "supervisor", {"c1"}),
    "d5": ("a1", "admin", set()),
    "d6": ("a2", "admin", set()),
}


class Bench:
    """Each device numbers its own operations; ``say`` sends one at once and returns its result."""

    def __init__(self) -> None:
        self.journal = MemoryJournal()
        self.bugs: list[Exception] = []
        self.ticks = 0
        self.people = dict(PEOPLE)
        self.made: dict[str, list[dict[str, Any]]] = {d: [] for d in self.people}
        self.entitlements = {
            account: [Entitlement(role, frozenset(clinics))]  # type: ignore[arg-type]
            for account, role, clinics in PEOPLE.values()
        }
        for device, (account, _, _) in self.people.items():
            self.journal.add_device(device, account)

    def make(
        self, device: str, kind: str, registration: str = "reg", **body: Any
    ) -> dict[str, Any]:
        """A raw operation with the device's next number, not sent yet."""
        account, role, _ = self.people[device]
        n = len(self.made[device]) + 1
        raw = {
            "op": f"{device}-{n}",
            "n": n,
            "schema": 2,
            "kind": kind,
            "registration": registration,
            "base": 0,
            "author": {"account": account, "role": role, "device": device},
            "recorded_at": "2026-11-20T02:00:00.000Z",
            **body,
        }
        self.made[device].append(raw)
        return raw

    def renew(self, old: str, new: str, fork: int) -> None:
        """Another device id for a device's phone, with nothing said under it yet."""
        self.people[new] = self.people[old]
        self.made[new] = []
        self.journal.add_device(new, self.people[old][0], Ancestor(old, fork))

    def anew(self, device: str, raw: dict[str, Any]) -> dict[str, Any]:
        """An operation of an earlier identity, written again as this device's next (P105)."""
        author = {**raw["author"], "device": device}
        again = raw | {"n": len(self.made[device]) + 1, "author": author}
        self.made[device].append(again)
        return again

    def send(self, device: str, *operations: dict[str, Any], **more: Any) -> Answer:
        answer = self.post(device, *operations, **more)
        assert isinstance(answer, Answer)
        return answer

    def post(self, device: str, *operations: dict[str, Any], **more: Any) -> Answer | Copied:
        account, role, _ = self.people[device]
        self.ticks += 1
        sender = Sender(account, role, device, self.entitlements.__getitem__)  # type: ignore[arg-type]
        push = Push(sender, operations, self.now_is(), **more)
        return exchange(
            self.journal,
            push,
            rules=SmallRules(),
            reader=read,
            on_bug=lambda _, error: self.bugs.append(error),
        )

    def now_is(self) -> str:
        """The server's clock: a tick for each push."""
        return f"t{self.ticks:04d}"

    def say(self, device: str, kind: str, registration: str = "reg", **body: Any) -> str:
        """Make and send one operation; its result, with the code after a colon if there is one."""
        answer = self.send(device, self.make(device, kind, registration, **body))
        if not answer.exceptions:
            return "applied"
        (receipt,) = answer.exceptions
        return f"{receipt.result}:{receipt.code}" if receipt.code else receipt.result

    def sign_up(self, device: str = "d1", registration: str = "reg", **units: Any) -> None:
        clinic = "c2" if device == "d3" else "c1"
        result = self.say(
            device,
            "create",
            registration,
            clinic=clinic,
            set=UNITS | units,
            consent={"notice_version": 3, "signature": [[1, 2]]},
            captured_at="2026-11-20T02:00:00.000Z",
        )
        assert result == "applied"

    def amend(self, device: str, base: int, registration: str = "reg", **units: Any) -> str:
        return self.say(device, "amend", registration, base=base, set=units, was={})

    def review(self, verdict: str, base: int, registration: str = "reg") -> str:
        return self.say("d4", "review", registration, base=base, verdict=verdict)

    def resolve(self, *choices: dict[str, Any], registration: str = "reg", by: str = "d5") -> str:
        claims = sorted({c for t in self.now(registration).threads.values() for c in t.claims})
        return self.say(by, "resolve", registration, choices=list(choices), claims=claims)

    def now(self, registration: str = "reg") -> Registration:
        """The registration, having gone through storage's JSON and back."""
        stored = self.journal.registrations()[registration]
        return Registration.from_json(json.loads(json.dumps(stored.to_json())))

    def phone(self, registration: str = "reg") -> Any:
        return self.now(registration).units["contact"].value["phone"]

    def thread(self, unit: str, registration: str = "reg") -> Any:
        return self.now(registration).threads[f"{registration}:{unit}"]

    def entries(self, device: str) -> dict[str, dict[str, Any]]:
        account, role, clinics = self.people[device]
        scopes = {
            "recruiter": (account_scope(account),),
            "supervisor": tuple(clinic_scope(c) for c in clinics),
            "admin": (DESK,),
        }[role]
        with self.journal.snapshot() as snapshot:
            got = page(snapshot, Viewer(account, role, device, scopes), None, 100)
        return {e["registration"]: dict(e) for e in got.entries}


def chain_of(operations: list[dict[str, Any]]) -> str:
    chain = GENESIS
    for raw in operations:
        chain = link(chain, digest(raw))
    return chain


def contact(phone: str) -> dict[str, Any]:
    return {"phone": phone}
