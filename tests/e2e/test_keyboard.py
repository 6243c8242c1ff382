"""WCAG 2.1.1, 2.1.2, 2.4.3, 2.4.7: everything a recruiter does, by keys alone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.cast import member
from tests.e2e.device import PIN, Device, Devices
from tests.e2e.eyes import walk
from tests.e2e.town import PASSWORD, Town
from tests.e2e.typist import Typist, unreached


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Town]:
    """Instead of the small cast: pages that have something to show."""
    town = Town(tmp_path)
    town.start()
    yield town
    town.kill()


def test_a_whole_sign_up_and_its_correction(devices: Devices) -> None:
    """Nothing but the keyboard is used; the pages put the focus where reading begins."""
    page = devices.phone("kayla").page
    typist, somebody = Typist(page), member(1)
    typist.types("Nama pengguna", "kayla").types("Kata sandi", PASSWORD).presses("Enter")
    page.get_by_role("group", name=re.compile("^Buat PIN")).wait_for()
    page.keyboard.type(PIN)
    page.get_by_role("group", name="Ketik PIN sekali lagi").wait_for()
    page.keyboard.type(PIN)
    _signs_up(typist)
    typist.goes("Simpan pendaftaran")
    typist.reads("Tersimpan di HP ini")
    _opens_and_corrects(typist, somebody.name)
    _sheet_holds_and_returns(typist)


def _signs_up(typist: Typist) -> None:
    page, somebody = typist.page, member(1)
    typist.goes("Daftarkan orang").types("NIK di KTP", somebody.nik).goes("Lanjut")
    typist.types("Nama lengkap", somebody.name).goes("Lanjut")
    typist.types("Nomor HP", somebody.phone).types("Alamat di KTP", somebody.address)
    typist.picks("Kelurahan atau desa", "Kayuringin").goes("Lanjut")
    typist.picks("Pekerjaan", "Pedagang kaki").chooses("Tidak")
    typist.types("Penghasilan sebulan", "900000").types("Tempat kerja", "Gerbang timur klinik")
    typist.goes("Lanjut").chooses("6").goes("Lanjut").goes("Lanjut tanpa foto")
    typist.chooses("Dibacakan")
    pad = page.get_by_role("application", name="Tanda tangan")
    typist.to(pad)
    expect(page.get_by_text("panah menggerakkan pena")).to_be_visible()
    typist.presses("Space", *["ArrowRight"] * 12, "ArrowDown", "ArrowDown", "Space")
    typist.goes("Setuju dan lanjut")
    typist.reads("Periksa, lalu simpan")


def _opens_and_corrects(typist: Typist, name: str) -> None:
    page = typist.page
    typist.goes("Tutup").goes("Pendaftar")
    typist.reads("Pendaftar saya")
    typist.to(page.get_by_role("button", name="Cari")).presses("Enter")
    page.keyboard.type(name.split(maxsplit=1)[0])
    typist.goes(name)
    typist.reads(name)
    typist.goes("Ubah Kerja")
    typist.reads("Kerja")
    typist.to(page.get_by_label("Tempat kerja")).presses("End").page.keyboard.type(" lama")
    typist.goes("Simpan")
    typist.reads(name)
    expect(page.get_by_text("Gerbang timur klinik lama")).to_be_visible()


def _sheet_holds_and_returns(typist: Typist) -> None:
    """A sheet keeps the Tab key inside, Escape closes it, and the focus is where it was."""
    page = typist.page
    button = page.get_by_role("button", name="Tarik pendaftaran")
    typist.to(button).presses("Enter")
    sheet = page.get_by_role("dialog")
    expect(sheet).to_be_visible()
    for _ in range(8):
        typist.presses("Tab")
        inside = "() => document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        assert page.evaluate(inside)
    typist.presses("Escape")
    expect(sheet).to_be_hidden()
    expect(button).to_be_focused()


def test_every_page_by_tab(devices: Devices) -> None:
    """Each control of each recruiter's page is a stop that can be seen, in the order of the page."""
    phone: Device = devices.phone("kayla").sign_in("kayla", PASSWORD)
    page = phone.page
    page.get_by_role("link").first.wait_for()
    found = {path: unreached(page) for path in walk(page, each=2)}
    assert [f"{path}: {each}" for path, faults in found.items() for each in faults] == []
    assert page.locator("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").count() == 0
