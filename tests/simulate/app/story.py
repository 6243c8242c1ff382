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
    "epoch", "backup", "restore", "spoil", "late", "copy",
]  # fmt: skip
WEIGHTS: dict[Deed, int] = {
    "act": 44, "sync": 40, "draft": 3, "restart": 2, "power": 4, "age": 1, "clock": 3, "days": 3,
    "sign_out": 1, "role": 1, "move": 1, "epoch": 1, "backup": 3, "restore": 2, "spoil": 3, "late": 4,
}  # fmt: skip

COPIED, MOST_COPIES = 0.25, 2
"""How many stories have copied phones, and how many in one. Their chance is their own: copies replace steps."""

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
    after so many awaits of a sync the person saves something, or the phone is copied.
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
    told = [_step(random, number) for number in range(steps)]
    copies = Random(f"copies {seed}")
    if copies.random() < COPIED:
        for number in copies.sample(range(steps * 2 // 3), copies.randint(1, MOST_COPIES)):
            told[number] = _copy(copies, number)
    return tuple(told)


def _copy(random: Random, number: int) -> Step:
    """A phone is copied after so many awaits of a sync."""
    step = Step(number, "copy", random.randrange(PHONES), random.getrandbits(48))
    return replace(step, faults=_rough(random), beside=random.randint(1, 60))


def _step(random: Random, number: int) -> Step:
    (deed,) = random.choices([*WEIGHTS], [*WEIGHTS.values()])
    step = Step(number, deed, random.randrange(PHONES), random.getrandbits(48))
    if deed == "act":
        dies, full = _trouble_on_disk(random, 12)
        return replace(step, dies=dies, full=full)
    if deed == "sync":
        faults = _rough(random)
        beside = random.randint(1, 60) if random.random() < 0.15 else None
        dies, full = _trouble_on_disk(random, 80)
        return replace(step, faults=faults, beside=beside, dies=dies, full=full)
    return step


def _rough(random: Random) -> tuple[Fault, ...]:
    if random.random() < 0.5:
        return tuple(random.choice(FAULTS) for _ in range(random.randint(1, 3)))
    return ()


def _trouble_on_disk(random: Random, awaits: int) -> tuple[int | None, int | None]:
    """After how many awaits the process dies, or which write finds no room."""
    pick = random.random()
    if pick < 0.12:
        return random.randint(1, awaits), None
    return None, random.randint(0, 6) if pick < 0.17 else None
