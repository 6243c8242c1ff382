"""The work, done in a real browser on a profile of its own: what it took, in time, requests and bytes."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Playwright, Request

from tests.bench.peers.contestants import Contestant
from tests.bench.peers.line import OPEN, Shape
from tests.e2e.device import QUIET

PATIENCE_MS = 600_000

_TIMED = """
async ([work]) => {
  const begun = performance.now();
  await contestant[work]();
  return (performance.now() - begun) / 1000;
}
"""
_SAVES = """
async (records) => {
  const took = [];
  for (const record of records) {
    const begun = performance.now();
    await contestant.save(record);
    took.push(performance.now() - begun);
  }
  return took;
}
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds, requests, and bytes with their headers."""

    seconds: float
    requests: int
    up: int
    down: int


class Phone:
    """A contestant's page on a profile that is on the disk, so that a strict save is one."""

    def __init__(self, page: Page, contestant: Contestant, script: str) -> None:
        self.page, self.contestant = page, contestant
        self._asked: list[str] = []
        page.on("request", self._note)
        page.goto(f"http://localhost:{contestant.line.port}{contestant.home}")
        page.evaluate(script)

    def open(self, store: dict[str, str]) -> None:
        self.page.evaluate("(store) => contestant.open(store)", store)

    def saves(self, records: Sequence[dict[str, Any]]) -> list[float]:
        """Milliseconds of each save, one after the other."""
        took: list[float] = self.page.evaluate(_SAVES, records)
        return took

    def does(self, work: str, shape: Shape = OPEN) -> Cost:
        """``work``: ``push``, ``pull`` or ``sync``."""
        line = self.contestant.line
        with line.shaped(shape):
            self._asked.clear()
            up, down = line.up.value, line.down.value
            seconds = self.page.evaluate(_TIMED, [work])
            return Cost(seconds, len(self._asked), line.up.value - up, line.down.value - down)

    def held(self) -> int:
        count: int = self.page.evaluate("contestant.held()")
        return count

    def _note(self, request: Request) -> None:
        if not request.url.endswith("/favicon.ico"):
            self._asked.append(request.url)


@contextmanager
def phone(
    playwright: Playwright, executable: str, contestant: Contestant, script: str
) -> Iterator[Phone]:
    """A browser of its own, gone afterwards."""
    with tempfile.TemporaryDirectory(dir=Path(contestant.folder)) as profile:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=executable,
            chromium_sandbox=False,
            args=list(QUIET),
            bypass_csp=True,
        )
        context.set_default_timeout(PATIENCE_MS)
        try:
            yield Phone(context.pages[0], contestant, script)
        finally:
            context.close()
