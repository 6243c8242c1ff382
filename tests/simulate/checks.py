"""The invariants of the sync engine, each checked from outside of the code that should keep it."""

from collections.abc import Mapping
from typing import Any

from sync.canonical import canonical, digest
from sync.cursor import Cursor
from sync.feed import page
from sync.registration import Registration
from tests.simulate.phone import Phone
from tests.simulate.stage import Staged
from tests.simulate.world import World


class Broken(AssertionError):
    """An invariant does not hold; the message begins with its number."""


def demand(invariant: str, holds: object, told: str = "") -> None:
    if not holds:
        raise Broken(f"{invariant} {told}")


def custody(world: World) -> None:
    """I1: every saved operation is in its phone's outbox or in the server's log."""
    for phone in world.phones:
        kept = {o.raw["op"] for o in phone.outbox.values()}
        lost = phone.saved - phone.let_go - kept - world.journal.ops_in_custody()
        demand("I1", not lost, f"{phone.device} lost {sorted(lost)}")


def once(world: Staged) -> None:
    """I2: no operation took effect twice, whatever was repeated."""
    for registration in world.journal.registrations().values():
        ops = [e.op for e in registration.history]
        demand("I2", len(ops) == len(set(ops)), f"{registration.id}: {ops}")


def writes(before: Mapping[str, Registration], world: Staged) -> None:
    """I3 no silent overwrite, I4 no self-conflict, I10 a verdict is about what was read."""
    for key, now in world.journal.registrations().items():
        old = before.get(key)
        if old is None or old == now:
            continue
        for op in _new_ops(old, now):
            _judge(world, old, now, op)


def _judge(world: Staged, old: Registration, now: Registration, op: str) -> None:
    raw = world.journal.logged_op(op).raw
    if not raw:  # its person was erased in the same push (P141)
        return
    memories = _memories(world, op)
    if raw["kind"] == "amend" and _only_op(old, now, op):
        for name, unit in old.units.items():
            after = now.units[name]
            other = not any(unit.op in memory for memory in memories)
            if after.op == op and other:
                saw = unit.version <= raw["base"]
                if lost(now, raw["base"]):
                    saw = raw["was"][name] == unit.value
                demand("I3", saw, f"{now.id} {name} by {op}")
        _no_self_conflict(world, old, now, op)
    if raw["kind"] == "review" and _only_op(old, now, op):
        moved = [
            name
            for name, unit in old.units.items()
            if unit.version > raw["base"] and not any(unit.op in memory for memory in memories)
        ]
        if lost(now, raw["base"]):
            moved = [] if raw["read"] == digest(old.values()) else ["other content"]
        demand("I10", not moved, f"{now.id} {moved} by {op}")


def _no_self_conflict(world: Staged, old: Registration, now: Registration, op: str) -> None:
    """I4, for what an amend has asked anew."""
    for thread in now.open_threads():
        known = old.threads.get(thread.id)
        for proposal in thread.proposals:
            fresh = known is None or proposal not in known.proposals
            if not fresh or thread.kind != "value" or proposal.stamp.op != op:
                continue
            assert thread.unit is not None
            writer = now.units[thread.unit].op
            own = all(writer in memory for memory in _memories(world, op))
            renewed = now.gaps and proposal.stamp.author.device in world.renewed
            demand("I4", renewed or not own, f"{thread.id} by {op}")


def lost(registration: Registration, base: int) -> bool:
    """Whether a restore lost this version."""
    return any(low < base < high for low, high in registration.gaps)


def brought_back(world: World) -> None:
    """I14: once all is handed over, everything that was ever saved is in custody, each once."""
    logged = world.journal.ops_in_custody()
    for phone in world.phones:
        lost = phone.saved - phone.let_go - logged
        demand("I14", not lost, f"{phone.device} {sorted(lost)}")


def _memories(world: Staged, op: str) -> list[set[str]]:
    """What the phones that said an operation have said: more than one where it was copied after."""
    return [phone.saved for phone in world.phones if op in phone.saved]


def _only_op(old: Registration, now: Registration, op: str) -> bool:
    return _new_ops(old, now) == [op]


def _new_ops(old: Registration, now: Registration) -> list[str]:
    """What has happened since; an erasure takes the words out of what had happened before (M98)."""
    known = {event.op for event in old.history}
    return [event.op for event in now.history if event.op not in known]


def feed_cuts(world: Staged, phone: Any) -> None:
    """I5, I8: pages from any cursor add up to a fresh snapshot, from the very first cut on."""
    viewer = world.viewer(phone)
    with world.journal.snapshot() as snapshot:
        fresh = fold({}, world, phone, None)
        cut = page(snapshot, viewer, None, world.random.randint(1, 9))
    held = _apply({}, cut.entries)
    demand("I8", fold(held, world, phone, cut.cursor) == fresh, phone.device)


def fold(
    start: dict[str, Any], world: Staged, phone: Any, cursor: Cursor | None
) -> dict[str, bytes]:
    held = dict(start)
    while True:
        with world.journal.snapshot() as snapshot:
            part = page(snapshot, world.viewer(phone), cursor, world.limit)
        held = _apply(held, part.entries)
        cursor = part.cursor
        if not part.more:
            return {k: canonical(v) for k, v in held.items()}


def _apply(held: dict[str, Any], entries: tuple[Mapping[str, Any], ...]) -> dict[str, Any]:
    out = dict(held)
    for entry in entries:
        if entry["flag"] != "live":
            out.pop(entry["registration"], None)
        else:
            out[entry["registration"]] = entry
    return out


def converged(world: World) -> None:
    """I9: every phone holds, byte for byte, what a fresh snapshot of its scopes holds."""
    for phone in world.phones:
        if not world.staff.now(phone.account).active:
            continue  # nothing is told to who may not read
        held = {k: canonical(v) for k, v in phone.replica.items()}
        demand("I9", held == fold({}, world, phone, None), phone.device)


def mending(world: World, phone: Phone) -> None:
    """P57: a phone whose storage is sound always agrees; P59: a spoilt one always heals."""
    sound = phone.device not in world.damaged
    demand("P57", not sound or (phone.mending, phone.mended) == ("none", []), phone.device)
    demand("P59", "failed" not in phone.mended, phone.device)


def photos(world: World) -> None:
    """P87: every entry says what has come in of the photo that stands."""
    for registration in world.journal.registrations().values():
        expected = world.photos.expected(registration)
        demand("P87", registration.photo in expected, f"{registration.id}: {registration.photo}")
