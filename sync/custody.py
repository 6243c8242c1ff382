"""Custody: which of the operations sent are new, repeated, reused or early (P40, P43, P44, P46)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sync.canonical import GENESIS, digest, link
from sync.journal import Device, Logged, Taking, Waiting
from sync.operation import is_box
from sync.rules import Digest

LONGEST_NAME = 64
"""Characters of an id or a kind as the log keeps it beside the raw operation."""

EARLY_KEPT = 500
"""Operations beyond a gap that are kept for one device (L5); more are answered ``retry`` (P47)."""


def hash_in_log(raw: Mapping[str, Any], device: str, digest_of: Digest = digest) -> str:
    """A box is known by the digest of what is in it, so that the chain is the same without it (P93)."""
    if is_box(raw) and raw["device"] == device:
        hashed: str = raw["hash"]
        return hashed
    return digest_of(raw)


def text_in_log(value: Any) -> str:
    """A raw field as the log may keep it: foreign shapes become the empty string."""
    return value if isinstance(value, str) and len(value) <= LONGEST_NAME else ""


@dataclass(frozen=True, slots=True)
class Intake:
    """What came in, sorted. ``device`` is as it will be once this is committed."""

    device: Device
    start: Device
    accepted: tuple[Logged, ...] = ()
    """New and contiguous, chained: these take effect now, in this order."""
    released: tuple[Logged, ...] = ()
    """Those among ``accepted`` that waited behind a gap until now."""
    early: tuple[Logged, ...] = ()
    """New, beyond a gap: into custody, without effect yet."""
    refused: tuple[Logged, ...] = ()
    """Too many beyond a gap: not taken."""
    repeated: tuple[Logged, ...] = ()
    reused: tuple[Logged, ...] = ()
    """An ``n`` that was used for other content."""
    mended: tuple[Logged, ...] = ()
    """In custody as boxes that could not be opened, and readable now: these take effect now (P93)."""
    expired: tuple[Logged, ...] = ()
    """Held too long for a registration that never came (P48)."""

    @property
    def empty(self) -> bool:
        return not (self.accepted or self.early or self.reused or self.expired or self.mended)

    @property
    def decided(self) -> tuple[Logged, ...]:
        """What takes effect by this push, in order."""
        return (*self.accepted, *self.mended)

    @property
    def taken(self) -> int:
        """How many came into custody, or out of their box, by this push."""
        return len(self.accepted) - len(self.released) + len(self.early) + len(self.mended)

    def chain_at(self, n: int) -> str | None:
        """The chain at a number, as far as this intake knows it."""
        if n == 0:
            return GENESIS
        known = {
            self.start.through: self.start.chain,
            **{r.n: r.chain for r in self.accepted},
        }
        return known.get(n)


def take_custody(taking: Taking, device: Device, rows: Sequence[Logged], *, give_up: str) -> Intake:
    """Sort ``rows`` (in order of n) of a device that is locked. What is held since before
    ``give_up`` has waited long enough (P48)."""
    fresh, repeated, reused, mended = _sift(taking, device, rows)
    waiting = taking.held(device.id)
    held = {w.logged.n: w.logged for w in waiting if w.waits_for == "gap"}
    fresh = {n: row for n, row in fresh.items() if n not in held}
    # A number that was missing when its gap was given up: it takes effect now, outside the chain.
    accepted = [row for n, row in sorted(fresh.items()) if n <= device.through]
    through, chain = device.through, device.chain
    while True:
        while (row := fresh.get(through + 1) or held.get(through + 1)) is not None:
            through, chain = row.n, link(chain, row.hash)
            accepted.append(replace(row, chain=chain))
        stuck = [row for n, row in sorted(held.items()) if n > through]
        if not stuck or stuck[0].received_at >= give_up:
            break
        through = min(n for n in (*held, *fresh) if n > through) - 1
    early = [row for n, row in sorted(fresh.items()) if n > through]
    room = max(0, EARLY_KEPT - sum(n > through for n in held))
    return Intake(
        device=replace(device, through=through, chain=chain),
        start=device,
        accepted=tuple(accepted),
        released=tuple(row for row in accepted if row.n in held),
        early=tuple(early[:room]),
        refused=tuple(early[room:]),
        repeated=tuple(repeated),
        reused=tuple(reused),
        mended=tuple(mended),
        expired=tuple(
            w.logged
            for w in [*waiting, *_of_ancestors(taking, device)]
            if w.waits_for == "registration" and w.logged.received_at < give_up
        ),
    )


def _of_ancestors(taking: Taking, device: Device) -> Sequence[Waiting]:
    """What the phone said under earlier ids waits no longer than the rest: nobody else may push them."""
    if device.ancestor is None:
        return ()
    line = taking.ancestors({device.id})[device.id]
    return [waiting for one in line for waiting in taking.held(one.device)]


def _sift(
    taking: Taking, device: Device, rows: Sequence[Logged]
) -> tuple[dict[int, Logged], list[Logged], list[Logged], list[Logged]]:
    """Split rows into new ones by n, repeated ones, those whose n had other content, and those that
    are in custody as a box that could not be opened."""
    known: dict[int, str] = {}
    shut: set[int] = set()
    if rows:
        stored = taking.receipts(device.id, {row.n for row in rows})
        known = {n: hashed for n, (hashed, _) in stored.items()}
        shut = {n for n, (_, receipt) in stored.items() if receipt.code == "unsealable"}
    fresh: dict[int, Logged] = {}
    repeated: list[Logged] = []
    reused: list[Logged] = []
    mended: list[Logged] = []
    for row in rows:
        first = known.get(row.n) or (fresh[row.n].hash if row.n in fresh else None)
        if first is None:
            fresh[row.n] = row
        elif first == row.hash and row.n in shut and not is_box(row.raw):
            shut.remove(row.n)
            mended.append(row)
        elif first == row.hash:
            repeated.append(row)
        else:
            reused.append(row)
    return fresh, repeated, reused, mended
