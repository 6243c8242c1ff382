"""The photo lane of a world: photos are declared by acts, and their bytes come when they come (P87).

Its chance is its own, so that the rest of a story does not hang on it.
"""

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any, Literal

from sync.journal import Arrival
from sync.late import Entitlement
from sync.photos import arrive, standing_hash
from sync.registration import PhotoState, Registration
from sync.scopes import account_scope
from tests.simulate.language import SmallRules
from tests.simulate.phone import Phone

if TYPE_CHECKING:
    from tests.simulate.world import World

Brought = Literal["in", "unreadable"]


@dataclass(frozen=True, slots=True)
class Taken:
    """A photo on a phone, for the registration that it was taken for."""

    sha256: str
    registration: str


@dataclass(slots=True)
class PhotoLane:
    chance: Random
    waiting: dict[str, list[Taken]] = field(default_factory=dict)
    """What each account's phones still have to bring."""
    brought: dict[tuple[str, str], tuple[Brought, Entitlement]] = field(default_factory=dict)
    """What the server was told, by (account, SHA-256), and what that account might do then."""

    def taken(self, phone: Phone, intention: dict[str, Any]) -> dict[str, Any]:
        """The same intention, now and then with a photo or without the one that was there."""
        if intention["kind"] not in ("create", "amend") or self.chance.random() > 0.4:
            return intention
        registration = intention["registration"]
        shown, _ = phone.sees(registration)
        unit: dict[str, Any] = {"id_photo": None}
        if self.chance.random() < 0.9:
            sha256 = f"h-{self.chance.randint(1, 30)}"
            unit = {"id_photo": {"sha256": sha256, "bytes": 9, "type": "image/jpeg"}}
            self.waiting.setdefault(phone.account, []).append(Taken(sha256, registration))
        now = {"set": {**intention["set"], "photo": unit}}
        if intention["kind"] == "amend":
            now["was"] = {**intention["was"], "photo": shown.get("photo", {"id_photo": None})}
        return intention | now

    def bring(self, world: "World") -> None:
        """One phone's lane has a turn, with whatever weather there is."""
        phone = self.chance.choice(world.phones)
        mine = self.waiting.get(phone.account)
        if not mine:
            return
        photo = self.chance.choice(mine)
        weather = self.chance.choice(["fair", "fair", "request_lost", "answer_lost"])
        if weather == "request_lost":
            return
        self._bring(world, phone, photo)
        if weather == "fair":
            mine.remove(photo)

    def bring_all(self, world: "World") -> None:
        for phone in world.phones:
            for photo in self.waiting.pop(phone.account, []):
                self._bring(world, phone, photo)

    def _bring(self, world: "World", phone: Phone, photo: Taken) -> None:
        key = (phone.account, photo.sha256)
        fate: Brought = "unreadable" if photo.sha256.endswith("3") else "in"
        before = {k: r.version for k, r in world.journal.registrations().items()}
        scopes = (account_scope(phone.account), *world.viewer(phone).scopes)
        arrival = Arrival(photo.sha256, phone.account, scopes, "image/jpeg", fate, world.now())
        world.sign_in(phone.device, phone.account)
        kept = arrive(
            world.journal,
            arrival,
            device=phone.device,
            registration=photo.registration,
            rules=SmallRules(),
        )
        if kept and self.brought.get(key, ("", None))[0] != "in":
            self.brought[key] = (fate, world.staff.now(phone.account))
        after = {k: r.version for k, r in world.journal.registrations().items()}
        assert before == after, f"M89 {photo} by {phone.device}"

    def expected(self, registration: Registration) -> frozenset[PhotoState]:
        """P87, worked out from what was brought and by whom. A registration that was moved meanwhile
        (M81) may show what stood before or what stands by its new clinic."""
        declared = standing_hash(registration)
        if declared is None:
            return frozenset({"none"})
        told = [
            (fate, _might(account, then, registration))
            for (account, sha256), (fate, then) in self.brought.items()
            if sha256 == declared
        ]
        fates = {fate for fate, entitled in told if entitled}
        by_rule: PhotoState = "in" if "in" in fates else "unreadable" if fates else "awaited"
        moved = any(event.what == "move" for event in registration.history)
        return frozenset({by_rule, "awaited", *(fate for fate, _ in told)} if moved else {by_rule})


def _might(account: str, then: Entitlement, registration: Registration) -> bool:
    """M51, by what the account was when it brought the bytes."""
    theirs = then.role == "supervisor" and registration.clinic in then.clinics
    return theirs or then.role == "admin" or account == registration.recruiter
