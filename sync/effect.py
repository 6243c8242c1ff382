"""The effect of one operation on the working set of a push; entitlement first (M50-M54).

The working set is in memory: a push decides all of its operations before anything is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from sync import decide, erasure, lifecycle, merge, resolve
from sync.journal import Logged
from sync.late import Entitlement, Entitlements, held_at, lost
from sync.merge import Outcome, quarantined
from sync.operation import (
    Amend,
    Body,
    Create,
    Decide,
    Erase,
    Operation,
    Progress,
    Resolve,
    Review,
    Role,
    Unreadable,
    Withdraw,
    is_box,
)
from sync.receipt import Receipt
from sync.registration import Event, Registration
from sync.rules import BugNotice, Reader
from sync.threads import Stamp
from sync.workspace import Workspace, lay


@dataclass(frozen=True, slots=True)
class Sender:
    """Whom the credential vouches for, with the role it has now; by an account's id, what that
    account was entitled to and when."""

    account: str
    role: Role
    device: str
    entitlements: Entitlements


def take_effect(
    logged: Logged, sender: Sender, workspace: Workspace, *, forced: bool = False
) -> Receipt:
    """Decide one operation and change the workspace accordingly. ``forced``: it has waited long
    enough for what its author saw (P112)."""
    try:
        outcome = _decide(logged, sender, workspace, forced=forced)
    except Exception as error:  # noqa: BLE001  a bug of ours must not hold up other work (P42)
        workspace.on_bug(logged.op, error)
        outcome = quarantined("internal_error")
    lay(outcome, logged, workspace)
    after = workspace.registrations.get(logged.registration)
    return Receipt(
        n=logged.n,
        op=logged.op,
        registration=logged.registration,
        result=outcome.result,
        version=after.version if after else 0,
        code=outcome.code,
        detail=outcome.detail,
        units=outcome.units,
    )


def stamp_of(logged: Logged, operation: Operation, late: Entitlement | None = None) -> Stamp:
    """``late`` is the entitlement that had ended when late work came in (M78)."""
    return Stamp(
        op=logged.op,
        n=logged.n,
        author=operation.author,
        recorded_at=operation.recorded_at,
        received_at=logged.received_at,
        skew_ms=logged.skew_ms,
        app=logged.app,
        entitled_until=late.until if late else None,
    )


def _decide(logged: Logged, sender: Sender, workspace: Workspace, *, forced: bool) -> Outcome:
    operation = _known(logged, workspace)
    if isinstance(operation, Outcome):
        return operation
    author = operation.author
    if author.account != sender.account or author.device != sender.device:
        return quarantined("wrong_author")
    standing = workspace.registrations.get(operation.registration)
    if standing is not None and standing.erased:
        return Outcome("same") if isinstance(operation.body, Erase) else erasure.GONE
    entitlements = sender.entitlements(sender.account)
    refusal = refuse(operation, held_at(entitlements, logged.received_at), standing)
    late = None
    if refusal is not None:
        late = _late(operation, logged, entitlements, workspace)
        if late is None or refuse(operation, late, standing) is not None:
            return refusal
    operation = workspace.spoken(operation)
    stamp = stamp_of(logged, operation, late)
    if isinstance(operation.body, Decide):
        return _judge(operation.body, operation, stamp, workspace)
    if standing is None and not isinstance(operation.body, Create):
        return Outcome("held", code="no_registration")
    outcome = _apply(operation, standing, stamp, workspace)
    if not forced and standing is not None and merge.too_early(outcome, operation, standing):
        return Outcome("held", code="lost_base")
    return outcome


def _late(
    operation: Operation,
    logged: Logged,
    entitlements: Sequence[Entitlement],
    workspace: Workspace,
) -> Entitlement | None:
    """The entitlement under which refused work was made (M76, M77); None if it may not be taken."""
    made_at = workspace.rules.made_at(operation.recorded_at, logged.received_at, logged.skew_ms)
    return lost(operation, entitlements, made_at=made_at, not_before=workspace.late_from)


def read_one(logged: Logged, reader: Reader, on_bug: BugNotice) -> Operation | Unreadable:
    """Read a raw operation; a bug of the reader costs this one operation only (P42)."""
    if is_box(logged.raw) and logged.raw["device"] != logged.device:  # somebody else's
        return Unreadable("malformed", "device: Not the sender's.")
    try:
        return reader(logged.raw)
    except Exception as error:  # noqa: BLE001  see above
        on_bug(logged.op, error)
        return Unreadable("internal_error", type(error).__name__)


def refuse(
    operation: Operation, may: Entitlement | None, standing: Registration | None
) -> Outcome | None:
    """M50-M54, M75: whether somebody so entitled may do this at all; None if so."""
    if may is None or not may.active:
        return quarantined("not_entitled", "closed")
    if may.role not in _roles(operation.body) or _admins_alone(operation.body, may.role):
        return quarantined("not_entitled", "role")
    if isinstance(operation.body, Create) and operation.body.clinic not in may.clinics:
        return quarantined("foreign_clinic", operation.body.clinic)
    if standing is not None and not _within(operation.author.account, may, standing):
        return quarantined("foreign_registration")
    return None


def _roles(body: Body) -> tuple[Role, ...]:
    match body:
        case Create():
            return ("recruiter",)
        case Amend() | Withdraw() | Erase():
            return ("recruiter", "supervisor", "admin")
        case Review():
            return ("supervisor", "admin")
        case Resolve() | Progress() | Decide():
            return ("admin",)
        case _:
            assert_never(body)


def _admins_alone(body: Body, role: Role) -> bool:
    """M98: that somebody asked to be forgotten is an admin's word, and a period the server's own."""
    return isinstance(body, Erase) and body.ground != "consent_withdrawn" and role != "admin"


def _within(account: str, may: Entitlement, registration: Registration) -> bool:
    match may.role:
        case "recruiter":
            return registration.recruiter == account
        case "supervisor":
            return registration.clinic in may.clinics
        case "admin":
            return True


def _apply(
    operation: Operation,
    standing: Registration | None,
    stamp: Stamp,
    workspace: Workspace,
) -> Outcome:
    rules = workspace.rules
    body = operation.body
    if isinstance(body, Create) and standing is None:
        broken = rules.problems(body.units, body.captured_at)
        if broken:
            return quarantined("invalid", ",".join(broken))
        return lifecycle.create(body, operation, stamp)
    assert standing is not None
    match body:
        case Create(units=units):  # M54
            return merge.amend(
                standing, Amend(units, {}), operation, stamp=stamp, problems=rules.problems
            )
        case Amend():
            return merge.amend(standing, body, operation, stamp=stamp, problems=rules.problems)
        case Withdraw() | Review() | Progress():
            return _lived(standing, body, operation, stamp)
        case Erase(ground=ground):
            return erasure.erase(
                workspace.registrations, standing.id, ground=ground, stamp=stamp, rules=rules
            )
        case Resolve():
            return resolve.resolve(
                workspace.registrations, body, operation, stamp=stamp, problems=rules.problems
            )
        case Decide():  # a decision is about no registration, and never about another decision
            return quarantined("not_allowed_now", "decide")
        case _:
            assert_never(body)


def _lived(
    standing: Registration, body: Withdraw | Review | Progress, operation: Operation, stamp: Stamp
) -> Outcome:
    match body:
        case Withdraw():
            return lifecycle.withdraw(standing, body, operation, stamp)
        case Review():
            return lifecycle.review(standing, body, operation, stamp)
        case Progress():
            return lifecycle.progress(standing, body, operation, stamp)


def _known(logged: Logged, workspace: Workspace) -> Operation | Outcome:
    """What an operation says; or what comes of one that says nothing, or nothing any more."""
    if not logged.raw:  # emptied while it waited (P141)
        return erasure.GONE
    operation = workspace.read.get(logged.hash)
    if operation is None:  # held until now
        operation = read_one(logged, workspace.reader, workspace.on_bug)
    if not isinstance(operation, Unreadable):
        return operation
    if operation.code == "erased":  # emptied on its phone (P144)
        return erasure.GONE
    return quarantined(operation.code, operation.detail)


def _judge(body: Decide, operation: Operation, stamp: Stamp, workspace: Workspace) -> Outcome:
    """An admin's word about an operation that waits for one (M60-M66)."""
    place = decide.about(body)
    case = workspace.cases.get(place)
    if case is None or case.on != operation.registration:
        return quarantined("no_such_operation")
    known = decide.answered(case.receipt, body)
    if known is not None:
        return known
    on = case.on
    if body.choice == "dismiss":
        receipt = decide.dismissed(case.receipt, body.reason)
    else:
        outcome, on = _take(case, workspace)
        if outcome.result == "quarantined":
            why = ":".join(part for part in (outcome.code, outcome.detail) if part)
            return Outcome("stale", code="not_takable", detail=why)
        receipt = decide.taken(case.receipt, outcome, workspace.registrations[on])
    workspace.cases[place] = replace(case, receipt=receipt)
    standing = workspace.registrations.get(on)
    if standing is None:
        return Outcome("applied")
    told = standing.happened(Event(body.choice, standing.version, stamp.op, body.reason), stamp)
    return Outcome("applied", {told.id: told})


def _take(case: decide.Case, workspace: Workspace) -> tuple[Outcome, str]:
    """Decide an operation again as the word of who sent it; with the registration it is on."""
    operation = read_one(case.logged, workspace.reader, workspace.on_bug)
    if isinstance(operation, Unreadable):
        return quarantined(operation.code, operation.detail), case.on
    operation, logged = decide.as_sent(case, operation)
    operation = workspace.spoken(operation)
    standing = workspace.registrations.get(operation.registration)
    if standing is not None and standing.erased:
        return erasure.GONE, operation.registration
    if standing is None and not isinstance(operation.body, Create):
        return quarantined("no_registration"), case.on
    outcome = _apply(operation, standing, stamp_of(logged, operation), workspace)
    lay(outcome, logged, workspace)
    return outcome, operation.registration
