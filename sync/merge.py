"""How one amend meets what stands: unit by unit, then the whole record (docs/merge.md, M10-M22)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from sync.canonical import digest
from sync.journal import Logged
from sync.operation import Amend, Operation, Resolve, UnitValue
from sync.questions import drop_own, propose, waiting_of
from sync.receipt import Result, UnitOutcome
from sync.registration import APPROVED, CLOSED, Event, Registration, Unit
from sync.threads import Proposal, Stamp, Status, ThreadKind
from sync.units import BEFORE

Problems = Callable[[Mapping[str, UnitValue], str], tuple[str, ...]]
"""Hard rules of the domain on a whole record and its day of capture: the codes of those broken."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an operation came to. ``registrations`` are those that changed, by id."""

    result: Result
    registrations: Mapping[str, Registration] = field(default_factory=dict)
    code: str | None = None
    detail: str | None = None
    units: Mapping[str, UnitOutcome] = field(default_factory=dict)


def quarantined(code: str, detail: str | None = None) -> Outcome:
    return Outcome("quarantined", code=code, detail=detail)


def fate_of(*, later: bool, equal: bool, frozen: bool, seen: bool, own: bool) -> UnitOutcome:
    """The truth table of M10-M15."""
    if later:
        return "superseded"
    if equal:
        return "same"
    if frozen:
        return "conflict"
    if seen or own:
        return "applied"
    return "conflict"


def unit_fate(
    registration: Registration, name: str, body: Amend, operation: Operation
) -> UnitOutcome:
    """The fate of one proposed value. What an author of a lost version saw is what they say (P111)."""
    value = body.units[name]
    standing = registration.units[name]
    writer = registration.stamps[standing.op]
    lineage, n = operation.lineage, operation.n
    waiting = waiting_of(registration, name, lineage)
    own = lineage.own(writer)
    return fate_of(
        later=lineage.later(writer, n) or (waiting is not None and lineage.later(waiting, n)),
        equal=standing.value == value,
        frozen=registration.status in APPROVED | CLOSED,
        seen=(
            body.was.get(name) == standing.value
            if registration.lost(operation.base)
            else standing.version <= operation.base
        ),
        own=own,
    )


def too_early(outcome: Outcome, operation: Operation, standing: Registration) -> bool:
    """P112: its author saw a version that a restore lost, and what made that version may yet come
    back. A resolution's threads never come back as they were counted, so it does not wait."""
    if isinstance(operation.body, Resolve) or not standing.lost(operation.base):
        return False
    return outcome.result in ("conflict", "stale") or outcome.code == "not_allowed_now"


def reads_what_stands(row: Logged, standing: Registration) -> bool:
    """P113: a held verdict whose moment has come, even if the push goes on from it."""
    if row.kind != "review" or not standing.lost(row.raw["base"]):
        return False
    return bool(row.raw.get("read") == digest(standing.values()))


def moved_by_others(registration: Registration, operation: Operation) -> bool:
    """Whether another device changed content unseen: what M18 calls merged and M24 stale."""
    written = [(u.version, u.op) for u in registration.units.values()]
    written.append((registration.status_version, registration.status_op))
    unseen = [registration.stamps[op] for version, op in written if version > operation.base]
    return not all(operation.lineage.own(stamp) for stamp in unseen)


def amend(
    registration: Registration,
    body: Amend,
    operation: Operation,
    *,
    stamp: Stamp,
    problems: Problems,
) -> Outcome:
    """Merge an amend into what stands."""
    fates = {name: unit_fate(registration, name, body, operation) for name in body.units}
    kind: ThreadKind = _thread_kind(registration)
    broken: tuple[str, ...] = ()
    if "applied" in fates.values():
        writes = {n: body.units[n] for n, f in fates.items() if f == "applied"}
        merged = asked_about(registration.values() | writes, writes)
        broken = problems(merged, registration.captured_at)
        if broken:  # M16: the whole operation waits
            kind = "invalid"
            fates = {n: "conflict" if f == "applied" else f for n, f in fates.items()}

    after = (
        registration if broken else _lay(registration, body, operation, stamp=stamp, fates=fates)
    )
    for name, fate in fates.items():
        if fate == "conflict":
            proposal = Proposal(body.units[name], operation.base, body.was.get(name), stamp)
            after = propose(
                after, name, kind, proposal=proposal, by=operation.lineage, problems=broken
            )
        elif fate != "superseded":
            after = drop_own(after, name, operation.lineage, stamp)
    if after == registration:
        superseded = bool(fates) and all(f == "superseded" for f in fates.values())
        return Outcome("superseded" if superseded else "same", {})
    after = after.happened(
        Event("amend", after.version, operation.op, ",".join(sorted(fates)) or None),
        stamp,
    )
    return Outcome(
        _result(registration, after, operation, fates),
        {after.id: after},
        units=fates if len(set(fates.values())) > 1 or "conflict" in fates.values() else {},
    )


def asked_about(
    units: Mapping[str, UnitValue], writes: Mapping[str, UnitValue]
) -> Mapping[str, UnitValue]:
    """What the hard rules are asked about: a unit that schema 1 did not know only where it is
    written, since what stands may be older than its rules (M87)."""
    return {n: value for n, value in units.items() if n in writes or n not in BEFORE}


def _thread_kind(registration: Registration) -> ThreadKind:
    if registration.status in APPROVED:
        return "after_approval"
    if registration.status in CLOSED:
        return "after_close"
    return "value"


def _lay(
    registration: Registration,
    body: Amend,
    operation: Operation,
    *,
    stamp: Stamp,
    fates: Mapping[str, UnitOutcome],
) -> Registration:
    """Write the units that may be written, and send a returned registration again (M20)."""
    writes = {name: body.units[name] for name, fate in fates.items() if fate == "applied"}
    again = _sends_again(registration, operation)
    if not writes and not again:
        return registration
    version = registration.version + 1
    after = replace(
        registration,
        version=version,
        units={
            **registration.units,
            **{name: Unit(value, version, stamp.op) for name, value in writes.items()},
        },
        stamps={**registration.stamps, stamp.op: stamp},
    )
    return with_status(after, "submitted", stamp) if again else after


def with_status(registration: Registration, status: Status, stamp: Stamp) -> Registration:
    """Set the status at the registration's present version."""
    return replace(
        registration,
        status=status,
        status_version=registration.version,
        status_op=stamp.op,
        stamps={**registration.stamps, stamp.op: stamp},
    )


def _sends_again(registration: Registration, operation: Operation) -> bool:
    if registration.status != "returned" or operation.author.account != registration.recruiter:
        return False
    seen = registration.status_version <= operation.base
    return seen or registration.lost(operation.base)


def _result(
    before: Registration,
    after: Registration,
    operation: Operation,
    fates: Mapping[str, UnitOutcome],
) -> Literal["conflict", "merged", "applied", "same", "superseded"]:
    """M18."""
    if "conflict" in fates.values():
        return "conflict"
    if after.version > before.version:
        moved = moved_by_others(before, operation)
        return "merged" if moved else "applied"
    if fates and all(f == "superseded" for f in fates.values()):
        return "superseded"
    return "same"
