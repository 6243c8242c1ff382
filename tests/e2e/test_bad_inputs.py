"""What phones and people do to a form: each has its words, and nothing that was typed is lost."""

import re
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.cast import member
from tests.e2e.device import Device
from tests.e2e.eyes import faults
from tests.e2e.people import Recruiter
from tests.e2e.photographer import Photographer
from tests.e2e.pictures import card
from tests.e2e.site import Site

FULL = """() => {
  const add = IDBObjectStore.prototype.add;
  window.makeRoom = () => { IDBObjectStore.prototype.add = add; };
  IDBObjectStore.prototype.add = () => { throw new DOMException("no room", "QuotaExceededError"); };
}"""
SHORT = """
navigator.storage.estimate = async () => ({ usage: 950e6, quota: 1e9 });
navigator.storage.persisted = async () => window.asked > 0;
navigator.storage.persist = async () => { window.asked = (window.asked ?? 0) + 1; return true; };
"""


def kept(page: Page) -> None:
    expect(page.get_by_role("status").get_by_text("Draf aman")).to_be_visible()


def test_P154_room_that_ends_in_the_middle_of_a_save_loses_nothing(
    site: Site, kayla: Device
) -> None:
    vendor = member(1540)
    recruiter = Recruiter(kayla.cut()).starts().fills_until_consent(vendor).signs()
    page = kayla.page
    page.evaluate(FULL)
    page.get_by_role("button", name="Simpan pendaftaran").click()
    expect(page.get_by_role("alert").get_by_text("ruang HP penuh")).to_be_visible()
    expect(page.get_by_role("link", name="Selamatkan data")).to_be_visible()
    assert faults(page) == []
    page.evaluate("makeRoom()")
    recruiter.saves()
    kayla.connect()
    recruiter.sees(vendor, "Di supervisor")
    assert site.operations() == 1


def test_P154_no_room_for_a_photo_loses_nothing(site: Site, kayla: Device, tmp_path: Path) -> None:
    vendor = member(1542)
    photo = card(tmp_path / "card.jpg", seed=1542)
    recruiter = Photographer(kayla.cut())
    recruiter.starts().fills_until_photo(vendor)
    page = kayla.page
    page.evaluate(FULL)
    page.locator("input[type=file][capture]").set_input_files(photo)
    expect(page.get_by_text("Foto belum tersimpan: ruang HP penuh.")).to_be_visible()
    assert faults(page) == []
    page.evaluate("makeRoom()")
    recruiter.takes_photo(photo).goes_on().heading("Persetujuan").signs().saves()
    kayla.connect()
    recruiter.sees(vendor, "Di supervisor").goes_to("/send")
    expect(page.get_by_text("semua terkirim", exact=True)).to_have_count(2)
    assert (site.operations(), len(site.photos_in())) == (1, 1)


def test_P154_asked_to_keep_once_there_is_something_and_warned_before_room_is_short(
    kayla: Device,
) -> None:
    kayla.context.add_init_script(SHORT)
    kayla.open_again("/")
    page = kayla.page
    expect(page.get_by_text("Ruang HP hampir penuh")).to_be_visible()
    assert faults(page) == []
    assert page.evaluate("window.asked") is None
    Recruiter(kayla).signs_up(member(1541))
    assert page.evaluate("window.asked") == 1
    page.get_by_role("button", name="Tutup").click()
    page.get_by_role("link", name="Kirim").last.click()
    expect(page.get_by_text("Dijamin")).to_be_visible()


def test_P155_two_pages_of_one_draft(kayla: Device) -> None:
    vendor = member(1550)
    Recruiter(kayla).starts().types_nik(vendor).goes_on().heading("Nama di KTP")
    first = kayla.page
    first.get_by_label("Nama lengkap").fill(vendor.name)
    second = kayla.context.new_page()
    kayla.open_again(first.url.removeprefix(kayla.url), second)
    expect(second.get_by_role("heading", name="Sedang diisi di halaman lain")).to_be_visible()
    assert faults(second) == []
    second.get_by_role("button", name="Lanjutkan di sini").click()
    expect(second.get_by_label("Nama lengkap")).to_have_value(vendor.name)
    expect(first.get_by_role("heading", name="Sedang diisi di halaman lain")).to_be_visible()
    second.get_by_label("Tempat lahir").fill("Bekasi")
    kept(second)
    second.close()
    first.get_by_role("button", name="Lanjutkan di sini").click()
    expect(first.get_by_label("Tempat lahir")).to_have_value("Bekasi")
    expect(first.get_by_label("Nama lengkap")).to_have_value(vendor.name)


def test_P155_a_phone_that_stands_in_1970(site: Site, kayla: Device) -> None:
    vendor = member(1551)
    page = kayla.cut().page
    page.clock.set_system_time("1970-01-02T03:00:00Z")
    kayla.open_again("/")
    expect(page.get_by_text("Jam HP ini salah: 2 Januari 1970")).to_be_visible()
    recruiter = Recruiter(kayla).starts().types_nik(vendor)
    expect(page.get_by_text("Jam HP ini salah")).to_be_visible()
    assert faults(page) == []
    kept(page)
    page.clock.set_system_time("2026-11-23T03:00:00Z")
    kayla.open_again("/")
    expect(page.get_by_text("Jam HP ini salah")).to_have_count(0)
    page.get_by_text("Lanjutkan draf").click()
    digits = re.compile(r"\s".join((vendor.nik[:6], vendor.nik[6:12], vendor.nik[12:])))
    expect(page.get_by_label("NIK di KTP")).to_have_value(digits)
    recruiter.fills_until_consent(vendor).signs().saves()
    kayla.connect()
    recruiter.sees(vendor, "Di supervisor")
    assert site.operations() == 1


def test_pasted_rubbish_emoji_and_other_scripts_arrive_as_text(site: Site, kayla: Device) -> None:
    vendor = member(1552)
    page = kayla.page
    recruiter = Recruiter(kayla).starts()
    page.get_by_label("NIK di KTP").fill(f"NIK:\u202e{vendor.nik}\u0007😀")
    recruiter.goes_on().heading("Nama di KTP")
    name = page.get_by_label("Nama lengkap")
    name.fill("\u202eSiti\u0000 عائشة 👩‍🌾\u009f")
    expect(name).to_have_value("Siti عائشة 👩‍🌾")
    strange = replace(vendor, name="Siti عائشة 👩‍🌾")
    page.get_by_role("button", name="Kembali").click()
    recruiter.fills_until_consent(strange).signs().saves().sees(strange, "Di supervisor")
    assert site.operations() == 1
