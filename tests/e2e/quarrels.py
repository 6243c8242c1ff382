"""Questions for an admin, made by the server's own exchange: phones that changed one thing unseen by each other."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from server.accounts.tokens import derive_key
from server.demo.chance import Chance
from server.moments import moment
from server.rules import DomainRules
from server.schemas.operation import read
from server.settings import Organisation
from server.store import Store
from server.store.accounts import Account
from server.store.devices import NewDevice
from server.store.engine import open_engine
from server.store.registrations import Wanted
from sync.effect import Sender
from sync.exchange import Answer, Push, exchange
from sync.late import always
from sync.registration import Registration
from tests.e2e.site import Site

Units = Mapping[str, Mapping[str, Any]]


class Quarrels:
    """The devices of a branch and what they say; each device counts its own operations."""

    def __init__(self, site: Site, seed: int) -> None:
        self._engine = open_engine(site.database_url)
        self._store = Store(self._engine)
        self._chance = Chance(seed)
        key = derive_key(self._store.meta.secret("server"), "person")
        self._rules = DomainRules(Organisation(), keys=lambda: (key,))
        self._said: dict[str, int] = {}

    def close(self) -> None:
        self._engine.dispose()

    def registrations(self) -> tuple[Registration, ...]:
        """What there is, the newest first."""
        return self._store.registrations.page(Wanted(), 100)

    def device(self, account: str, label: str) -> Sender:
        """A new phone in somebody's hand."""
        known = self._account(account)
        now, device = moment(datetime.now(UTC)), self._chance.uuid()
        self._store.devices.register_device(
            NewDevice(device, known.id, label, "0.1.0", self._chance.uuid(), now)
        )
        entitled = always(known.role, *(known.clinics or self._everywhere()))
        return Sender(known.id, known.role, device, entitled)

    def amends(self, by: Sender, one: Registration, units: Units) -> str:
        """Having seen its first version only; what came of it."""
        was = {name: one.units[name].value for name in units}
        return self._says(by, one, {"kind": "amend", "base": 1, "set": units, "was": was})

    def reviews(self, by: Sender, one: Registration, verdict: Literal["approve", "reject"]) -> str:
        told: dict[str, Any] = {"verdict": verdict, "remarks": {}, "message": None, "read": None}
        return self._says(by, one, {"kind": "review", "base": 1, **told})

    def _says(self, by: Sender, one: Registration, words: Mapping[str, Any]) -> str:
        now = datetime.now(UTC)
        self._said[by.device] = n = self._said.get(by.device, 0) + 1
        operation: dict[str, Any] = {
            "op": self._chance.uuid7(now),
            "n": n,
            "schema": 2,
            "registration": one.id,
            "author": {"account": by.account, "role": by.role, "device": by.device},
            "recorded_at": moment(now),
        } | dict(words)
        push = Push(by, [operation], moment(now), skew_ms=0, app="0.1.0")
        answer = exchange(self._store.journal, push, rules=self._rules, reader=read, on_bug=_raise)
        assert isinstance(answer, Answer)
        return answer.exceptions[0].result if answer.exceptions else "applied"

    def _account(self, account: str) -> Account:
        known = self._store.accounts.account_by_id(account)
        assert known is not None
        return known

    def _everywhere(self) -> Sequence[str]:
        return [clinic.id for clinic in self._store.accounts.clinics()]


def _raise(_op: str, error: Exception) -> None:
    raise error
