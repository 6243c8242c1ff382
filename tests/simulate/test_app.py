"""A handful of seeds of the app's world; ``make simulate`` plays many. P16, P35, P42, P53, P58, P70, P74 among them."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.simulate.app.run import Ground, digest, failure, ground, only
from tests.simulate.app.shrink import shrunk
from tests.simulate.app.story import story

SEEDS = (1, 3, 16)
"""16: it showed that what a restored server had lost was released in the answer that told of it."""


@pytest.fixture(scope="module")
def here() -> Iterator[Ground]:
    with ground() as made:
        yield made


@pytest.mark.parametrize("seed", SEEDS)
def test_the_invariants_hold_for_the_apps_own_core(here: Ground, seed: int) -> None:
    found = here.verdict(seed, story(seed))
    if found:
        pytest.fail(failure(here, seed, story(seed)) or found)


def test_I15_the_same_seed_gives_the_same_trace(here: Ground) -> None:
    first = digest(here.play(7, story(7)))
    assert digest(here.play(7, story(7))) == first


def test_a_failing_story_shrinks_to_what_makes_it_fail() -> None:
    steps = story(5)
    restore = next(step for step in steps if step.faults)

    def fails(trial: object) -> bool:
        return any(step.number == restore.number and step.faults for step in trial)  # type: ignore[attr-defined]

    assert shrunk(steps, fails) == [
        replace(restore, faults=restore.faults[:1], dies=None, full=None, beside=None)
    ]


def test_a_report_names_the_steps_that_it_kept() -> None:
    steps = story(5)
    chosen = only(steps, "3,7dfbx0,12")
    assert [step.number for step in chosen] == [3, 7, 12]
    assert chosen[1] == replace(steps[7], faults=(), dies=None, full=None, beside=None)
    assert chosen[2] == steps[12]
