"""The working set of a push: everything that its operations may touch, locked and loaded once."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from sync.decide import Case, about, decided_on
from sync.effect import read_one
from sync.journal import Beside, Logged, Taking
from sync.lineage import Lineage
from sync.operation import Amend, Create, Decide, Operation, Resolve, UnitValue, Unreadable
from sync.photos import declared_by
from sync.receipt import Place
from sync.registration import Registration
from sync.threads import Stamp
from sync.workspace import Workspace


def load(
    taking: Taking,
    accepted: Sequence[Logged],
    workspace: Workspace,
    *,
    expired: Sequence[Logged],
    foreseen: Collection[str],
) -> None:
    """Lock and load everything that the accepted operations may touch, and the ``expired`` that
    have waited long enough, once, in global order.

    ``foreseen`` are keys of persons that came up in an earlier try of the same push.
    """
    ids = {row.registration for row in expired}
    photos: set[str] = set()
    operations = [workspace.read[row.hash] for row in accepted]
    decided = _decided(taking, _places(operations))
    for row in decided.values():
        ids.add(decided_on(row))
        operations.append(read_one(row, workspace.reader, workspace.on_bug))
    for operation in operations:
        if isinstance(operation, Unreadable):
            continue
        ids.add(operation.registration)
        photos |= declared_by(operation)
        if isinstance(operation.body, Resolve):
            ids.update(operation.body.claims)
    persons = _persons(operations, workspace).union(foreseen)
    loaded = taking.load(sorted(ids), sorted(persons), photos=sorted(photos))
    workspace.floor = loaded.floor
    workspace.before = {k: r.on_line(loaded.floor) for k, r in loaded.registrations.items()}
    workspace.registrations = dict(workspace.before)
    workspace.claims = {person: [] for person in sorted(persons)}
    workspace.claims |= {person: list(claims) for person, claims in loaded.claims.items()}
    workspace.waiting = {key: list(rows) for key, rows in loaded.waiting.items()}
    workspace.arrivals = loaded.arrivals
    workspace.cases = _cases(taking, decided)


def _persons(operations: Sequence[Operation | Unreadable], workspace: Workspace) -> set[str]:
    """Whom these operations may come to claim, as far as they say it by themselves: what an amend
    makes of a record that stands is seen only once that is at hand."""
    persons: set[str] = set()
    known: dict[str, Mapping[str, UnitValue]] = {}
    for operation in operations:
        if isinstance(operation, Unreadable):
            continue
        match operation.body:
            case Create(units=units):
                record = units
            case Amend(units=units) if operation.registration in known:
                record = {**known[operation.registration], **units}
            case _:
                continue
        known[operation.registration] = record
        persons.update(workspace.persons(record))
    return persons


def _places(operations: Sequence[Operation | Unreadable]) -> set[Place]:
    """What decisions are about."""
    bodies = [o.body for o in operations if not isinstance(o, Unreadable)]
    return {about(b) for b in bodies if isinstance(b, Decide)}


def _decided(taking: Taking, places: Collection[Place]) -> dict[Place, Logged]:
    """Those of the places that have an operation, in the log or beside it (M94)."""
    in_log = taking.logged({(p.device, p.n) for p in places if p.hash is None})
    found = {Place(device, n): row for (device, n), row in in_log.items()}
    return found | {p: b.logged for p, b in _aside(taking, places).items()}


def _aside(taking: Taking, places: Collection[Place]) -> dict[Place, Beside]:
    """What is beside the log at these places."""
    wanted = {p for p in places if p.hash is not None}
    found: dict[Place, Beside] = {}
    for device in sorted({p.device for p in wanted}):
        for one in taking.beside(device, {p.n for p in wanted if p.device == device}):
            found[Place(device, one.logged.n, one.logged.hash)] = one
    return {p: one for p, one in found.items() if p in wanted}


def _cases(taking: Taking, decided: Mapping[Place, Logged]) -> dict[Place, Case]:
    """Receipts are read only once the registrations are locked: two admins may decide at a time."""
    cases = {p: Case(b.logged, b.receipt, aside=True) for p, b in _aside(taking, decided).items()}
    in_log = [p for p in decided if p.hash is None]
    for device in sorted({p.device for p in in_log}):
        receipts = taking.receipts(device, [p.n for p in in_log if p.device == device])
        for n, (_, receipt) in receipts.items():
            cases[Place(device, n)] = Case(decided[Place(device, n)], receipt)
    return cases


def declared(accepted: Sequence[Logged], workspace: Workspace) -> frozenset[tuple[str, str]]:
    """Every photo that an operation names, accepted now or decided about, with its registration (P87)."""
    rows = [*accepted, *(case.logged for case in workspace.cases.values())]
    return frozenset(
        (row.registration, sha256)
        for row in rows
        for sha256 in declared_by(
            workspace.read.get(row.hash) or read_one(row, workspace.reader, workspace.on_bug)
        )
    )


def lineages(
    taking: Taking, workspace: Workspace, accepted: Sequence[Logged]
) -> dict[str, Lineage]:
    """Every device whose operations may take effect in this push, with what is its own (M90, M92)."""
    rows = [*accepted, *(row for held in workspace.waiting.values() for row in held)]
    rows += [case.logged for case in workspace.cases.values()]
    speaking = {row.device: row.account for row in rows}
    ancestors = taking.ancestors(speaking.keys())
    known = {device: Lineage(device, ancestors.get(device, ())) for device in speaking}
    doubtful = {
        stamp.op: stamp.author.account
        for registration in workspace.registrations.values()
        for stamp in _stamps(registration)
        if any(
            stamp.author.account == speaking[device] and not lineage.own(stamp)
            for device, lineage in known.items()
        )
    }
    handed = taking.handed_over(doubtful.keys()) if doubtful else ()
    handed = [*handed, *((row.op, row.device, row.n) for row in accepted if row.op in doubtful)]
    return {
        device: _with_repeats(
            lineage, [one for one in handed if doubtful[one[0]] == speaking[device]]
        )
        for device, lineage in known.items()
    }


def _stamps(registration: Registration) -> Iterator[Stamp]:
    yield from registration.stamps.values()
    for thread in registration.threads.values():
        yield from (proposal.stamp for proposal in thread.proposals)


def _with_repeats(lineage: Lineage, handed: Iterable[tuple[str, str, int]]) -> Lineage:
    own = {
        op: n if device == lineage.device else 0
        for op, device, n in handed
        if lineage.holds(device, n)
    }
    return replace(lineage, repeats=own)
