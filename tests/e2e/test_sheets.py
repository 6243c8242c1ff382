"""Every sheet and open foot of the desks: axe finds nothing, in both languages, by day and by night."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.device import Devices
from tests.e2e.eyes import LANGUAGES, by_day_and_night, go, speak
from tests.e2e.town import PASSWORD, Town


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Town]:
    """Instead of the small cast: desks that have something to show."""
    town = Town(tmp_path)
    town.start()
    yield town
    town.kill()


@dataclass(frozen=True, slots=True)
class Opened:
    """How somebody comes to a sheet: a room, whose first row of these words is opened, then a key or a button."""

    room: str
    row: str = ""
    before: str = ""
    key: str = ""
    button: str = ""

    @property
    def name(self) -> str:
        return f"{self.room} {self.key or self.button}"


PERSON = Opened("/devices", button="Supervisor$|Admin$")
SUPERVISOR = (
    Opened("/queue", key="?"),
    PERSON,
    Opened("/queue", key="Shift+S"),
    Opened("/queue", key="t"),
    Opened("/queue", button="^(Persetujuan ditarik|Consent taken back|Consent withdrawn)"),
    Opened("/queue", button="^(Riwayat lengkap|Whole history)"),
    Opened("/devices", button="^(Data di HP ini|Data on this phone)"),
)
ADMIN = (
    Opened("/conflicts", key="?"),
    PERSON,
    Opened("/conflicts", row="(Dua nilai|Two values)(Kontak|Contact)", before="1", key="Shift+A"),
    Opened("/held", row="", key="t"),
    Opened("/devices", button="^(Data di HP ini|Data on this phone)"),
    Opened("/devices", button="^(Akhiri|End)$"),
    Opened("/accounts", row="", button="^(Buat kata sandi baru|Make a new password)"),
    Opened("/data", row="", button="^(Hapus datanya|Erase their data)"),
)
ROWS = ("/held", "/accounts", "/data")


def open_row(page: Page, words: str) -> None:
    rows = page.locator("tbody tr")
    if words:
        rows = rows.filter(has_text=re.compile(words))
    rows.first.get_by_role("link").click(timeout=20_000)
    page.locator("#record-name").wait_for()


def open_sheet(page: Page, to: Opened) -> None:
    go(page, to.room)
    if to.row or to.room in ROWS:
        open_row(page, to.row)
    elif to.room == "/queue":
        page.locator("#record-name").wait_for(timeout=20_000)
    for key in (to.before, to.key):
        if key:
            page.keyboard.press(key)
    if to.button:
        page.get_by_role("button", name=re.compile(to.button)).first.click(timeout=20_000)
    expect(page.get_by_role("dialog")).to_be_visible(timeout=20_000)


def seen(page: Page, sheets: tuple[Opened, ...]) -> dict[str, list[str]]:
    found = {}
    for sheet in sheets:
        open_sheet(page, sheet)
        if wrong := by_day_and_night(page):
            found[sheet.name] = wrong
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
    return found


def returning(page: Page) -> None:
    """Remarks at the fields are no sheet."""
    go(page, "/queue")
    page.locator("#record-name").wait_for()
    page.keyboard.press("b")
    expect(page.get_by_role("textbox").last).to_be_visible()


def taking_over(page: Page) -> None:
    """Nor is what is taken over from another claim."""
    go(page, "/duplicates")
    open_row(page, "")
    page.keyboard.press("a")
    page.keyboard.press("1")
    expect(page.locator("[aria-pressed=true].give")).to_be_visible()


@pytest.mark.parametrize(
    ("username", "sheets", "open_foot"),
    [("zulaikha", SUPERVISOR, returning), ("ilham", ADMIN, taking_over)],
)
def test_every_sheet_of_a_desk(
    devices: Devices,
    username: str,
    sheets: tuple[Opened, ...],
    open_foot: Callable[[Page], None],
) -> None:
    device = devices.desk(username).sign_in(username, PASSWORD)
    page = device.page
    found: dict[str, list[str]] = {}
    for language in LANGUAGES:
        speak(page, language)
        device.open_again("/")
        page.get_by_role("link").first.wait_for()
        found |= {f"{name}, {language}": wrong for name, wrong in seen(page, sheets).items()}
        open_foot(page)
        if wrong := by_day_and_night(page):
            found[f"{open_foot.__name__}, {language}"] = wrong
    assert found == {}
