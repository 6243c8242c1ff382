"""Who may what and since when, as the story has it: accounts that are moved, demoted, closed.

It is also the model against which scopes and late work are judged: it knows of the server nothing
but what the admin did, and asks no code of ``sync`` who may see or do what.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from sync.late import Entitlement
from sync.operation import Role

FIRST: Mapping[str, tuple[Role, tuple[str, ...]]] = {
    "r1": ("recruiter", ("c1",)),
    "r2": ("recruiter", ("c2",)),
    "s1": ("supervisor", ("c1", "c2")),
    "s2": ("supervisor", ("c2",)),
    "a1": ("admin", ()),
}
CLINICS = ("c1", "c2", "c3")
KEPT = 60
"""Ticks after which a lost entitlement lets nothing in any more."""


@dataclass(slots=True)
class Staff:
    entitlements: dict[str, list[Entitlement]] = field(
        default_factory=lambda: {
            account: [Entitlement(role, frozenset(clinics))]
            for account, (role, clinics) in FIRST.items()
        }
    )
    places: dict[str, str] = field(default_factory=dict)
    """Where each registration is: the clinic of its create, then of each move."""
    owners: dict[str, str] = field(default_factory=dict)

    def now(self, account: str) -> Entitlement:
        return self.entitlements[account][-1]

    def change(self, account: str, to: Entitlement, at: str) -> None:
        """From ``at`` on the account may this."""
        old = self.entitlements[account]
        begun = replace(to, since=at, until=None)
        self.entitlements[account] = [*old[:-1], replace(old[-1], until=at), begun]

    def enter_again(self, lost: "Staff", at: str) -> None:
        """An admin makes of each account what it was before a restore."""
        for account in sorted(FIRST):
            now = lost.now(account)
            if replace(now, since="", until=None) != replace(
                self.now(account), since="", until=None
            ):
                self.change(account, now, at)

    def drawn(self, chance: Random) -> tuple[str, Entitlement]:
        """Somebody, and what becomes of them; who was closed or demoted is soon put back."""
        shut = sorted(account for account in FIRST if not self.now(account).active)
        account = chance.choice(shut or ["r1", "r1", "r2", "s1", "s2"])
        now = self.now(account)
        if shut:
            return account, replace(now, active=True)
        if now.role != FIRST[account][0]:
            return account, replace(now, role=FIRST[account][0])
        clinics = frozenset(chance.sample(CLINICS, chance.randint(1, 2)))
        match chance.choice(["moved", "moved", "moved", "role", "closed"]):
            case "moved":
                return account, replace(now, clinics=clinics)
            case "role":
                other: Role = "supervisor" if now.role == "recruiter" else "recruiter"
                return account, replace(now, role=other, clinics=clinics)
            case _:
                return account, replace(now, active=False)

    def moved(self, recruiter: str, origin: str, to: str) -> int:
        """What a move takes along (M81)."""
        found = [r for r, o in self.owners.items() if (o, self.places[r]) == (recruiter, origin)]
        self.places.update(dict.fromkeys(found, to))
        return len(found)

    def sees(self, account: str, registration: str, *, asked: bool) -> bool:
        """Whether somebody sees a registration now; ``asked``: a question on it is open."""
        may = self.now(account)
        match may.role if may.active else None:
            case "recruiter":
                return self.owners[registration] == account
            case "supervisor":
                return self.places[registration] in may.clinics
            case "admin":
                return asked
            case _:
                return False

    def might(self, raw: Mapping[str, Any], at: str) -> Entitlement | None:
        """What entitled the author of an operation to it at a moment; None where nothing did."""
        account, kind = raw["author"]["account"], raw["kind"]
        held = [e for e in self.entitlements[account] if e.since <= at]
        may = held[-1]
        clinic = raw.get("clinic") or self.places.get(raw["registration"])
        allowed = {
            "recruiter": kind in ("create", "amend", "withdraw", "erase")
            and (kind != "create" or clinic in may.clinics)
            and self.owners.get(raw["registration"], account) == account,
            "supervisor": kind in ("amend", "withdraw", "review", "erase")
            and clinic in may.clinics,
            "admin": kind != "create",
        }[may.role]
        return may if may.active and allowed else None
