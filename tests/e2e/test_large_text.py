"""Type of twice the size, and a phone of 320 pixels: every recruiter's screen can still be read, in both languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e.cast import member
from tests.e2e.device import NARROW, Devices
from tests.e2e.eyes import LANGUAGES, Language, go, speak, walk
from tests.e2e.people import Recruiter
from tests.e2e.reading import hidden_words, set_type
from tests.e2e.town import PASSWORD, Town

STEPS = range(1, 9)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Town]:
    """Instead of the small cast: screens that have something to show."""
    town = Town(tmp_path)
    town.start()
    yield town
    town.kill()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("width", "percent"), [(360, 200), (320, 100)])
def test_every_screen_can_be_read(
    devices: Devices, width: int, percent: int, language: Language
) -> None:
    set_type(devices.folder / "profile-kayla", percent)
    phone = devices.phone("kayla")
    page = phone.page
    page.set_viewport_size({"width": width, "height": NARROW["height"]})
    found = {"door": hidden_words(page)}
    recruiter = Recruiter(phone.sign_in("kayla", PASSWORD))
    found["home"] = hidden_words(page)
    recruiter.starts().fills_until_consent(member(1)).signs()
    sign_up = page.url.rsplit("/", 1)[0].removeprefix(phone.url)
    page.get_by_role("link").or_(page.get_by_role("button")).first.wait_for()
    if language != "id":
        speak(page, language)
        phone.open_again(f"{sign_up}/1")
    for step in STEPS:
        go(page, f"{sign_up}/{step}")
        found[f"step {step}"] = hidden_words(page)
        _look(page, devices.folder, f"step-{step}")
    for path in walk(page, each=2):
        found[path] = hidden_words(page)
        _look(page, devices.folder, path.replace("/", "-"))
    assert [f"{where}: {each}" for where, words in found.items() for each in words] == []


def _look(page: Page, folder: Path, name: str) -> None:
    page.screenshot(path=folder / f"seen{name}.png", full_page=True)
