"""Somebody without a finger on the glass: only keys, and at each stop the focus can be seen."""

import re
from typing import Self

from playwright.sync_api import Locator, Page, expect

from tests.e2e.eyes import laid_down

MOST = 80
"""Stops of the Tab key before a control counts as out of reach."""

PARTS = 4
"""A time has a stop for each of its parts, and a page has one where it ends."""

_FOCUSED = "(element) => element === document.activeElement"
_SEEN = """
() => {
  const paint = (element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
  };
  let element = document.activeElement;
  for (let up = 0; up < 4 && element; up += 1, element = element.parentElement) {
    if (paint(element)) return true;
  }
  return false;
}
"""
_STOPS = """
() => {
  const around = document.querySelector("dialog[open]") ?? document.body;
  const groups = new Set();
  const within = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  return [...around.querySelectorAll(within)].filter((element) => {
    if (element.disabled || element.tabIndex < 0) return false;
    if (!element.checkVisibility({ visibilityProperty: true })) return false;
    if (element.type !== "radio") return true;
    if (groups.has(element.name)) return false; // a group is one stop
    groups.add(element.name);
    return true;
  }).length;
}
"""
_HERE = """
() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  window.stops ??= new Map();
  if (!window.stops.has(element)) window.stops.set(element, window.stops.size);
  return window.stops.get(element);
}
"""


class Typist:
    """Goes to controls by Tab, and uses them by keys."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def presses(self, *keys: str) -> Self:
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def types(self, label: str, text: str) -> Self:
        self.to(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(text)
        return self

    def goes(self, name: str) -> Self:
        """Press Enter on a button or a link."""
        button = self.page.get_by_role("button", name=name, exact=True)
        self.to(button.or_(self.page.get_by_role("link", name=name)).first)
        return self.presses("Enter")

    def chooses(self, name: str) -> Self:
        """Choose in a group of radios, whose stop is the chosen one or the first."""
        radio = self.page.get_by_role("radio", name=name, exact=True)
        group = radio.evaluate("(element) => element.name")
        self.to(self.page.locator(f"input[name='{group}']:focus"))
        self.presses("Space")
        for _ in range(MOST):
            if radio.is_checked():
                return self
            self.presses("ArrowRight")
        raise AssertionError(f"no key chooses {name}")

    def picks(self, label: str, text: str) -> Self:
        """Search in a sheet, take what is found first, and be back where the sheet was opened."""
        button = self.page.get_by_role("button", name=label)
        self.to(button).presses("Enter")
        sheet = self.page.get_by_role("dialog")
        search = sheet.get_by_role("combobox")
        expect(search).to_be_focused()
        self.page.keyboard.type(text)
        expect(sheet.get_by_role("option").first).to_contain_text(text, ignore_case=True)
        self.presses("ArrowDown", "Enter")
        expect(sheet).to_be_hidden()
        expect(button).to_be_focused()
        return self

    def reads(self, heading: str | re.Pattern[str]) -> Self:
        """A page begins at its heading, or at the field that it asks for."""
        words = re.compile(heading) if isinstance(heading, str) else heading
        found = self.page.get_by_role("heading", level=1, name=words)
        expect(found.first).to_be_attached()
        expect(self.page.locator(":focus")).to_have_count(1)
        return self

    def to(self, target: Locator) -> Self:
        expect(target.or_(self.page.locator("body")).first).to_be_attached()
        for _ in range(MOST):
            if target.count() == 1 and target.evaluate(_FOCUSED):
                assert self.page.evaluate(_SEEN), f"nobody sees that the focus is on {target}"
                return self
            self.presses("Tab")
        raise AssertionError(f"Tab does not come to {target}")


def unreached(page: Page) -> list[str]:
    """Tab once around a page: every control is a stop, every stop can be seen, and none holds the focus."""
    faults: list[str] = []
    with laid_down(page):
        page.evaluate("() => { window.stops = new Map(); document.activeElement?.blur(); }")
        wanted: int = page.evaluate(_STOPS)
        seen: set[int] = set()
        last: int | None = None
        for _ in range((wanted + 1) * PARTS):
            page.keyboard.press("Tab")
            stop: int | None = page.evaluate(_HERE)
            if stop is None or stop == last:
                continue  # the page's end, after which it begins; or another part of the same control
            last = stop
            if stop in seen:
                break
            seen.add(stop)
            if not page.evaluate(_SEEN):
                faults.append(f"stop {len(seen)} cannot be seen")
        if len(seen) < wanted:
            faults.append(f"{wanted - len(seen)} of {wanted} controls are out of reach")
    return faults
