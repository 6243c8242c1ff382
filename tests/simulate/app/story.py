"""A story: what happens, decided wholly by the seed before anything is played.

A step carries chance of its own, so that leaving others out changes nothing about it but what it meets: that is
what lets a failing story shrink.
"""

from dataclasses import dataclass, replace
from random import Random
from typing import Literal, get_args

STEPS = 60
PHONES = 6

Deed = Literal[
    "act", "sync", "draft", "restart", "power", "age", "clock", "days", "sign_out", "role", "move",
    "epoch", "backup", "restore", "spoil", "late",
]  # fmt: skip
WEIGHTS: dict[Deed, int] = {
    "act": 44, "sync": 40, "draft": 3, "restart": 2, "power": 4, "age": 1, "clock": 3, "days": 3,
    "sign_out": 1, "role": 1, "move": 1, "epoch": 1, "backup": 3, "restore": 2, "spoil": 3, "late": 4,
}  # fmt: skip

Fault = Literal[
    "none",
    "lost_request",
    "lost_answer",
    "timed_out",
    "cut_short",
    "half",
    "twice",
    "late",
    "broken_before",
    "broken_after",
    "portal",
    "not_an_answer",
]
FAULTS: tuple[Fault, ...] = get_args(Fault)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a story. ``chance`` seeds all that it picks among what it meets.

    ``faults``: what the requests of this step meet, one each, fair weather after them · ``dies``: the
    phone's process ends after so many awaits · ``full``: the write that finds the disk full · ``beside``:
    after so many awaits of a sync the person saves something.
    """

    number: int
    deed: Deed
    phone: int
    chance: int
    faults: tuple[Fault, ...] = ()
    dies: int | None = None
    full: int | None = None
    beside: int | None = None

    def __str__(self) -> str:
        told = [f"{self.number} {self.deed}", f"phone={self.phone}"]
        told += [f"faults={','.join(self.faults)}"] if self.faults else []
        for name in ("dies", "full", "beside"):
            value = getattr(self, name)
            told += [] if value is None else [f"{name}={value}"]
        return " ".join(told)


def story(seed: int, steps: int = STEPS) -> tuple[Step, ...]:
    """The story of a seed."""
    random = Random(f"story {seed}")
    return tuple(_step(random, number) for number in range(steps))


def _step(random: Random, number: int) -> Step:
    (deed,) = random.choices([*WEIGHTS], [*WEIGHTS.values()])
    step = Step(number, deed, random.randrange(PHONES), random.getrandbits(48))
    if deed == "act":
        dies, full = _trouble_on_disk(random, 12)
        return replace(step, dies=dies, full=full)
    if deed == "sync":
        rough = random.random() < 0.5
        faults = tuple(random.choice(FAULTS) for _ in range(random.randint(1, 3))) if rough else ()
        beside = random.randint(1, 60) if random.random() < 0.15 else None
        dies, full = _trouble_on_disk(random, 80)
        return replace(step, faults=faults, beside=beside, dies=dies, full=full)
    return step


def _trouble_on_disk(random: Random, awaits: int) -> tuple[int | None, int | None]:
    """After how many awaits the process dies, or which write finds no room."""
    pick = random.random()
    if pick < 0.12:
        return random.randint(1, awaits), None
    return None, random.randint(0, 6) if pick < 0.17 else None
