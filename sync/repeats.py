"""Operations that come again under another number: after a phone took a new device id (P106)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sync.canonical import digest
from sync.decide import is_open
from sync.journal import Beside, Logged, Taking
from sync.receipt import Place, Receipt, Result

DONE: frozenset[Result] = frozenset({"applied", "merged", "same", "superseded"})


@dataclass(frozen=True, slots=True)
class Recognised:
    """What accepted operations are, by n: repeats of one that was first, or of a reused ``op``.

    Those in neither are new. ``closed`` are those beside the log that came again under a number of
    their own (M94).
    """

    repeats: Mapping[int, Place]
    reused: frozenset[int]
    closed: tuple[Beside, ...]
    forestalled: tuple[tuple[Logged, Place], ...]
    """Those that wait behind a gap elsewhere and came here first, with their places here."""


def content(logged: Logged) -> tuple[str, str]:
    """What two operations share that are one: the sender's account, and all but ``n`` and ``author.device``."""
    raw: dict[str, Any] = {k: v for k, v in logged.raw.items() if k != "n"}
    author = raw.get("author")
    if isinstance(author, Mapping):
        raw["author"] = {k: v for k, v in author.items() if k != "device"}
    return logged.account, digest(raw)


def recognise(taking: Taking, accepted: Sequence[Logged]) -> Recognised:
    """Sort out the accepted operations whose ``op`` was used before.

    The registrations that they name are locked: of two devices that hand over the same operation at
    a time, the second sees the first.
    """
    found = _Found()
    if not accepted:
        return found.told()
    ops = [row.op for row in accepted]
    known: dict[str, list[Logged]] = {}
    for first in taking.known_ops(ops):
        known.setdefault(first.op, []).append(first)
    aside: dict[str, list[Beside]] = {}
    for beside in taking.beside_ops(ops):
        aside.setdefault(beside.logged.op, []).append(beside)
    for row in accepted:
        found.see(row, known.get(row.op, []), aside.get(row.op, []))
        known.setdefault(row.op, []).append(row)
    by_op = {row.op: row for row in reversed(accepted)}
    for early in taking.early_ops(ops):
        if (early.device, early.n) not in {(row.device, row.n) for row in accepted}:
            found.forestall(by_op[early.op], early)
    return found.told()


class _Found:
    """What was recognised so far; lives only inside one intake."""

    def __init__(self) -> None:
        self._repeats: dict[int, Place] = {}
        self._reused: set[int] = set()
        self._closed: list[Beside] = []
        self._forestalled: list[tuple[Logged, Place]] = []

    def told(self) -> Recognised:
        return Recognised(
            self._repeats, frozenset(self._reused), tuple(self._closed), tuple(self._forestalled)
        )

    def see(self, row: Logged, known: Sequence[Logged], aside: Sequence[Beside]) -> None:
        if not known and not aside:
            return
        same = content(row)
        places = [Place(one.device, one.n) for one in known if not one.raw or content(one) == same]
        if places:
            self._repeats[row.n] = places[0]
            return
        if known:
            self._reused.add(row.n)
            return
        twins = [one for one in aside if content(one.logged) == same]
        decided = [one for one in twins if not is_open(one.receipt)]
        if decided:
            first = decided[0].logged
            self._repeats[row.n] = Place(first.device, first.n, first.hash)
            return
        self._closed += [replace(t, receipt=replace(t.receipt, result="same")) for t in twins]

    def forestall(self, row: Logged, early: Logged) -> None:
        """It waits behind a gap of another device, and takes effect here (P106)."""
        if row.n not in self._reused | self._repeats.keys() and content(row) == content(early):
            self._forestalled.append((early, Place(row.device, row.n)))


def told(taking: Taking, receipts: Mapping[int, Receipt]) -> dict[int, Receipt]:
    """Receipts as they are told: a repeat's is what the first one's is at present (P106)."""
    places = {r.first for r in receipts.values() if r.first is not None}
    firsts = _receipts_at(taking, places) if places else {}
    return {
        n: receipt if receipt.first is None else _of_first(receipt, firsts[receipt.first])
        for n, receipt in receipts.items()
    }


def _of_first(receipt: Receipt, first: Receipt) -> Receipt:
    if first.result in DONE:
        return replace(receipt, version=first.version, first=None)
    return replace(first, n=receipt.n)


def _receipts_at(taking: Taking, places: Collection[Place]) -> dict[Place, Receipt]:
    """The present receipts of what was first, by set."""
    found: dict[Place, Receipt] = {}
    for device in sorted({place.device for place in places}):
        numbers = {p.n for p in places if p.device == device and p.hash is None}
        logged = taking.receipts(device, numbers) if numbers else {}
        found |= {Place(device, n): receipt for n, (_, receipt) in logged.items()}
        aside = {p.n for p in places if p.device == device and p.hash is not None}
        for one in taking.beside(device, aside) if aside else ():
            found[Place(device, one.logged.n, one.logged.hash)] = one.receipt
    return found


def told_beside(
    taking: Taking,
    device: str,
    known: Mapping[int, Receipt],
    *,
    reused: Iterable[Logged],
    asked: Iterable[int],
) -> dict[int, Receipt]:
    """Present words on operations beside the log: those sent now, and those asked about (P4).

    A number that is asked about may mean the one in the log, while that still waits.
    """
    sent = {row.hash: row.n for row in reused}
    meant = {n for n in asked if n not in known or not is_open(known[n])}
    numbers = meant.union(sent.values())
    found = taking.beside(device, numbers) if numbers else ()
    return {
        one.logged.n: one.receipt
        for one in found
        if one.logged.hash in sent or one.logged.n in meant
    }
