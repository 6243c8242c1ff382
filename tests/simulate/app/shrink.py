"""A failing story, made small: steps and troubles are left out while the same invariant still breaks."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from tests.simulate.app.story import Step

Fails = Callable[[Sequence[Step]], bool]


def shrunk(steps: Sequence[Step], fails: Fails, tries: int = 150) -> list[Step]:
    """The smallest story found that still fails; ``fails`` plays one."""
    kept, size = list(steps), max(1, len(steps) // 2)
    while tries > 0:
        smaller = next(
            (s for s, _ in zip(_without(kept, size), range(tries), strict=False) if fails(s)), None
        )
        tries -= len(kept) // size if smaller is None else 1
        if smaller is not None:
            kept = smaller
        elif size > 1:
            size //= 2
        else:
            break
    for number in range(len(kept)):
        while calmer := _calmed(kept, number, fails):
            kept = calmer
    return kept


def _calmed(steps: Sequence[Step], number: int, fails: Fails) -> list[Step] | None:
    """The story with fewer troubles in one step that still fails; None if each is needed."""
    for calmer in _calmer(steps[number]):
        trial = [*steps[:number], calmer, *steps[number + 1 :]]
        if calmer != steps[number] and fails(trial):
            return trial
    return None


def _without(steps: Sequence[Step], size: int) -> Iterator[list[Step]]:
    """The story without each stretch of this length, from its end."""
    for end in range(len(steps), 0, -size):
        yield [*steps[: max(0, end - size)], *steps[end:]]


def _calmer(step: Step) -> Iterator[Step]:
    """The step without its troubles, then without each."""
    yield replace(step, faults=(), dies=None, full=None, beside=None)
    yield replace(step, dies=None)
    yield replace(step, full=None)
    yield replace(step, beside=None)
    for number in range(len(step.faults)):
        yield replace(step, faults=step.faults[:number])
