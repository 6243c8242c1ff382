"""Playing a story: its steps, then calm, with the invariants looked at on the way."""

from collections.abc import Sequence
from random import Random

from tests.simulate.app import checks
from tests.simulate.app.deeds import DEEDS, begin
from tests.simulate.app.story import Step
from tests.simulate.app.world import Phone, World
from tests.simulate.checks import demand

CALM_ROUNDS = 10


def play(world: World, steps: Sequence[Step]) -> None:
    """Play a story to its end; raises :class:`tests.simulate.checks.Broken` where an invariant does not hold."""
    world.on_answer = checks.answered
    for phone in world.phones:
        if Random(f"{world.seed} {phone.name}").random() < 0.3:
            world.do(phone, "old_database", account=phone.account.id)
        begin(world, phone)
        demand("begin", world.sign_in(phone) == "ok", phone.name)
        checks.look(world, phone)
    for step in steps:
        phone = world.phone(step)
        world.random = Random(step.chance)
        world.faults = list(step.faults)
        world.note(str(step))
        DEEDS[step.deed](world, phone, step)
        world.faults = []
        checks.look(world, phone)
    calm(world)


def calm(world: World) -> None:
    """Faults stop. Everything is handed over within ten syncs (L1), holds end (L4), and it falls silent (L6)."""
    world.note("calm")
    world.random = Random(f"calm {world.seed}")
    for sender, line in world.late:
        world.deliver(sender, line)
    for phone in world.phones:
        if not phone.look["signed_in"]:
            _sign_in(world, phone)
    _settle(world)
    _one_of_each(world)
    world.server.site.clock.forward(days=6)
    _settle(world)
    demand("L4", not world.journal.waiting_rows(), "held for more than five days")
    for phone in world.phones:
        checks.silent(world, phone)
    checks.at_rest(world)


def _one_of_each(world: World) -> None:
    """Copies that have said nothing since are one device still, and have one session between them: they would
    sign in in turn. One of them is switched off."""
    world.phones = list({phone.device: phone for phone in world.phones}.values())


def _settle(world: World) -> None:
    for _ in range(CALM_ROUNDS):
        before = [phone.look["mark"]["cursor"] for phone in world.phones]
        for phone in world.phones:
            world.do(phone, "sync", also=None)
            checks.look(world, phone)
            if phone.look["reading"] != "ok":
                _sign_in(world, phone)
        after = [phone.look["mark"]["cursor"] for phone in world.phones]
        if before == after and not any(checks.queued(phone) for phone in world.phones):
            return
    for phone in world.phones:
        demand("L1", not checks.queued(phone), f"{phone.name} {checks.queued(phone)}")


def _sign_in(world: World, phone: Phone) -> None:
    demand("L1", world.sign_in(phone) == "ok", f"{phone.name} cannot sign in")
    checks.look(world, phone)
