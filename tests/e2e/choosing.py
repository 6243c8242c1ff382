"""Choosing with a finger: the input itself is drawn over by what a person sees and taps."""

from typing import Literal

from playwright.sync_api import Page, expect


def choose(
    page: Page, name: str, *, role: Literal["radio", "switch"] = "radio", exact: bool = False
) -> None:
    """Tap the words of an answer once nothing moves or lies over them, and see it taken."""
    answer = page.get_by_role(role, name=name, exact=exact)
    page.locator("label").filter(has=answer).click()
    expect(answer).to_be_checked()
