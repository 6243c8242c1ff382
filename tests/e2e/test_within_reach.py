"""WCAG 2.4.11 and 2.5.8: what has the focus is never under a bar, and what is touched is never too small."""

import pytest
from playwright.sync_api import Page

from tests.e2e.cast import member
from tests.e2e.device import NARROW, PHONE, Device
from tests.e2e.eyes import SETTLED, go, walk
from tests.e2e.people import Recruiter

STEPS = range(1, 9)
LEAST = 24
"""CSS pixels in both directions (2.5.8)."""

_COVERED = """
() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const shown = element.matches(".unseen, .choice input, .tick input, .switch input")
    ? (element.closest("label") ?? element) : element;
  const box = shown.getBoundingClientRect();
  const middle = [box.left + box.width / 2, box.top + box.height / 2];
  const top = document.elementFromPoint(...middle);
  const name = element.getAttribute("aria-label") || element.id || element.textContent.trim().slice(0, 30);
  if (top && (shown.contains(top) || top.contains(shown))) return { name, covered: false };
  return { name, covered: true };
}
"""
_SMALL = """
(least) => [...document.querySelectorAll("a[href], button, input, select, textarea, [role=radio]")]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled)
  .map((element) => (element.matches("input[type=radio], input[type=checkbox], input.unseen")
    ? (element.closest("label") ?? element) : element))
  .filter((element) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && (width < least || height < least);
  })
  .map((element) => `${element.tagName} ${element.textContent.trim().slice(0, 30)}`)
"""


def covered(page: Page) -> list[str]:
    """Tab through a page from its beginning: the names of what the focus came to and nobody sees."""
    page.evaluate(SETTLED)
    page.evaluate("() => document.activeElement?.blur()")
    first, found = None, []
    for _ in range(80):
        page.keyboard.press("Tab")
        stop = page.evaluate(_COVERED)
        if stop is None or stop["name"] == first:
            break
        first = first or stop["name"]
        if stop["covered"]:
            found.append(stop["name"])
    return found


@pytest.mark.parametrize("size", [PHONE, NARROW])
def test_nothing_hides_the_focus_and_nothing_is_too_small(
    kayla: Device, size: dict[str, int]
) -> None:
    """Each step of a long form, in the order of the Tab key, and then every page."""
    page = kayla.page
    page.set_viewport_size(size)  # type: ignore[arg-type]
    Recruiter(kayla).signs_up(member(2411)).goes_to("/").starts().fills_until_consent(member(2412))
    here = page.url.rsplit("/", 1)[0].removeprefix(kayla.url)
    wrong = {}
    for path in (*(f"{here}/{step}" for step in STEPS), *walk(page, each=1)):
        go(page, path)
        if found := [*covered(page), *page.evaluate(_SMALL, LEAST)]:
            wrong[path] = found
    assert wrong == {}
