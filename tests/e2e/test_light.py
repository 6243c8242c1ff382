"""What must stay light: what a phone downloads, and screens that keep still while they are filled."""

import pytest
from playwright.sync_api import Page

from tests.bench.weight import weights
from tests.e2e.cast import member
from tests.e2e.device import Device, Devices
from tests.e2e.people import Recruiter

STILL = 0.05
"""Cumulative layout shift; what Google calls good ends at 0.1."""
_WATCH_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


def test_the_first_load_and_the_code_of_syncing_stay_within_their_bounds(kayla: Device) -> None:
    figures = weights(kayla.page, kayla.url)
    assert [str(figure) for figure in figures if not figure.reached] == []


@pytest.fixture
def begun(devices: Devices) -> Device:
    """A phone with a registration and a sign-up that was begun."""
    device = devices.phone("rusman").sign_in("rusman")
    recruiter = Recruiter(device)
    recruiter.signs_up(member(1))
    recruiter.goes_to("/").starts().types_nik(member(2)).goes_on().heading("Nama di KTP")
    recruiter.goes_to("/benefits")  # where nobody types in the draft (P155)
    return device


@pytest.mark.parametrize("path", ["/", "/list"])
def test_nothing_that_comes_late_pushes_away_what_is_read(begun: Device, path: str) -> None:
    """In a tab that is handed the key: after a finger on the PIN's keys the browser counts no shift."""
    tab = begun.context.new_page()
    tab.add_init_script(_WATCH_SHIFTS)
    tab.goto(begun.url + path)
    tab.get_by_text(member(1).name).wait_for()
    tab.get_by_text("Draf", exact=True).first.wait_for()
    assert _shifted(tab) < STILL


def _shifted(tab: Page) -> float:
    """Once two frames have passed: an entry follows the frame that it is about."""
    tab.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
    )
    shifted: float = tab.evaluate("window.shifted")
    return shifted
