"""Bars for work that takes its time, on the error stream of whoever looks; a nightly run writes nothing there."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import click

from server.store.recovery import Phase, Progress

_STEPS = 1000


@contextmanager
def phases() -> Iterator[Phase]:
    """A bar for each part of the work, named as it begins."""
    with ExitStack() as open_bars:

        def phase(name: str) -> Progress:
            open_bars.close()
            bar = open_bars.enter_context(
                click.progressbar(
                    length=_STEPS,
                    label=f"{name:<12}",
                    file=sys.stderr,
                    hidden=not sys.stderr.isatty(),
                )
            )
            return lambda done: bar.update(round(min(1.0, done) * _STEPS) - bar.pos)

        yield phase
