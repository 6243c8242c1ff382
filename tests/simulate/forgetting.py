"""What is left of a person who was erased, on the server and on every phone that was told (M98, P141-P144)."""

from sync.journal import Logged
from sync.operation import is_box
from sync.registration import Registration
from tests.simulate.checks import demand
from tests.simulate.phone import Phone
from tests.simulate.world import World


def told_to_nobody(world: World) -> None:
    """After each step: an erased registration is no claim of any thread, and says nothing (M98)."""
    registrations = world.journal.registrations()
    erased = {key for key, one in registrations.items() if one.erased}
    for registration in registrations.values():
        if registration.id in erased:
            _says_nothing(registration)
            continue
        for thread in registration.threads.values():
            if registration.id not in thread.claims:
                continue  # it had left before: its copy is nobody's question any more
            gone = erased.intersection(thread.claims)
            demand("M98", not gone, f"{registration.id} is asked about together with {gone}")


def _says_nothing(registration: Registration) -> None:
    demand("M98", not registration.threads, registration.id)
    demand("M98", registration.status in ("withdrawn", "rejected"), registration.id)
    assert registration.erased is not None
    if not registration.erased.kept:
        said = (registration.units, registration.progress, registration.checks)
        demand("M98", not any(said), f"{registration.id} says {said}")


def emptied(world: World) -> None:
    """In the end: the log's lines about them are empty (P141), and so are those of the phones (P143)."""
    registrations = world.journal.registrations()
    for line in _lines(world):
        standing = registrations.get(line.registration)
        gone = standing is not None and standing.erased and not standing.erased.kept
        if gone and line.kind != "erase":
            demand("P141", not line.raw, f"{line.device} {line.n}")
    for phone in world.phones:
        _emptied_on(phone)


def _lines(world: World) -> list[Logged]:
    journal = world.journal
    beside = [one.logged for one in journal.beside()]
    return [*map(journal.logged_op, sorted(_in_log(world))), *beside, *journal.waiting_rows()]


def _in_log(world: World) -> set[str]:
    return {op for op in world.journal.ops_in_custody() if world.journal.took_effect(op)}


def _emptied_on(phone: Phone) -> None:
    for n, outgoing in phone.outbox.items():
        raw = outgoing.raw
        if is_box(raw) or raw["kind"] == "erase" or not outgoing.receipted:
            continue
        demand("P143", raw["registration"] not in phone.erased, f"{phone.device} {n}")
    demand("P142", not phone.erased & phone.replica.keys(), phone.device)
