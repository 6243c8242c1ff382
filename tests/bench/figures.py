"""One line a figure, so that a script can read it; a goal that is not reached is printed, never left out."""

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Figure:
    """``name`` carries the unit. ``sense``: whether the goal is an upper or a lower limit."""

    name: str
    value: float
    goal: float
    sense: Literal["at_most", "at_least"] = "at_most"

    @property
    def reached(self) -> bool:
        return self.value <= self.goal if self.sense == "at_most" else self.value >= self.goal

    def __str__(self) -> str:
        verdict = "ok" if self.reached else "short"
        return f"figure {self.name} {_short(self.value)} {_short(self.goal)} {verdict}"


def tell(*figures: Figure) -> None:
    """Print figures as they are measured."""
    for figure in figures:
        sys.stdout.write(f"{figure}\n")
    sys.stdout.flush()


def say(text: str) -> None:
    """Print a line for people, which a script passes over."""
    sys.stdout.write(f"# {text}\n")
    sys.stdout.flush()


def quantile(values: Sequence[float], part: float) -> float:
    """The smallest value that at least ``part`` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)]


def _short(number: float) -> str:
    return f"{number:.0f}" if abs(number) >= 100 or number == int(number) else f"{number:.2f}"
