"""Looking at text as somebody with a large type or a narrow phone does: nothing cut off, nothing one over another."""

import json
from pathlib import Path

from playwright.sync_api import Page

from tests.e2e.eyes import laid_down

USUAL_PX = 16

_TEXTS = """
() => {
  const faults = [];
  const words = (text) => JSON.stringify(text.trim().slice(0, 40));
  const pieces = [];
  const around = document.querySelector("dialog[open]") ?? document.body;
  const hidden = (way) => way === "hidden" || way === "clip";
  const walker = document.createTreeWalker(around, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.data;
    const holder = node.parentElement;
    if (text.trim() === "" || !holder.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (holder.closest(".unseen, option, [aria-hidden=true], svg")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
    const slides = holder.closest(".pills"); // filters that a thumb pushes aside
    for (const box of slides ? [] : boxes) {
      if (box.left < -1 || box.right > innerWidth + 1) faults.push("out of the screen: " + words(text));
    }
    for (let up = holder; up && up !== document.body; up = up.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(up);
      const edge = up.getBoundingClientRect();
      for (const box of boxes) {
        const beside = box.right > edge.right + 1 || box.left < edge.left - 1;
        const air = box.height / 3; // a letter's box is higher than the letter
        const above = box.bottom > edge.bottom + air || box.top < edge.top - air;
        if ((hidden(overflowX) && beside) || (hidden(overflowY) && above)) {
          faults.push("cut off: " + words(text));
        }
      }
      if (["auto", "scroll"].includes(overflowX)) break;
    }
    pieces.push({ holder, text, boxes });
  }
  for (const [i, one] of pieces.entries()) {
    for (const other of pieces.slice(i + 1)) {
      if (one.holder === other.holder) continue;
      const over = one.boxes.some((a) => other.boxes.some((b) =>
        Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
        Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > Math.min(a.height, b.height) / 3));
      if (over) faults.push("one over another: " + words(one.text) + " " + words(other.text));
    }
  }
  for (const field of document.querySelectorAll("input, select, textarea")) {
    if (!field.checkVisibility() || ["radio", "checkbox", "file"].includes(field.type)) continue;
    const size = parseFloat(getComputedStyle(field).fontSize);
    if (field.clientHeight + 4 < size) faults.push("a field lower than its text: " + field.id);
  }
  if (document.scrollingElement.scrollWidth > innerWidth) faults.push("wider than the screen");
  return [...new Set(faults)];
}
"""


def hidden_words(page: Page) -> list[str]:
    """What cannot be read on this screen, one line each; bars that stay in sight are laid down."""
    with laid_down(page):
        found: list[str] = page.evaluate(_TEXTS)
    return found


def set_type(profile: Path, percent: int) -> None:
    """The size of type that a person has set in the browser, before its first start on this profile."""
    folder = profile / "Default"
    folder.mkdir(parents=True)
    size = USUAL_PX * percent // 100
    preferences = {"webkit": {"webprefs": {"default_font_size": size}}}
    (folder / "Preferences").write_text(json.dumps(preferences))
