"""Running seeds of the world of the app: play, shrink what fails, and say how to run it again."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.simulate.app.node import Phones, build
from tests.simulate.app.play import play
from tests.simulate.app.server import Server, serving
from tests.simulate.app.shrink import shrunk
from tests.simulate.app.story import Step, story
from tests.simulate.app.world import World
from tests.simulate.checks import Broken

LAST_LINES = 40
_PICK = re.compile(r"(\d+)(d?)(f?)(b?)(?:x(\d+))?")


@dataclass(frozen=True, slots=True)
class Ground:
    """Where stories are played: one server and one process of phones, for one story after the other."""

    server: Server
    client: Path

    def play(self, seed: int, steps: Sequence[Step]) -> World:
        """Play a story on new phones; raises what it finds, with the world in ``world``."""
        phones = Phones(self.client)
        world = World(seed, self.server, phones)
        try:
            play(world, steps)
        except Exception as error:
            error.add_note("\n".join(world.trace[-LAST_LINES:]))
            raise
        finally:
            phones.close()
        return world

    def verdict(self, seed: int, steps: Sequence[Step]) -> str | None:
        """What breaks: an invariant by its number, or the kind of another error; None if nothing does."""
        try:
            self.play(seed, steps)
        except Broken as broken:
            return str(broken).split(" ", 1)[0]
        except Exception as error:  # noqa: BLE001  a driver's own trouble is a finding, too
            return type(error).__name__
        return None


@contextmanager
def ground() -> Iterator[Ground]:
    """The app's core as built from the sources now, and a server beside it."""
    with TemporaryDirectory(prefix="perisai-world-") as folder:
        client = build(Path(folder))
        with serving(Path(folder)) as server:
            yield Ground(server, client)


def digest(world: World) -> str:
    """Of everything that happened: the same seed gives the same (I15)."""
    return sha256("\n".join(world.trace).encode()).hexdigest()


def failure(on: Ground, seed: int, steps: Sequence[Step]) -> str | None:
    """The report of a seed that fails, with the smallest story found; None for one that does not."""
    found = on.verdict(seed, steps)
    if found is None:
        return None
    small = shrunk(steps, lambda trial: on.verdict(seed, trial) == found)
    picked = ",".join(_pick(step, story(seed)[step.number]) for step in small)
    again = f"python -m tests.simulate --world app --first {seed} --seeds 1 --only '{picked}'"
    lines = [f"seed {seed} breaks {found}; the smallest story found:", *map(str, small)]
    try:
        on.play(seed, small)
    except Exception as error:  # noqa: BLE001  it is what is reported
        lines += [*getattr(error, "__notes__", []), f"{type(error).__name__}: {error}"]
    return "\n".join([*lines, "run it again:", again])


def _pick(step: Step, whole: Step) -> str:
    """A step by its number and by what was left out of it."""
    left_out = (
        ("d", step.dies, whole.dies),
        ("f", step.full, whole.full),
        ("b", step.beside, whole.beside),
    )
    letters = "".join(letter for letter, now, once in left_out if now != once)
    faults = "" if step.faults == whole.faults else f"x{len(step.faults)}"
    return f"{step.number}{letters}{faults}"


def only(steps: Sequence[Step], picked: str) -> list[Step]:
    """The steps that a report named. Raises ValueError for what no report says."""
    chosen = []
    for word in picked.split(",") if picked else []:
        found = _PICK.fullmatch(word)
        if not found:
            raise ValueError(f"{word} names no step")
        number, dies, full, beside, faults = found.groups()
        step = steps[int(number)]
        step = replace(step, dies=None if dies else step.dies, full=None if full else step.full)
        step = replace(step, beside=None if beside else step.beside)
        chosen.append(replace(step, faults=step.faults[: int(faults)]) if faults else step)
    return chosen
