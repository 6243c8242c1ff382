"""Every sheet of a recruiter's phone: axe finds nothing in it, in both languages, by day and by night."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.cast import member
from tests.e2e.device import NARROW, Devices
from tests.e2e.eyes import LANGUAGES, by_day_and_night, go, speak
from tests.e2e.photographer import Photographer
from tests.e2e.pictures import card
from tests.e2e.test_courier import FAKE_CAMERA
from tests.e2e.town import PASSWORD, Town


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Town]:
    """Instead of the small cast: a month of work, of which an estimate can be made."""
    town = Town(tmp_path)
    town.start()
    yield town
    town.kill()


@dataclass(frozen=True, slots=True)
class Opened:
    """The button of a page that opens a sheet, and one in the sheet that shows more of it, in either language."""

    page: str
    button: str
    within: str = ""


SHEETS = (
    Opened("/", "^(Perkiraan|Estimated)"),
    Opened("/settings", "^(Ganti PIN|Change PIN)"),
    Opened("/settings", "^(Ganti kata sandi|Change password)"),
    Opened("/settings", "^(Keluar|Sign out)"),
    Opened("/send", "^(Titipkan ke HP|Hand over to)", within="^(Tunjukkan kode|Show QR)"),
    Opened("/send", "^(Terima titipan|Take over)", within="^(Pindai|Scan)"),
    Opened("{saved}", "(bukti|slip)$"),
    Opened("{saved}", "^(Tarik|Withdraw)"),
    Opened("{saved}", "(Perbesar|Enlarge)$"),
    Opened("{draft}/3", "^(Kelurahan|Village)"),
    Opened("{draft}/4", "^(Pekerjaan|Occupation)"),
    Opened("{draft}/5", "^(Ubah|Change) (Bulan|First)"),
    Opened("{draft}/6", "(Perbesar|Enlarge)$"),
    Opened("{draft}/7", "^(Baca lengkap|Read in full)"),
)


def opens(page: Page, to: Opened) -> None:
    page.get_by_role("button", name=re.compile(to.button)).first.click()
    sheet = page.get_by_role("dialog")
    expect(sheet).to_be_visible()
    if to.within:
        more = sheet.get_by_role("button", name=re.compile(to.within))
        expect(more).to_be_visible()


def looked_into(page: Page, to: Opened) -> list[str]:
    opens(page, to)
    found = by_day_and_night(page)
    if to.within:
        more = page.get_by_role("dialog").get_by_role("button", name=re.compile(to.within))
        more.click()
        expect(more).to_have_count(0)
        found += by_day_and_night(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    return found


def test_every_sheet_of_a_phone(devices: Devices, tmp_path: Path) -> None:
    """Offline, with one person saved and one half signed up, both with a photo; on the smallest of phones."""
    phone = devices.phone("kayla").sign_in("kayla", PASSWORD)
    page = phone.page
    page.get_by_role("link").first.wait_for()
    photo = card(tmp_path / "card.jpg", seed=1)
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    recruiter = Photographer(phone.cut())
    recruiter.signs_up_with(photo, member(1))
    saved = "/registration/" + page.url.rsplit("/", 1)[1]
    recruiter.goes_to("/").starts().fills_until_photo(member(2)).takes_photo(photo)
    draft = page.url.rsplit("/", 1)[0].removeprefix(phone.url)
    found = {}
    for language in LANGUAGES:
        speak(page, language)
        phone.open_again("/")
        page.evaluate(FAKE_CAMERA, [""])
        for sheet in SHEETS:
            go(page, sheet.page.format(saved=saved, draft=draft))
            if wrong := looked_into(page, sheet):
                found[f"{sheet.page} {sheet.button}, {language}"] = wrong
    assert found == {}
