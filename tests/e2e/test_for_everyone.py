"""Every screen of every role: axe finds nothing, in both languages, by day and by night, and on a small phone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e.cast import member
from tests.e2e.device import DESK, NARROW, PHONE, Device, Devices
from tests.e2e.eyes import by_day_and_night, faults, go, speak, walk
from tests.e2e.people import Recruiter
from tests.e2e.town import PASSWORD, Town

STEPS = range(1, 9)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Town]:
    """Instead of the small cast: screens that have something to show."""
    town = Town(tmp_path)
    town.start()
    yield town
    town.kill()


class Watched(Recruiter):
    """A recruiter whose every screen is looked at."""

    def __init__(self, device: Device) -> None:
        super().__init__(device)
        self.faults: dict[str, list[str]] = {}

    def heading(self, words: str) -> "Watched":
        super().heading(words)
        if found := by_day_and_night(self.device.page):
            self.faults[words] = found
        return self


def seen(
    page: Page, *, each: int, look: Callable[[Page], list[str]] = faults
) -> dict[str, list[str]]:
    return {path: found for path in walk(page, each=each) if (found := look(page))}


def test_signing_in_and_up(devices: Devices) -> None:
    phone = devices.phone("kayla")
    page = phone.page
    assert by_day_and_night(page) == []
    page.get_by_role("button", name="English").click()
    page.get_by_label("User name").wait_for()
    assert by_day_and_night(page) == []
    page.get_by_role("button", name="Indonesia").click()
    watched = Watched(phone.sign_in("kayla", PASSWORD))
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    watched.starts().fills_until_consent(member(1)).signs()
    here = page.url.rsplit("/", 1)[0].removeprefix(phone.url)
    speak(page, "en")
    phone.open_again(here + "/1")
    for step in STEPS:
        go(page, f"{here}/{step}")
        if found := by_day_and_night(page):
            watched.faults[f"in English {step}"] = found
    assert watched.faults == {}


@pytest.mark.parametrize(
    ("role", "username"),
    [("recruiter", "kayla"), ("supervisor", "zulaikha"), ("admin", "ilham")],
)
def test_every_screen(devices: Devices, role: str, username: str) -> None:
    """At its own size both languages by day and by night; the other layout once in each language."""
    own, other = (PHONE, NARROW) if role == "recruiter" else (DESK, PHONE)
    device = devices.phone(username) if role == "recruiter" else devices.desk(username)
    page = device.sign_in(username, PASSWORD).page
    page.get_by_role("link").first.wait_for()
    found = seen(page, each=2, look=by_day_and_night)
    page.set_viewport_size(other)  # type: ignore[arg-type]
    found |= seen(page, each=1)
    speak(page, "en")
    device.open_again("/")
    found |= {f"{path}, small, in English": wrong for path, wrong in seen(page, each=1).items()}
    page.set_viewport_size(own)  # type: ignore[arg-type]
    english = seen(page, each=1, look=by_day_and_night)
    found |= {f"{path}, in English": wrong for path, wrong in english.items()}
    assert found == {}
