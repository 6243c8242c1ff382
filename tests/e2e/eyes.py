"""Looking at a screen as a rule book does: axe for WCAG 2.2 AA, and nothing that sticks out at 320 pixels."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {
    "runOnly": {"type": "tag", "values": STANDARDS},
    # WCAG 2.5.3: who says what they read on a button has said its name.
    "rules": {"label-content-name-mismatch": {"enabled": True}},
}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""All that the night can change: it is another value of some tokens (web/src/ui/tokens.css), and nothing else."""
Language = Literal["id", "en"]
LANGUAGES: tuple[Language, ...] = ("id", "en")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)[0-9]+(?=/|$)")
SETTLED = """
async () => {
  for (;;) {
    const moving = document.getAnimations();
    if (moving.length === 0) return true;
    await Promise.all(moving.map((each) => each.finished.catch(() => {}))); // one cut off begins another
  }
}
"""
_GO = """
(path) => {
  history.pushState(null, "", path);
  dispatchEvent(new PopStateEvent("popstate"));
}
"""
_SPEAK = """
(language) => new Promise((done, failed) => {
  const opening = indexedDB.open("perisai-phone");
  opening.onerror = failed;
  opening.onsuccess = () => {
    const db = opening.result;
    const tx = db.transaction("settings", "readwrite");
    tx.objectStore("settings").put(language, "language");
    tx.oncomplete = () => { db.close(); done(); };
  };
})
"""
_LINKS = """
() => [...document.querySelectorAll("a[href^='/']")].map((a) => a.getAttribute("href"))
"""


_BARS = ".top, .below, .sheet > header"
"""What stays in sight while a page is scrolled. A row half under it can be scrolled up, which axe does not know."""
_LAY_DOWN = """
(bars) => { for (const bar of document.querySelectorAll(bars)) bar.style.position = "static"; }
"""
_LIFT = """
(bars) => { for (const bar of document.querySelectorAll(bars)) bar.style.position = ""; }
"""


@contextmanager
def laid_down(page: Page) -> Iterator[None]:
    """The screen at rest, with what stays in sight while it is scrolled laid down."""
    page.evaluate(SETTLED)
    page.evaluate(_LAY_DOWN, _BARS)
    yield
    page.evaluate(_LIFT, _BARS)


def faults(page: Page, rules: dict[str, Any] = EVERYTHING) -> list[str]:
    """What a screen does wrong, one line each."""
    with laid_down(page):
        found = Axe().run(page, options=rules)
    lines = [
        f"{violation['id']}: {node['target']}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]
    if page.evaluate("document.scrollingElement.scrollWidth > innerWidth"):
        lines.append("wider than the screen")
    return lines


def by_day_and_night(page: Page) -> list[str]:
    """``faults`` of a screen in the light, and of the same screen in the dark."""
    found = faults(page)
    page.emulate_media(color_scheme="dark")
    found += [f"by night, {fault}" for fault in faults(page, COLOURS)]
    page.emulate_media(color_scheme="light")
    return found


def speak(page: Page, language: Language) -> None:
    """What the settings say; the app follows when it is opened again."""
    page.evaluate(_SPEAK, language)


def go(page: Page, path: str) -> None:
    """To a screen of the app as its links go there, without loading the page anew."""
    page.evaluate(_GO, path)
    page.get_by_role("heading", level=1).first.wait_for(state="attached")


def shape(path: str) -> str:
    """A path with its ids left out: screens of one shape show different things in the same way."""
    return _ID.sub("…", path.split("?", maxsplit=1)[0])


def walk(page: Page, start: str = "/", *, each: int) -> Iterator[str]:
    """Every screen that links lead to from ``start``, ``each`` of a shape; yields where it stands."""
    left, seen = [start], {start}
    visits: dict[str, int] = {}
    while left:
        path = left.pop(0)
        if visits.get(shape(path), 0) >= each:
            continue
        visits[shape(path)] = visits.get(shape(path), 0) + 1
        go(page, path)
        page.evaluate(SETTLED)
        yield path
        for link in page.evaluate(_LINKS):
            if link not in seen:
                seen.add(link)
                left.append(link)
