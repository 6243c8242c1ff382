"""What can happen in a step of a story, deed by deed."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from tests.server.people import HERE, THERE
from tests.simulate.app import checks, people
from tests.simulate.app.story import Deed, Step
from tests.simulate.app.world import Phone, World
from tests.simulate.checks import demand

YEARS = timedelta(days=3652)
MOST_SAID = 3
TWO_TABS = 0.4
ROBBED_AFTER_MS = 61_000
"""A tab that has got nothing done for so long loses its turn (P71)."""


def begin(world: World, phone: Phone) -> None:
    world.do(phone, "begin", account=phone.account.id)


def _trouble(world: World, step: Step) -> dict[str, Any]:
    full = {"after": step.full, "at": world.random.choice(["put", "commit"])}
    return {"dies": step.dies, "full": None if step.full is None else full}


def _survived(world: World, phone: Phone, answer: Any) -> bool:
    """Whether the process is still there; if not it begins again, at times after the power was away."""
    if not (isinstance(answer, dict) and "died" in answer):
        return True
    if world.random.random() < 0.4:
        _lose_power(world, phone)
    begin(world, phone)
    return False


def _lose_power(world: World, phone: Phone) -> None:
    world.do(phone, "end", kept=world.random.random())
    phone.older = True
    world.copied.add(phone.device)  # what it shows may be older than what it was given (P101)


def _act(world: World, phone: Phone, step: Step) -> None:
    """The person says something; who has been signed out signs in first."""
    if phone.look["reading"] != "ok" or not phone.look["signed_in"]:
        world.sign_in(phone)
        return
    for _ in range(world.random.randint(1, MOST_SAID)):
        said = people.intention(world, phone)
        if said is None or not _say(world, phone, said, _trouble(world, step)):
            return
        checks.look(world, phone)


def _say(world: World, phone: Phone, said: Mapping[str, Any], trouble: Mapping[str, Any]) -> bool:
    """Whether the phone is still there after it."""
    answer = world.do(phone, "say", intention=said, **trouble)
    if not _survived(world, phone, answer):
        return False
    if "saved" in answer:
        checks.saved(phone, answer["saved"])
    return True


def _sync(world: World, phone: Phone, step: Step) -> None:
    also = None if step.beside is None else _beside(world, phone, step.beside)
    fair = not step.faults and step.dies is None and step.full is None
    before = len(world.trace)
    answer = world.do(phone, "sync", also=also, **_trouble(world, step))
    checks.bounded(world, phone, len(world.trace) - before)
    if not _survived(world, phone, answer):
        return
    beside = answer["beside"]
    if beside and "saved" in beside:
        checks.saved(phone, beside["saved"])
    checks.look(world, phone)
    two_tabs = beside is not None and "outcome" in beside
    if answer["outcome"] == "complete" and phone.look["reading"] == "ok" and not two_tabs:
        checks.in_step(world, phone, beside)
    elif fair and not two_tabs:
        demand("L1", answer["outcome"] in ("complete", "refused"), f"{phone.name} {answer}")


def _beside(world: World, phone: Phone, after: int) -> dict[str, Any] | None:
    """What begins in the middle of a sync: the person says something, or another tab takes the turn over."""
    common = {"after": after, "now": world.now_ms(phone)}
    if world.random.random() < TWO_TABS:
        later = {"now": common["now"] + ROBBED_AFTER_MS, "also": None}
        return common | {"do": "sync", "chance": _chance(world)} | later
    said = people.intention(world, phone) if phone.look["signed_in"] else None
    if said is None:
        return None
    return common | {
        "do": "say",
        "intention": said,
        "chance": _chance(world),
    }


def _chance(world: World) -> str:
    return f"{world.random.getrandbits(80):020x}"


def _draft(world: World, phone: Phone, _: Step) -> None:
    if phone.drafts and world.random.random() < 0.2:
        gone = world.random.choice(sorted(phone.drafts))
        phone.drafts.remove(gone)
        world.do(phone, "drop_draft", draft=gone)
    elif phone.drafts and phone.look["role"] == "recruiter" and phone.look["signed_in"]:
        said = people.create(world, phone)
        said["registration"] = world.random.choice(sorted(phone.drafts))
        phone.drafts.remove(said["registration"])
        answer = world.do(
            phone,
            "say",
            intention=said,
            draft=said["registration"],
        )
        checks.saved(phone, answer["saved"])
    else:
        made = people.draft(world, phone)
        world.do(phone, "draft", draft=made)
        phone.drafts.add(made["id"])


def _restart(world: World, phone: Phone, _: Step) -> None:
    world.do(phone, "end", kept=None)
    begin(world, phone)


def _power(world: World, phone: Phone, _: Step) -> None:
    _lose_power(world, phone)
    begin(world, phone)


def _age(world: World, phone: Phone, _: Step) -> None:
    """The phone has been run by an older version until now."""
    world.do(phone, "age")
    begin(world, phone)


def _clock(world: World, phone: Phone, _: Step) -> None:
    jump = world.random.choice([YEARS, -YEARS, timedelta(), timedelta(hours=-3), timedelta(days=2)])
    phone.offset_ms = int(jump.total_seconds() * 1000)


def _days(world: World, _: Phone, __: Step) -> None:
    world.server.site.clock.forward(days=world.random.choice([0.1, 1, 6, 32]))


def _sign_out(world: World, phone: Phone, _: Step) -> None:
    if phone.look["signed_in"]:
        world.do(phone, "sign_out")


def _role(world: World, phone: Phone, _: Step) -> None:
    role = world.random.choice(["recruiter", "supervisor", phone.account.role])
    world.roles[phone.account.id] = role
    world.server.site.change_role(phone.account, role)


def _move(world: World, phone: Phone, _: Step) -> None:
    clinics = world.random.choice([(HERE,), (THERE,), (HERE, THERE)])
    world.clinics[phone.account.id] = tuple(clinic.id for clinic in clinics)
    world.server.site.move(phone.account, *clinics)


def _epoch(world: World, _: Phone, __: Step) -> None:
    world.server.site.new_epoch()


def _backup(world: World, _: Phone, __: Step) -> None:
    to = world.server.beginning.with_name(f"backup-{len(world.backups) % 4}.sqlite3")
    world.server.site.backup(to)
    world.backups.append(to)


def _restore(world: World, _: Phone, __: Step) -> None:
    if not world.backups:
        return
    kept = world.random.choice(world.backups[-4:])
    before = world.journal.ops_in_custody()
    world.server.site.restore(kept)
    world.late.clear()  # the server was stopped: nothing was on its way to it
    checks.restored(world, before)


def _spoil(world: World, phone: Phone, _: Step) -> None:
    held = sorted(row["registration"] for row in phone.look["replica"])
    spoilt = [key for key in held if world.random.random() < 0.4]
    world.do(phone, "spoil", registrations=spoilt)
    phone.older = True


def _copy(world: World, phone: Phone, step: Step) -> None:
    """All that is on a phone is on another as well, from some moment of a sync on; both go on (P102 to P107)."""
    if not phone.look["rows"] and not phone.look["replica"]:
        return  # there is nothing to tell them apart by
    copy = world.copy(phone)
    at = {"do": "copy", "to": copy.name, "after": step.beside, "now": world.now_ms(phone)}
    answer = world.do(phone, "sync", also=at)
    if answer["beside"] is None:
        world.do(phone, "copy", to=copy.name)
    world.phones.append(copy)
    begin(world, copy)
    checks.look(world, copy)


def _late(world: World, _: Phone, __: Step) -> None:
    if world.late:
        sender, line = world.late.pop(world.random.randrange(len(world.late)))
        world.deliver(sender, line)


Played = Callable[[World, Phone, Step], None]
DEEDS: Mapping[Deed, Played] = {
    "act": _act,
    "sync": _sync,
    "draft": _draft,
    "restart": _restart,
    "power": _power,
    "age": _age,
    "clock": _clock,
    "days": _days,
    "sign_out": _sign_out,
    "role": _role,
    "move": _move,
    "epoch": _epoch,
    "backup": _backup,
    "restore": _restore,
    "spoil": _spoil,
    "late": _late,
    "copy": _copy,
}
