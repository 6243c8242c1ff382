"""Who signs in with a password that an admin made chooses their own (docs/security.md, P243)."""

import os

from playwright.sync_api import Page, expect

from tests.e2e.cast import member
from tests.e2e.device import Device, Devices
from tests.e2e.eyes import faults
from tests.e2e.people import Recruiter

NEW = "sepeda pagi tetangga"


def made_for(devices: Devices, name: str) -> str:
    """What the admin reads out."""
    desk = devices.desk("ilham").sign_in("ilham").open_again("/accounts").page
    desk.get_by_role("row").filter(has_text=name).get_by_role("link").click()
    desk.get_by_role("button", name="Buat kata sandi baru").click()
    desk.get_by_role("dialog").get_by_text(f"{name} memilih yang baru").wait_for()
    return desk.locator(".account-password").inner_text()


def gives(page: Page, new: str) -> None:
    page.get_by_label("Kata sandi baru").fill(new)
    page.get_by_role("button", name="Masuk", exact=True).click()


def test_P243_at_the_first_sign_in_on_a_phone(devices: Devices, kayla: Device) -> None:
    unsent = member(770)
    Recruiter(kayla.cut()).signs_up(unsent)
    made = made_for(devices, "Kayla Riyanti")
    other = devices.phone("kayla's new phone")
    page = other.page
    page.get_by_label("Nama pengguna").fill("kayla")
    page.get_by_label("Kata sandi", exact=True).fill(made)
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_text("Kata sandi ini dibuat admin")).to_be_visible()
    expect(page.get_by_label("Kata sandi baru")).to_be_focused()
    gives(page, "pendek")
    expect(page.get_by_text("Harus 12 sampai 200 karakter").last).to_be_visible()
    gives(page, "Kayla Riyanti")
    expect(page.get_by_text("Mudah ditebak").last).to_be_visible()
    if folder := os.environ.get("LOOK"):
        page.screenshot(path=f"{folder}/first-password.png")
    assert faults(page) == []
    gives(page, NEW)
    other.set_pin()

    kayla.connect()
    recruiter = Recruiter(kayla).goes_to("/send")
    again = kayla.page.get_by_role("heading", name="Masuk lagi untuk kabar terbaru")
    expect(again).to_be_visible(timeout=30_000)
    for password in (made, NEW):
        kayla.page.get_by_label("Kata sandi Kayla").fill(password)
        kayla.page.get_by_role("button", name="Masuk", exact=True).click()
        if password == made:
            expect(kayla.page.get_by_role("alert")).to_contain_text("kata sandi salah")
    expect(again).to_have_count(0)
    recruiter.sees(unsent, "Di supervisor")
