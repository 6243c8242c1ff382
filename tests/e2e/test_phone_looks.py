"""What a recruiter sees at a glance on a phone of 360 by 740, and what they hand out."""

from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, expect

from tests.e2e.cast import member
from tests.e2e.device import Device, Devices
from tests.e2e.eyes import faults
from tests.e2e.people import Recruiter, Supervisor


def inside(part: Locator, whole: Locator) -> bool:
    """Whether a part ends where what holds it ends, or before."""
    a, b = part.bounding_box(), whole.bounding_box()
    assert a is not None
    assert b is not None
    return a["x"] >= b["x"] and a["x"] + a["width"] <= b["x"] + b["width"]


def test_a_long_list_stays_inside_its_sheet(kayla: Device) -> None:
    recruiter = Recruiter(kayla.cut()).starts().types_nik(member(1601)).goes_on()
    page = kayla.page
    page.get_by_label("Nama lengkap").fill("Contoh")
    recruiter.goes_on().heading("Alamat dan HP")
    page.get_by_role("button", name="Kelurahan atau desa").click()
    page.get_by_placeholder("Cari, misalnya Jatikramat").fill("jati")
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("option").first).to_be_visible()
    assert inside(sheet.get_by_role("combobox"), sheet)
    assert inside(sheet.get_by_role("option").first, sheet)
    assert faults(page) == []


def test_the_words_and_the_glass_in_one_look(kayla: Device) -> None:
    """Nobody signs what they have to scroll away from."""
    Recruiter(kayla.cut()).starts().fills_until_consent(member(1602))
    page = kayla.page
    words, glass = page.locator(".points").bounding_box(), page.locator(".pad").bounding_box()
    bar = page.locator(".below").bounding_box()
    assert words is not None
    assert glass is not None
    assert bar is not None
    assert words["y"] > 0
    assert glass["y"] + glass["height"] <= bar["y"]


def test_what_was_sent_back_stands_on_the_home_screen(kayla: Device, devices: Devices) -> None:
    vendor = member(1603)
    recruiter = Recruiter(kayla).signs_up(vendor).sees(vendor, "Di supervisor")
    desk = Supervisor(devices.desk("zulaikha").sign_in("zulaikha"))
    desk.reads(vendor).returns(vendor, remark="Nomornya salah", about="Nomor HP")
    recruiter.sees(vendor, "Dikembalikan").goes_to("/")
    kayla.page.get_by_role("link", name=vendor.name).first.click()
    recruiter.heading(vendor.name).reads("Nomornya salah")


def test_a_slip_is_handed_out_as_a_picture(kayla: Device, tmp_path: Path) -> None:
    Recruiter(kayla.cut()).signs_up(member(1604))
    page = kayla.page
    expect(page.get_by_text("Berikutnya supervisor memeriksa")).to_be_visible()
    truth = page.get_by_text("Perlindungan mulai setelah iuran dibayar.").bounding_box()
    bar = page.locator(".below").bounding_box()
    assert truth is not None
    assert bar is not None
    assert truth["y"] + truth["height"] <= bar["y"]  # read without scrolling
    with page.expect_download() as download:
        page.get_by_role("button", name="Bagikan bukti").click()
    assert download.value.suggested_filename.startswith("bukti-pendaftaran-")
    download.value.save_as(tmp_path / "slip.png")
    picture = Image.open(tmp_path / "slip.png").convert("L")
    dark = picture.point([255 if shade < 128 else 0 for shade in range(256)]).getbbox()
    assert dark is not None
    left, top, right, bottom = dark
    assert min(left, top, picture.width - right) >= 40
    assert 20 <= picture.height - bottom <= 80  # as high as its words
