"""A phone in the simulation: outbox, replica, and one sync at a time (P70, P75)."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any, Literal

from sync.canonical import GENESIS, digest, link
from sync.operation import is_box
from sync.tally import Tally, bucket_of, in_buckets, together
from tests.simulate.changed import following
from tests.simulate.wire import Entry, Request, Response

Mending = Literal["none", "buckets", "reset"]


@dataclass(slots=True)
class Outgoing:
    """An operation in the outbox; its raw form is never changed (P16), only written anew (P105) or emptied (P143)."""

    raw: Mapping[str, Any]
    chain: str
    receipted: bool = False
    covered_at: int | None = None
    """The tick at which the feed held it; its overlay is dropped then, its bytes are kept (P70)."""


WAITS = ("held", "quarantined", "id_reuse")

KEPT_TICKS = 4
"""What seven days are here: how long a covered operation is kept behind the horizon (P109)."""


@dataclass(slots=True)
class Phone:
    device: str
    account: str
    role: str
    clinic: str
    batch: int = 50
    skew: int = 0
    """Its clock minus the server's, in ticks."""
    n: int = 0
    head: str = GENESIS
    outbox: dict[int, Outgoing] = field(default_factory=dict)
    chains: dict[int, str] = field(default_factory=lambda: {0: GENESIS})
    replica: dict[str, Entry] = field(default_factory=dict)
    refill: dict[str, Entry] | None = None
    cursor: str | None = None
    receipts: dict[int, str] = field(default_factory=dict)
    saved: set[str] = field(default_factory=set)
    incarnation: str | None = None
    older: dict[str, Entry] = field(default_factory=dict)
    """What was held before, of each registration: what damage brings back."""
    whole: bool = False
    """The next request has everything told whole (P184)."""
    mending: Mending = "none"
    mended: list[str] = field(default_factory=list)
    """How each difference from the server ended (P59)."""
    erased: set[str] = field(default_factory=set)
    """Registrations that it was told to be erased (P142)."""
    let_go: set[str] = field(default_factory=set)
    """Operations that said nothing any more when the others were written anew (P144)."""

    def save(self, intention: Mapping[str, Any], op: str, at: str) -> None:
        """Give an intention its number and keep it: from here on the person has seen it saved."""
        author = {"account": self.account, "role": self.role, "device": self.device}
        self._keep({"op": op, "schema": 2, "author": author, "recorded_at": at, **intention})
        self.saved.add(op)

    def _keep(self, said: Mapping[str, Any]) -> None:
        self.n += 1
        raw = {**said, "n": self.n}
        self.head = link(self.head, digest(raw))
        self.chains[self.n] = self.head
        self.outbox[self.n] = Outgoing(raw, self.head)

    def forks(self) -> list[tuple[int, str]]:
        """What it asks for a new identity with, one after the other: where its receipts end (P104), what is
        before all that it keeps, and the beginning (P130); each with its own chain there."""
        pending, kept = self.pending(), sorted(self.outbox)
        numbers = [pending[0] - 1 if pending else self.n, kept[0] - 1 if kept else 0, 0]
        return [(n, self.chains[n]) for n in numbers]

    def renew(self, device: str) -> None:
        """Go on as another device: what is kept is written anew (P105), the covered as well (P107)."""
        said = [o.raw for _, o in sorted(self.outbox.items()) if not is_box(o.raw)]
        self.let_go |= {o.raw["op"] for o in self.outbox.values() if is_box(o.raw)}
        self.device, self.n, self.head = device, 0, GENESIS
        self.chains, self.outbox, self.receipts = {0: GENESIS}, {}, {}
        self.incarnation = None
        for raw in said:
            self._keep({**raw, "author": {**raw["author"], "device": device}})

    def copy(self) -> "Phone":
        """Another phone with this one's storage, as it is now."""
        return deepcopy(self)

    def pending(self) -> list[int]:
        return sorted(n for n, o in self.outbox.items() if not o.receipted)

    def request(self) -> Request:
        batch = self.pending()[: self.batch]
        before = batch[0] - 1 if batch else self.n
        return Request(
            self.device,
            self.incarnation,
            tuple(self.outbox[n].raw for n in batch),
            (before, self.chains[before]),
            self.cursor,
            tuple(t.digest for t in self._tallies()) if self.mending == "buckets" else (),
            None if self.whole else self._own_from(),
            holds=not self.whole,
        )

    def _own_from(self) -> int | None:
        """P180."""
        uncovered = [
            n
            for n, o in self.outbox.items()
            if o.covered_at is None and self.receipts.get(n) not in WAITS
        ]
        return min(uncovered, default=None)

    def accept(self, asked: Request, answer: Response) -> None:
        """Take an answer, however late: receipts always, the page only if it continues ours. One to
        the device that the phone was before tells it nothing."""
        if asked.device != self.device:
            return
        if asked.incarnation == self.incarnation:
            self.incarnation = answer.incarnation
        for receipt in answer.exceptions:
            self.receipts[receipt["n"]] = receipt["result"]
        kept_back = {r["n"] for r in answer.exceptions if r["result"] == "retry"}
        for n in {raw["n"] for raw in asked.operations} & self.outbox.keys():
            if n <= answer.through and n not in kept_back:
                self.outbox[n].receipted = True
        for n, outgoing in self.outbox.items():
            if n > answer.through:  # P35: a restored server no longer has it
                outgoing.receipted, outgoing.covered_at = False, None
        told = answer.cursor is not None and asked.cursor == self.cursor
        said = {n: o.raw for n, o in self.outbox.items()}
        follow = following(answer.own, answer.changed if told else None, said, self.replica)
        self.whole = follow is None
        if told and self.trusts(answer) and follow is not None:
            self._apply(replace(answer, entries=(*answer.entries, *follow)))
        self._empty(answer)
        self._release(answer)

    def _empty(self, answer: Response) -> None:
        """P143: what has a receipt and is about an erased person says nothing any more."""
        refused = {r["n"] for r in answer.exceptions if r.get("code") == "erased"}
        for n, outgoing in self.outbox.items():
            raw = outgoing.raw
            if not outgoing.receipted or is_box(raw) or raw["kind"] == "erase":
                continue
            if n in refused or raw["registration"] in self.erased:
                outgoing.raw = {
                    "device": self.device,
                    "n": n,
                    "op": raw["op"],
                    "hash": digest(raw),
                    "box": "",
                }

    def _release(self, answer: Response) -> None:
        """P109: behind the horizon, and covered long enough for the backups before it to serve."""
        for n, outgoing in list(self.outbox.items()):
            at = outgoing.covered_at
            aged = at is not None and at + KEPT_TICKS < answer.tick
            if aged and n <= (answer.kept_through or 0):
                del self.outbox[n]

    def trusts(self, answer: Response) -> bool:
        """P32: the server's chain is this phone's."""
        return self.chains.get(answer.through) == answer.chain

    def _apply(self, answer: Response) -> None:
        if answer.reset or self.cursor is None:
            self.refill = {}
        self._lay(answer)
        if self.refill is not None and not answer.more:
            self.replica, self.refill = self.refill, None
            self.older.clear()  # a restored server numbers other entries alike
        self.cursor = answer.cursor
        if answer.covers is not None:
            for n, outgoing in self.outbox.items():
                if outgoing.receipted and n <= answer.covers and outgoing.covered_at is None:
                    outgoing.covered_at = answer.tick
        if answer.reset == "repair":
            self.mending = "reset"
        if answer.check is not None:
            self._compare(answer.check)

    def _lay(self, answer: Response) -> None:
        """Entries go in; what a repaired bucket was not told to hold goes out (P58)."""
        target = self.replica if self.refill is None else self.refill
        for entry in answer.entries:
            if entry["flag"] == "erased":  # P142: at once, whatever else is being pulled
                self.erased.add(entry["registration"])
                self.older.pop(entry["registration"], None)
                self.replica.pop(entry["registration"], None)
            elif entry["registration"] in self.replica:
                self.older[entry["registration"]] = self.replica[entry["registration"]]
            if entry["flag"] != "live":
                target.pop(entry["registration"], None)
            else:
                target[entry["registration"]] = entry
        if answer.repaired is not None:
            told = {entry["registration"] for entry in answer.entries}
            for key in [k for k in target if bucket_of(k) in answer.repaired and k not in told]:
                del target[key]

    def _tallies(self) -> tuple[Tally, ...]:
        return in_buckets((key, entry["seq"]) for key, entry in self.replica.items())

    def _compare(self, check: Tally) -> None:
        """P57 to P59: buckets once, everything once, then it is told."""
        agrees = together(self._tallies()) == check
        match self.mending:
            case "none" if not agrees:
                self.mending = "buckets"
            case "buckets" | "reset" if agrees:
                self.mended.append(self.mending)
                self.mending = "none"
            case "buckets":
                self.mending, self.cursor = "reset", None
            case "reset":
                self.mended.append("failed")
                self.mending = "none"
            case _:
                pass

    def damage(self, chance: Random) -> bool:
        """Spoil the replica behind the phone's back; whether there was anything to spoil."""
        spoilt = [key for key in sorted(self.replica) if chance.random() < 0.4]
        stale = {k: e for k, e in sorted(self.older.items()) if chance.random() < 0.3}
        changed = any(self.replica.get(k) != e for k, e in stale.items())
        for key in spoilt:
            del self.replica[key]
        self.replica |= stale
        return bool(spoilt) or changed

    def sees(self, registration: str) -> tuple[dict[str, Any], int]:
        """Unit values as the person sees them, and the version to put in ``base``."""
        entry = self.replica.get(registration)
        units = dict(entry["units"]) if entry else {}
        for _, outgoing in sorted(self.outbox.items()):
            raw = outgoing.raw
            if outgoing.covered_at is not None or is_box(raw):
                continue
            if raw["registration"] == registration and raw["kind"] in (
                "create",
                "amend",
            ):
                units |= raw["set"]
        return units, entry["version"] if entry else 0

    def known(self) -> list[str]:
        """Registrations that the person sees."""
        made = {
            o.raw["registration"]
            for o in self.outbox.values()
            if o.raw.get("kind") == "create" and o.covered_at is None
        }
        return sorted(set(self.replica) | made)
