"""Who did what when, and the playing of it: every act becomes an operation that a device pushes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from server.accounts.scopes import scopes_of
from server.demo.chance import Chance
from server.demo.phones import APP, Phone
from server.moments import moment
from server.schemas.operation import read
from server.store.blobs import Blobs
from sync.effect import Sender
from sync.exchange import Answer, Push, exchange
from sync.journal import Arrival, Journal
from sync.late import Entitlements
from sync.photos import arrive
from sync.receipt import Result
from sync.rules import Rules

_JPEG = "image/jpeg"
SITTING = timedelta(minutes=50)
"""Work at a desk is pushed, for the demo, at the end of a sitting."""


class StoryError(Exception):
    """The server did not answer as the story has it: the demo is older than a rule."""


@dataclass(frozen=True, slots=True)
class Act:
    """One intention. ``at`` is the true time; ``received`` is when the server hears of it."""

    op: str
    phone: Phone
    at: datetime
    received: datetime
    intention: Mapping[str, Any]
    expected: Result


@dataclass(frozen=True, slots=True)
class Brought:
    """The bytes that a create declares; they follow it on the same way."""

    act: Act
    data: bytes


@dataclass(slots=True)
class Diary:
    """Acts that the server has heard of by ``now``; later ones are still to happen."""

    chance: Chance
    now: datetime
    acts: list[Act] = field(default_factory=list)
    photos: list[Brought] = field(default_factory=list)

    def note(
        self,
        phone: Phone,
        at: datetime,
        intention: Mapping[str, Any],
        *,
        sent: datetime | None = None,
        expected: Result = "applied",
    ) -> Act:
        """Write down an act of ``at`` or, at a desk, of the next hours of work from then on.

        It is sent at the next moment of its phone, of those from ``sent`` on where that is given.
        """
        received = phone.meets_network(sent or at)
        if phone.at_desk:
            at = received + timedelta(seconds=self.chance.randrange(60, 2400))
            received += SITTING
        act = Act(self.chance.uuid7(at), phone, at, received, intention, expected)
        if received <= self.now:
            self.acts.append(act)
        return act

    def bring(self, act: Act, data: bytes) -> None:
        """Let the bytes of a photo follow the act that declares them."""
        if act.received <= self.now:
            self.photos.append(Brought(act, data))

    def bring_photos(self, journal: Journal, blobs: Blobs, rules: Rules) -> None:
        """Bring every photo in, but the newest: that one is still on its way."""
        in_order = sorted(self.photos, key=lambda brought: (brought.act.received, brought.act.op))
        for brought in in_order[:-1]:
            act, sha256 = brought.act, _sha256(brought.data)
            blobs.put(sha256, brought.data)
            account = act.phone.account
            arrival = Arrival(
                sha256=sha256,
                account=account.id,
                scopes=tuple(scopes_of(account.id, account.role, account.clinics)),
                type=_JPEG,
                fate="in",
                received_at=moment(act.received),
            )
            told = arrive(
                journal,
                arrival,
                device=act.phone.id,
                registration=act.intention["registration"],
                rules=rules,
            )
            if not told:
                raise StoryError("a photo was refused")

    def play(
        self, journal: Journal, rules: Rules, entitlements: Entitlements
    ) -> dict[str, datetime]:
        """Push everything in the order of the server; return when each device was last heard."""
        numbers: dict[str, int] = {}
        heard: dict[str, datetime] = {}
        for (received, phone), acts in groupby(
            sorted(self.acts, key=lambda act: (act.received, act.phone.id, act.at)),
            key=lambda act: (act.received, act.phone),
        ):
            push = _push(phone, received, [*acts], (numbers, entitlements))
            heard[phone.id] = received
            answer = exchange(journal, push.push, rules=rules, reader=read, on_bug=_raise)
            assert isinstance(answer, Answer)  # it shows no incarnation
            told = {receipt.n: receipt.result for receipt in answer.exceptions}
            for n, act in push.acts.items():
                if told.get(n, "applied") != act.expected:
                    message = f"{act.intention['kind']}: {told.get(n)} for {act.expected}"
                    raise StoryError(message)
        return heard


def declared(data: bytes) -> dict[str, Any]:
    """The unit that declares a photo."""
    return {"id_photo": {"sha256": _sha256(data), "bytes": len(data), "type": _JPEG}}


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class _Numbered:
    push: Push
    acts: Mapping[int, Act]


def _push(
    phone: Phone,
    received: datetime,
    acts: list[Act],
    known: tuple[dict[str, int], Entitlements],
) -> _Numbered:
    numbers, entitlements = known
    last = numbers.get(phone.id, 0)
    numbered = dict(enumerate(acts, last + 1))
    numbers[phone.id] = last + len(acts)
    account = phone.account
    push = Push(
        sender=Sender(account.id, account.role, phone.id, entitlements),
        operations=[_operation(n, act) for n, act in numbered.items()],
        received_at=moment(received),
        skew_ms=phone.skew_s * 1000,
        app=APP,
    )
    return _Numbered(push, numbered)


def _operation(n: int, act: Act) -> dict[str, Any]:
    account = act.phone.account
    return {
        "op": act.op,
        "n": n,
        "schema": 2,
        "base": 0,
        "author": {"account": account.id, "role": account.role, "device": act.phone.id},
        "recorded_at": device_time(act.phone, act.at),
        **act.intention,
    }


def device_time(phone: Phone, at: datetime) -> str:
    """What this device's clock showed at a moment."""
    return moment(at + timedelta(seconds=phone.skew_s))


def _raise(_op: str, error: Exception) -> None:
    raise error
