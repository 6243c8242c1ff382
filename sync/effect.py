"""The effect of one operation on the working set of a push; entitlement first (M50-M54).

The working set is in memory: a push decides all of its operations before anything is written.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from sync import decide, duplicates, lifecycle, merge, resolve
from sync.journal import Flag, Logged
from sync.lineage import Lineage
from sync.merge import Outcome, quarantined
from sync.operation import (
    Amend,
    Create,
    Decide,
    Operation,
    Progress,
    Resolve,
    Review,
    Role,
    Unreadable,
    Withdraw,
    is_box,
)
from sync.receipt import Place, Receipt
from sync.registration import CLOSED, Event, Registration
from sync.rules import BugNotice, Reader, Rules
from sync.scopes import entries_of
from sync.threads import Stamp


@dataclass(frozen=True, slots=True)
class Sender:
    """Whom the credential vouches for. ``clinics_of`` gives an account's clinics by its id."""

    account: str
    role: Role
    device: str
    clinics_of: Callable[[str], frozenset[str]]

    @property
    def clinics(self) -> frozenset[str]:
        return self.clinics_of(self.account)


@dataclass(slots=True)
class Workspace:
    """The registrations at stake in one push, as they change operation by operation."""

    rules: Rules
    reader: Reader
    on_bug: BugNotice
    read: Mapping[str, Operation | Unreadable]
    """Operations read already, by their digest."""
    registrations: dict[str, Registration] = field(default_factory=dict)
    before: Mapping[str, Registration] = field(default_factory=dict)
    claims: dict[str, list[str]] = field(default_factory=dict)
    waiting: dict[str, list[Logged]] = field(default_factory=dict)
    person_of: dict[str, str | None] = field(default_factory=dict)
    cases: dict[Place, decide.Case] = field(default_factory=dict)
    """What the decisions of this push are about, with the receipts so far."""
    lineages: dict[str, Lineage] = field(default_factory=dict)
    """By device, of those that speak in this push (M90)."""

    def spoken(self, operation: Operation) -> Operation:
        """The operation as the word of its device and of whom that was before."""
        return replace(operation, spoken_by=self.lineages.get(operation.author.device))

    def changed(self) -> list[Registration]:
        """Registrations that differ from how they were loaded, with their checks made anew."""
        return [
            replace(r, checks=self.rules.checks(r))
            for key, r in self.registrations.items()
            if r != self.before.get(key)
        ]

    def publish(self) -> dict[tuple[str, str], Flag]:
        """The feed entries that move (P51)."""
        moved: dict[tuple[str, str], Flag] = {}
        for key, registration in self.registrations.items():
            old = self.before.get(key)
            if registration != old:
                moved |= entries_of(old, registration)
        return moved


def take_effect(logged: Logged, sender: Sender, workspace: Workspace) -> Receipt:
    """Decide one operation and change the workspace accordingly."""
    try:
        outcome = _decide(logged, sender, workspace)
    except Exception as error:  # noqa: BLE001  a bug of ours must not hold up other work (P42)
        workspace.on_bug(logged.op, error)
        outcome = quarantined("internal_error")
    _lay(outcome, logged, workspace)
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


def stamp_of(logged: Logged, operation: Operation) -> Stamp:
    return Stamp(
        op=logged.op,
        n=logged.n,
        author=operation.author,
        recorded_at=operation.recorded_at,
        received_at=logged.received_at,
        skew_ms=logged.skew_ms,
        app=logged.app,
    )


def _decide(logged: Logged, sender: Sender, workspace: Workspace) -> Outcome:
    operation = workspace.read.get(logged.hash)
    if operation is None:  # held until now
        operation = read_one(logged, workspace.reader, workspace.on_bug)
    if isinstance(operation, Unreadable):
        return quarantined(operation.code, operation.detail)
    author = operation.author
    if author.account != sender.account or author.device != sender.device:
        return quarantined("wrong_author")
    standing = workspace.registrations.get(operation.registration)
    refusal = refuse(operation, sender, standing)
    if refusal is not None:
        return refusal
    if isinstance(operation.body, Decide):
        return _judge(operation.body, operation, stamp_of(logged, operation), workspace)
    if standing is None and not isinstance(operation.body, Create):
        return Outcome("held", code="no_registration")
    spoken = workspace.spoken(operation)
    return _apply(spoken, standing, stamp_of(logged, spoken), workspace)


def read_one(logged: Logged, reader: Reader, on_bug: BugNotice) -> Operation | Unreadable:
    """Read a raw operation; a bug of the reader costs this one operation only (P42)."""
    if is_box(logged.raw) and logged.raw["device"] != logged.device:  # somebody else's
        return Unreadable("malformed", "device: Not the sender's.")
    try:
        return reader(logged.raw)
    except Exception as error:  # noqa: BLE001  see above
        on_bug(logged.op, error)
        return Unreadable("internal_error", type(error).__name__)


def refuse(operation: Operation, sender: Sender, standing: Registration | None) -> Outcome | None:
    """M50-M54: whether the sender may do this at all; None if so."""
    body = operation.body
    match body:
        case Create(clinic=clinic):
            if sender.role != "recruiter":
                return quarantined("not_entitled", "role")
            if clinic not in sender.clinics:
                return quarantined("foreign_clinic", clinic)
        case Review():
            if sender.role not in ("supervisor", "admin"):
                return quarantined("not_entitled", "role")
        case Resolve() | Progress() | Decide():
            if sender.role != "admin":
                return quarantined("not_entitled", "role")
        case Amend() | Withdraw():
            pass
        case _:
            assert_never(body)
    if standing is not None and not _within(sender, standing):
        return quarantined("foreign_registration")
    return None


def _within(sender: Sender, registration: Registration) -> bool:
    match sender.role:
        case "recruiter":
            return registration.recruiter == sender.account
        case "supervisor":
            return registration.clinic in sender.clinics
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
        case Withdraw():
            return lifecycle.withdraw(standing, body, operation, stamp)
        case Review():
            return lifecycle.review(standing, body, operation, stamp)
        case Progress():
            return lifecycle.progress(standing, body, operation, stamp)
        case Resolve():
            return resolve.resolve(
                workspace.registrations, body, operation, stamp=stamp, problems=rules.problems
            )
        case Decide():  # a decision is about no registration, and never about another decision
            return quarantined("not_allowed_now", "decide")
        case _:
            assert_never(body)


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
    if standing is None and not isinstance(operation.body, Create):
        return quarantined("no_registration"), case.on
    outcome = _apply(operation, standing, stamp_of(logged, operation), workspace)
    _lay(outcome, logged, workspace)
    return outcome, operation.registration


def _lay(outcome: Outcome, logged: Logged, workspace: Workspace) -> None:
    """Put an outcome into the workspace and ask anew who claims whom."""
    for key, after in outcome.registrations.items():
        old = workspace.registrations.get(key)
        workspace.registrations[key] = after
        stamp = after.stamps[logged.op]
        if old is None or old.units["identity"].value != after.units["identity"].value:
            _claim(after, stamp, workspace)
        elif old.status not in CLOSED and after.status in CLOSED:
            workspace.registrations |= duplicates.leave(after, workspace.registrations, stamp)
        elif old.status in CLOSED and after.status not in CLOSED:
            _reconsider(workspace.rules.person(after.values()), stamp, workspace)


def _claim(registration: Registration, stamp: Stamp, workspace: Workspace) -> None:
    """Move a registration's claim to the person it names now (M40, M44)."""
    person = workspace.rules.person(registration.values())
    moved = [p for p, c in workspace.claims.items() if registration.id in c and p != person]
    for old in moved:
        workspace.claims[old].remove(registration.id)
        now = workspace.registrations[registration.id]
        workspace.registrations |= duplicates.leave(now, workspace.registrations, stamp)
    workspace.person_of[registration.id] = person
    if person is None:
        return
    claims = workspace.claims.setdefault(person, [])
    if registration.id not in claims:
        claims.append(registration.id)
    _reconsider(person, stamp, workspace)


def _reconsider(person: str | None, stamp: Stamp, workspace: Workspace) -> None:
    if person is not None:
        claims = workspace.claims.get(person, [])
        workspace.registrations |= duplicates.reconsider(claims, workspace.registrations, stamp)
