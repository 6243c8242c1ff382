"""What one push has at hand: registrations as they change, and who may be the same person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sync import decide, duplicates
from sync.duplicates import COMPARED, shared
from sync.journal import Flag, Logged
from sync.lineage import Lineage
from sync.merge import Outcome
from sync.operation import Operation, UnitValue, Unreadable
from sync.photos import Arrivals, judged
from sync.receipt import Place
from sync.registration import Registration
from sync.rules import BugNotice, Reader, Rules
from sync.scopes import entries_of
from sync.threads import Stamp


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
    """Registrations by the keys at hand, first received first."""
    unforeseen: set[str] = field(default_factory=set)
    """Keys that came up in this push and were not locked with the rest."""
    waiting: dict[str, list[Logged]] = field(default_factory=dict)
    arrivals: Arrivals = field(default_factory=dict)
    cases: dict[Place, decide.Case] = field(default_factory=dict)
    """What the decisions of this push are about, with the receipts so far."""
    lineages: dict[str, Lineage] = field(default_factory=dict)
    """By device, of those that speak in this push (M90)."""
    floor: int = 0
    """The moment of the last restore (P110)."""
    late_from: str = ""
    """The moment before which a lost entitlement no longer lets late work in (M77)."""

    known_persons: dict[tuple[int, ...], tuple[Sequence[object], tuple[str, ...]]] = field(
        default_factory=dict
    )
    """Whom the records of this push are about, by the values that say so and are never changed."""

    def spoken(self, operation: Operation) -> Operation:
        """The operation as the word of its device and of whom that was before."""
        lineage = self.lineages.get(operation.author.device)
        if lineage is None or lineage.alone:
            return operation  # which speaks for its device as it is
        return replace(operation, spoken_by=lineage)

    def persons(self, units: Mapping[str, UnitValue]) -> tuple[str, ...]:
        """Whom a whole record may be about (M73); the domain is asked once for the same values."""
        values = [units.get(name) for name in COMPARED]
        key = tuple(map(id, values))
        known = self.known_persons.get(key)
        if known is None:  # with the values, so that nothing else is ever of their identity
            known = self.known_persons[key] = (values, self.rules.persons(units))
        return known[1]

    def changed(self) -> list[Registration]:
        """Registrations that differ from how they were loaded, judged anew."""
        return [
            judged(self.before.get(key), r, self.arrivals, self.rules)
            for key, r in self.registrations.items()
            if r != self.before.get(key)
        ]

    def claimed(self) -> dict[str, frozenset[str]]:
        """All keys that the changed registrations claim now (M73)."""
        return {
            key: frozenset()
            if r.erased
            else frozenset((*self.persons(r.values()), *(t.id for t in shared(r))))
            for key, r in self.registrations.items()
            if r != self.before.get(key)
        }

    def erased(self) -> frozenset[str]:
        """Registrations of which nothing may be kept from now on (P141)."""
        return frozenset(
            key
            for key, r in self.registrations.items()
            if r.erased and not r.erased.kept and r != self.before.get(key)
        )

    def publish(self) -> dict[tuple[str, str], Flag]:
        """The feed entries that move (P51)."""
        moved: dict[tuple[str, str], Flag] = {}
        for key, registration in self.registrations.items():
            old = self.before.get(key)
            if registration != old:
                moved |= entries_of(old, registration)
        return moved


def lay(outcome: Outcome, logged: Logged, workspace: Workspace) -> None:
    """Put an outcome into the workspace and ask anew who looks like whom."""
    moved: dict[
        str, bool
    ] = {}  # whether each was there before: what is new has no claims to give up
    erased = any(after.erased for after in outcome.registrations.values())
    for key, after in outcome.registrations.items():
        before = workspace.registrations.get(key)
        if not erased and duplicates.asks_anew(before, after):
            moved[key] = before is not None
        workspace.registrations[key] = after.on_line(workspace.floor)
    for key, was_there in moved.items():
        if was_there:
            _give_up(key, workspace)
        _compare(key, outcome.registrations[key].stamps[logged.op], workspace)


def _give_up(key: str, workspace: Workspace) -> None:
    """Take back a registration's claims to persons that it cannot be any more."""
    persons = workspace.persons(workspace.registrations[key].values())
    for person, claims in workspace.claims.items():
        if key in claims and person not in persons:
            claims.remove(key)


def _compare(key: str, stamp: Stamp, workspace: Workspace) -> None:
    """Move a registration's claims to the persons it may be now, and ask about them (M40, M73)."""
    now = workspace.registrations[key]
    persons = workspace.persons(now.values())
    candidates: dict[str, None] = {}
    for person in persons:
        if person not in workspace.claims:
            workspace.unforeseen.add(person)
        claims = workspace.claims.setdefault(person, [])
        candidates |= dict.fromkeys(claims)
        if key not in claims:
            claims.append(key)
    workspace.registrations |= duplicates.reconsider(
        now,
        candidates,
        workspace.registrations,
        like=lambda one, other: workspace.rules.alike(one.values(), other.values()),
        stamp=stamp,
    )
