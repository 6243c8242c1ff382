"""Every screen of every role: axe finds nothing, in Indonesian by day and in English by night."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page

from tests.e2e.cast import member
from tests.e2e.device import PHONE, Device, Devices
from tests.e2e.eyes import faults, go, walk
from tests.e2e.people import Recruiter
from tests.e2e.town import PASSWORD, Town

NARROW = {"width": 320, "height": 640}


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
        if found := faults(self.device.page):
            self.faults[words] = found
        return self


def at_night(page: Page) -> None:
    """In English and dark, as the settings and the phone have it."""
    page.emulate_media(color_scheme="dark")
    page.evaluate(
        """() => new Promise((done, failed) => {
          const opening = indexedDB.open("perisai-phone");
          opening.onerror = failed;
          opening.onsuccess = () => {
            const db = opening.result;
            const tx = db.transaction("settings", "readwrite");
            tx.objectStore("settings").put("en", "language");
            tx.oncomplete = () => { db.close(); done(); };
          };
        })"""
    )


def seen(page: Page, where: str, *, each: int) -> dict[str, list[str]]:
    return {f"{where} {path}": found for path in walk(page, each=each) if (found := faults(page))}


def test_signing_in_and_up(devices: Devices) -> None:
    phone = devices.phone("kayla")
    assert faults(phone.page) == []
    watched = Watched(phone.sign_in("kayla", PASSWORD))
    phone.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    watched.starts().fills_until_consent(member(1))
    here = phone.page.url.rsplit("/", 1)[0].removeprefix(phone.url)
    at_night(phone.page)
    phone.open_again(here + "/1")
    for step in range(1, 8):
        go(phone.page, f"{here}/{step}")
        if found := faults(phone.page):
            watched.faults[f"night {step}"] = found
    assert watched.faults == {}


@pytest.mark.parametrize("time", ["day", "night"])
@pytest.mark.parametrize(
    ("role", "username"),
    [("recruiter", "kayla"), ("supervisor", "zulaikha"), ("admin", "ilham")],
)
def test_every_screen(
    devices: Devices, role: str, username: str, time: Literal["day", "night"]
) -> None:
    device = devices.phone(username) if role == "recruiter" else devices.desk(username)
    device.sign_in(username, PASSWORD)
    page = device.page
    page.get_by_role("link").first.wait_for()
    if time == "night":
        at_night(page)
        device.open_again("/")
    found = seen(page, role, each=2)
    page.set_viewport_size(NARROW if role == "recruiter" else PHONE)  # type: ignore[arg-type]
    found |= seen(page, f"{role}, small", each=1)
    assert found == {}
