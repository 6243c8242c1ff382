"""Create, withdraw, review, progress: the life of a registration (docs/merge.md, M20-M28)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sync.canonical import digest
from sync.merge import Outcome, moved_by_others, quarantined, with_status
from sync.operation import (
    Create,
    Operation,
    Progress,
    Review,
    Step,
    UnitValue,
    Verdict,
    Withdraw,
)
from sync.registration import Approval, Event, LastReview, Registration, Unit
from sync.threads import Stamp, Status
from sync.units import BEFORE

REVIEWABLE: frozenset[Status] = frozenset({"submitted", "returned"})
REOPENABLE: frozenset[Status] = frozenset({"approved", "returned", "rejected"})
STEPS: Mapping[Step, frozenset[Status]] = {
    "code_issued": frozenset({"approved", "code_issued"}),
    "paid": frozenset({"approved", "code_issued"}),
    "registered": frozenset({"paid"}),
}


def create(body: Create, operation: Operation, stamp: Stamp) -> Outcome:
    """A new registration at version 1; what its schema did not know begins empty (P80)."""
    registration = Registration(
        id=operation.registration,
        clinic=body.clinic,
        recruiter=operation.author.account,
        version=1,
        status="submitted",
        status_version=1,
        status_op=stamp.op,
        units={name: Unit(value, 1, stamp.op) for name, value in _all_units(body).items()},
        stamps={stamp.op: stamp},
        consent=body.consent,
        captured_at=body.captured_at,
        received_at=stamp.received_at,
        skew_ms=stamp.skew_ms,
        location=body.location,
        history=(Event("create", 1, stamp.op),),
        credit=operation.author.account,
    )
    return Outcome("applied", {registration.id: registration})


def _all_units(body: Create) -> Mapping[str, UnitValue]:
    before = {name: dict(value) for name, value in BEFORE.items() if name not in body.units}
    return {**before, **body.units}


def withdraw(
    registration: Registration, body: Withdraw, operation: Operation, stamp: Stamp
) -> Outcome:
    """M23: at any time, whatever it had seen."""
    if registration.status == "withdrawn":
        return Outcome("same")
    moved = moved_by_others(registration, operation)
    after = with_status(replace(registration, version=registration.version + 1), "withdrawn", stamp)
    after = after.happened(Event("withdraw", after.version, stamp.op, body.reason), stamp)
    return Outcome("merged" if moved else "applied", {after.id: after})


def review(registration: Registration, body: Review, operation: Operation, stamp: Stamp) -> Outcome:
    """A verdict about the version that was read, or not taken (M24-M26)."""
    if _moved(registration, body, operation):
        return Outcome("stale", code="moved")
    if body.verdict == "approve" and registration.open_threads():
        return Outcome("stale", code="being_settled")
    if body.verdict == "reopen":
        if registration.status not in REOPENABLE or registration.duplicate_of is not None:
            return quarantined("not_allowed_now", registration.status)
    elif registration.status not in REVIEWABLE:
        return quarantined("not_allowed_now", registration.status)
    read = registration.version
    after = replace(
        registration,
        version=read + 1,
        review=LastReview(body.verdict, dict(body.remarks), body.message, stamp.op, read),
    )
    after = with_status(after, _status_after(after, body.verdict), stamp)
    if body.verdict == "approve":
        after = replace(after, approval=Approval(read, after.values(), stamp.op))
    after = after.happened(Event(body.verdict, after.version, stamp.op, body.message), stamp)
    return Outcome("applied", {after.id: after})


def _moved(registration: Registration, body: Review, operation: Operation) -> bool:
    """M24; where the version that was read is lost, its content tells (P111)."""
    if registration.lost(operation.base):
        return body.read != digest(registration.values())
    return moved_by_others(registration, operation)


def _status_after(registration: Registration, verdict: Verdict) -> Status:
    match verdict:
        case "approve":
            return _as_far_as(registration.progress)
        case "return":
            return "returned"
        case "reject":
            return "rejected"
        case "reopen":
            return "submitted"


def _as_far_as(facts: Mapping[str, Any]) -> Status:
    """M28: how far the branch's facts reach."""
    if facts.get("kpj"):
        return "registered"
    if facts.get("paid_at"):
        return "paid"
    if facts.get("payment_code"):
        return "code_issued"
    return "approved"


def progress(
    registration: Registration, body: Progress, operation: Operation, stamp: Stamp
) -> Outcome:
    """What the branch's portal said (M27). Progress is about a registration, not a version read."""
    if registration.status not in STEPS[body.step]:
        return quarantined("not_allowed_now", registration.status)
    moved = moved_by_others(registration, operation)
    after = replace(
        registration,
        version=registration.version + 1,
        progress={**registration.progress, **body.facts},
    )
    after = with_status(after, body.step, stamp)
    after = after.happened(Event(body.step, after.version, stamp.op), stamp)
    return Outcome("merged" if moved else "applied", {after.id: after})
