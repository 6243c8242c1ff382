"""Two hundred seeded stories: I1-I6, I8-I10, I12-I14, L1, L4, L6; P35, P108-P113 among them."""

import pytest

from server.store.engine import open_engine
from tests.simulate.run import run
from tests.simulate.stage import SqlStage

SEEDS_A_TEST = 20


@pytest.mark.parametrize("first", range(1, 201, SEEDS_A_TEST))
def test_the_invariants_hold_for_seeds(first: int) -> None:
    for seed in range(first, first + SEEDS_A_TEST):
        try:
            run(seed)
        except AssertionError as broken:
            pytest.fail(f"seed {seed}: {broken}")


def test_I15_the_same_seed_tells_the_same_story() -> None:
    def story(seed: int) -> list[object]:
        world = run(seed, steps=40)
        return [r.to_json() for r in world.journal.registrations().values()]

    assert story(7) == story(7)


def test_a_story_on_real_databases(database_url: str) -> None:
    """The same world with the store behind it; the seed is kept for having all kinds of threads."""
    engine = open_engine(database_url)
    world = run(seed=11, steps=60, stage=SqlStage(engine))
    engine.dispose()
    in_memory = run(seed=11, steps=60)
    assert world.journal.registrations() == dict(in_memory.journal.registrations().items())
