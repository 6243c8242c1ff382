"""One seeded story: acts and syncs under faults, then calm, with the invariants checked on the way."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sync.incarnation import Copied
from sync.memory import MemoryJournal
from tests.simulate import checks, forgetting
from tests.simulate import people_checks as people
from tests.simulate.checks import demand
from tests.simulate.disaster import Backups
from tests.simulate.people import act, forget
from tests.simulate.phone import Phone
from tests.simulate.stage import Stage
from tests.simulate.wire import Request, Response
from tests.simulate.world import World

STEPS = 90
CALM_ROUNDS = 10
CHANGE = 0.06
"""How often somebody is moved, demoted, closed or opened again, a step."""
COPIES = 0.02
"""How often a phone is copied, a step."""
MOST_PHONES = 9
DAMAGE = 0.1
"""How often a phone's replica is spoilt, a step."""
FORGOTTEN = 0.03
"""How often somebody is to be erased, a step."""
ENTRUSTED = 0.12
ARRIVES = 0.12
"""How often something is given to a colleague, and how often something of that arrives, a step."""


def run(seed: int, steps: int = STEPS, stage: Stage | None = None) -> World:
    """Play one seed; raises :class:`checks.Broken` where an invariant does not hold.

    Every other story has disasters beside copies and an admin who changes people; these are played on
    the journal in memory only.
    """
    disasters = stage is None and seed % 2 == 0
    memory = MemoryJournal()
    world = World(seed, journal=memory if stage is None else stage)
    backups = Backups()
    for _ in range(steps):
        phone = world.random.choice(world.phones)
        if world.random.random() < 0.55:
            act(world, phone)
        else:
            _sync_under_faults(world, phone)
        if not disasters:  # then they come once it is calm: bytes are in no backup of the database
            world.photos.bring(world)
        if world.harm.random() < DAMAGE:
            _spoil(world)
        if disasters:
            backups.step(world, memory)
        if world.harm.random() < CHANGE:
            world.change_staff()
        if world.oblivion.random() < FORGOTTEN:
            forget(world)
        _carry(world)
        if len(world.phones) < MOST_PHONES and world.twins.random() < COPIES:
            world.copy(world.twins.choice(world.phones))
        checks.custody(world)
        checks.once(world)
        forgetting.told_to_nobody(world)
    _calm(world)
    return world


def _carry(world: World) -> None:
    """P97: some of what a phone has not sent is given to a colleague, and arrives when it does, late,
    in any order, more than once, while the phone sends it too."""
    errand = world.errand
    if errand.random() < ENTRUSTED:
        phone = errand.choice(world.phones)
        picked = [n for n in phone.pending() if errand.random() < 0.7]
        world.carried.append((replace(phone), tuple(phone.outbox[n].raw for n in picked)))
    if world.carried and errand.random() < ARRIVES:
        at = errand.randrange(len(world.carried))
        arriving = world.carried[at] if errand.random() < 0.3 else world.carried.pop(at)
        bring(world, *arriving)


def bring(world: World, phone: Phone, operations: tuple[Mapping[str, Any], ...]) -> None:
    """A bundle arrives, and once more: the second time nothing of it is new. One of a phone that has
    been copied since is left on the way, since nobody could say whose word it is."""
    if phone.device in world.copied:
        return
    before = dict(world.journal.registrations())
    world.bring(phone, operations)
    checks.writes(before, world)
    people.entitled(before, world)
    settled = dict(world.journal.registrations())
    demand("I2", world.bring(phone, operations) == 0, f"{phone.device} was taken in twice")
    demand("I2", settled == dict(world.journal.registrations()), phone.device)
    demand("P42", not world.bugs, "; ".join(world.bugs))
    demand("P43", not world.journal.beside(), "a bundle was taken for reuse")


def _spoil(world: World) -> None:
    """A phone's storage loses rows, keeps old ones, or brings back what left."""
    phone = world.harm.choice(world.phones)
    if phone.damage(world.harm):
        world.damaged.add(phone.device)


def _sync_under_faults(world: World, phone: Phone) -> None:
    request = phone.request()
    fault = world.random.choice(
        [
            "none",
            "none",
            "none",
            "request_lost",
            "answer_lost",
            "twice",
            "late",
            "late_again",
            "reset",
            "gap",
        ]
    )
    match fault:
        case "request_lost":
            return
        case "answer_lost":
            deliver(world, phone, request, answered=False)
        case "twice":
            deliver(world, phone, request, answered=False)
            deliver(world, phone, request)
        case "late":
            world.late.append((phone, request))
        case "late_again" if world.late:
            sender, old = world.late.pop(world.random.randrange(len(world.late)))
            deliver(world, sender, old, answered=world.random.random() < 0.5)
        case "gap" if len(request.operations) > 1:
            deliver(world, phone, replace(request, operations=request.operations[1:]))
        case "reset":
            world.restart_feed()
            _delivered_keeping_outbox(world, phone, request)
        case _:
            deliver(world, phone, request)


def _delivered_keeping_outbox(world: World, phone: Phone, request: Request) -> None:
    """I13: a reset replaces what was pulled, never what is pending."""
    before = {o.raw["op"] for o in phone.outbox.values()}
    deliver(world, phone, request)
    kept = {o.raw["op"] for o in phone.outbox.values()}
    kept |= world.journal.ops_in_custody() | phone.let_go
    demand("I13", before <= kept, phone.device)


def deliver(world: World, phone: Phone, request: Request, *, answered: bool = True) -> None:
    """Let a request reach the server, and its answer the phone unless it is lost."""
    before = dict(world.journal.registrations())
    response = world.serve(phone, request)
    if isinstance(response, Copied):
        _told_copied(world, phone, request, answered=answered)
        return
    demand("P42", not world.bugs, "; ".join(world.bugs))
    demand(
        "P43",
        not world.journal.beside(),
        "an honest phone's repeat was taken for reuse",
    )
    checks.writes(before, world)
    people.entitled(before, world)
    sound = request.device not in world.copied
    demand("I12", response.chain_matches or not sound, phone.device)
    if answered and request.device == phone.device:
        covered = response.covers or 0
        demand("I6", covered <= world.journal.through(phone.device), phone.device)
        _heard(world, phone, request, response)
    if world.staff.now(phone.account).active:
        checks.feed_cuts(world, phone)


def _told_anew(world: World, phone: Phone) -> None:
    """After a reset of the view the phone asks who its person is now (P53, P116)."""
    may = world.staff.now(phone.account)
    phone.role, phone.clinic = may.role, min(may.clinics, default="")


def _heard(world: World, phone: Phone, request: Request, response: Response) -> None:
    behind = not request.operations and request.chain[0] < phone.n  # a late one; it is not heard
    if response.renew and not behind:
        demand("P103", request.device in world.copied, phone.device)
        world.renew(phone)
        return
    people.within(world, phone, response)
    phone.accept(request, response)
    if response.reset == "view":
        _told_anew(world, phone)
    checks.mending(world, phone)
    demand("I12", phone.trusts(response) or request.device in world.copied, phone.device)


def _told_copied(world: World, phone: Phone, request: Request, *, answered: bool) -> None:
    """Only a copied phone is ever told so, and by an answer to what it showed last."""
    if (request.device, request.incarnation) != (phone.device, phone.incarnation):
        return  # it was late: nobody waits for its answer any more
    broken = bool(world.give_up)  # nobody can tell a chain that broke then (P48) from a twin's
    demand("P101", broken or request.device in world.copied, f"{phone.device} is no copy")
    if answered:
        world.renew(phone)


def _calm(world: World) -> None:
    """Once faults stop: empty queues within ten syncs (L1), convergence (I9), then silence (L6)."""
    for sender, old in world.late:
        deliver(world, sender, old)
    world.photos.bring_all(world)
    for parcel in world.carried:
        bring(world, *parcel)
    _spoil(world)
    for _ in range(CALM_ROUNDS * 10):
        for phone in world.phones:
            deliver(world, phone, phone.request())
        if _quiet(world):
            break
    _give_up(world)
    for phone in world.phones:
        demand("P59", _mended(world, phone), phone.device)
        demand("L1", not phone.pending(), phone.device)
    checks.brought_back(world)
    checks.custody(world)
    checks.once(world)
    checks.converged(world)
    checks.photos(world)
    forgetting.emptied(world)
    people.duplicates_asked(world)
    for phone in world.phones:
        people.holds(world, phone)
        request = phone.request()
        response = world.serve(phone, request)
        assert isinstance(response, Response)
        silent = not response.entries and response.cursor in (request.cursor, None)
        demand("L6", silent and not request.operations, phone.device)


def _give_up(world: World) -> None:
    """What waits for something that a restore lost is decided after its time (P48, P112). Nothing
    else waits for a registration that was taken, unless it came in another way: a phone that took a
    new id fills no gap of the old."""
    for row in world.journal.waiting_rows():
        registration = world.journal.registrations().get(row.registration)
        lost = registration is None or not row.raw or registration.lost(row.raw["base"])
        demand("P46", lost or world.journal.took_effect(row.op), row.op)
    world.give_up = world.now()
    present = {phone.device for phone in world.phones}
    for _ in range(CALM_ROUNDS):
        for phone in world.phones:
            deliver(world, phone, phone.request())
        waiting = {row.device for row in world.journal.waiting_rows()}
        if not waiting & present and _quiet(world):
            return
    demand("L4", 0, "held for ever")


def _quiet(world: World) -> bool:
    """Nothing is pending, and another round changes nothing: no cursor, and no phone's identity."""

    def stands() -> list[tuple[str, str | None]]:
        return [(p.device, p.cursor) for p in world.phones]

    if any(p.pending() or not _mended(world, p) for p in world.phones):
        return False
    before = stands()
    for phone in world.phones:
        deliver(world, phone, phone.request())
    return before == stands() and all(_mended(world, p) for p in world.phones)


def _mended(world: World, phone: Phone) -> bool:
    """A closed account's phone is told nothing, and has nothing to compare its copy with."""
    return phone.mending == "none" or not world.staff.now(phone.account).active
