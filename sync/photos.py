"""Photos: what is declared, what has come in, and what an entry says of it (P87, M89).

A declaration is the unit ``photo``: a hash in the place of the bytes. The bytes come by a lane of
their own, before or after it, so each side tells the other: a declaration looks for what is in, and
what comes in moves the entries that wait for it. Both hold the photo's lock meanwhile.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sync.journal import Arrival, Changes, Flag, Journal, Loaded
from sync.operation import Amend, Create, Operation, Resolve, TakeValue, UnitValue, Unreadable
from sync.registration import PhotoState, Registration
from sync.rules import Rules
from sync.scopes import DESK, entries_of, scopes_of

Arrivals = Mapping[str, Sequence[Arrival]]
"""What came in, by SHA-256."""

UNIT = "photo"


def hash_in(value: UnitValue | None) -> str | None:
    """The SHA-256 that a value of the unit declares; None where it declares none."""
    declared = (value or {}).get("id_photo")
    return declared["sha256"] if declared else None


def standing_hash(registration: Registration) -> str | None:
    """The SHA-256 of the photo that a registration declares now."""
    unit = registration.units.get(UNIT)
    return hash_in(unit.value) if unit else None


def proposed_hash(registration: Registration, op: str) -> str | None:
    """The SHA-256 of the photo that an operation proposes and that waits for an admin's word."""
    values = (
        proposal.value
        for thread in registration.open_threads()
        for proposal in thread.proposals
        if thread.unit == UNIT and proposal.stamp.op == op
    )
    return hash_in(next(values, None))


def declared_by(operation: Operation | Unreadable) -> frozenset[str]:
    """The hashes that an operation would write, now or once it is chosen or taken."""
    if isinstance(operation, Unreadable):
        return frozenset()
    return frozenset(found for value in _values(operation) if (found := hash_in(value)))


def _values(operation: Operation) -> Iterator[UnitValue]:
    match operation.body:
        case Create(units=units) | Amend(units=units):
            yield units.get(UNIT, {})
        case Resolve(choices=choices):
            yield from (choice.value for choice in choices if isinstance(choice, TakeValue))
        case _:
            pass


def may_bring(arrival: Arrival, registration: Registration) -> bool:
    """M89: whether the account that brought the bytes may amend this registration."""
    return DESK in arrival.scopes or not scopes_of(registration).isdisjoint(arrival.scopes)


def state_of(registration: Registration, arrivals: Arrivals) -> PhotoState:
    """P87: what there is of the photo that a registration declares."""
    declared = standing_hash(registration)
    if declared is None:
        return "none"
    fates = {a.fate for a in arrivals.get(declared, ()) if may_bring(a, registration)}
    if "in" in fates:
        return "in"
    return "unreadable" if fates else "awaited"


def judged(
    before: Registration | None, after: Registration, arrivals: Arrivals, rules: Rules
) -> Registration:
    """``after`` with its photo's state and its checks made anew.

    A photo that is in stays in: it is no matter where its registration has moved since (M89).
    """
    if after.erased:
        return after
    kept = before is not None and before.photo == "in"
    same = before is not None and standing_hash(before) == standing_hash(after)
    photo = "in" if kept and same else state_of(after, arrivals)
    now = after if after.photo == photo else replace(after, photo=photo)
    checks = rules.checks(now)
    return now if now.checks == checks else replace(now, checks=checks)


def arrive(
    journal: Journal, arrival: Arrival, *, device: str, registration: str, rules: Rules
) -> bool:
    """Keep what came in, and move the entries that declare it (P87).

    ``registration`` is the one that the bytes were sent for. Where it is known and not the
    account's to amend, nothing is written and the answer is False (P86).
    """
    with journal.taking_in() as taking:
        sender = taking.device(device)
        loaded = taking.load([registration], [], photos=[arrival.sha256])
        known = loaded.registrations.get(registration)
        if known is not None and (known.erased or not may_bring(arrival, known)):
            return False
        changes = _arrived(arrival, loaded, rules)
        if changes is not None:
            taking.commit(replace(changes, device=sender))
    return True


def read_back(journal: Journal, arrival: Arrival, rules: Rules) -> bool:
    """P131: keep again what came in before and what a restore lost; whether it was lost."""
    with journal.taking_in() as taking:
        changes = _arrived(arrival, taking.load([], [], photos=[arrival.sha256]), rules)
        if changes is not None:
            taking.commit(changes)
    return changes is not None


def _arrived(arrival: Arrival, loaded: Loaded, rules: Rules) -> Changes | None:
    """What an arrival changes; None where its account has brought these bytes before."""
    before_it = loaded.arrivals.get(arrival.sha256, ())
    if any(a.account == arrival.account and a.fate == "in" for a in before_it):
        return None
    others = [a for a in before_it if a.account != arrival.account]
    arrivals = {**loaded.arrivals, arrival.sha256: [*others, arrival]}
    changed: list[Registration] = []
    moved: dict[tuple[str, str], Flag] = {}
    for before in loaded.registrations.values():
        after = judged(before, before, arrivals, rules)
        if after.photo != before.photo:
            changed.append(after)
            moved |= entries_of(before, after)
    return Changes(device=None, registrations=changed, arrivals=[arrival], publish=moved)
