"""People change their own password, on a phone and at a desk (docs/security.md, P240-P242)."""

import os

from playwright.sync_api import Page, expect

from tests.e2e.cast import PASSWORD, member
from tests.e2e.device import Device, Devices
from tests.e2e.eyes import faults
from tests.e2e.people import Recruiter
from tests.e2e.site import Site

NEW = "sepeda pagi tetangga"


def fills(page: Page, old: str, new: str) -> None:
    sheet = page.get_by_role("dialog", name="Ganti kata sandi")
    sheet.get_by_label("Kata sandi sekarang").fill(old)
    sheet.get_by_label("Kata sandi baru").fill(new)
    sheet.get_by_role("button", name="Ganti kata sandi").click()


def is_told(page: Page, words: str) -> None:
    """At its field, and aloud."""
    error = page.get_by_role("dialog").locator(".said.error").filter(has_text=words)
    expect(error).to_be_visible()
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text(words)


def looked_at(page: Page, name: str) -> None:
    if folder := os.environ.get("LOOK"):
        page.screenshot(path=f"{folder}/{name}.png")
    assert faults(page) == []


def test_P240_P241_P242_a_recruiter_changes_it_and_loses_nothing(
    site: Site, kayla: Device, devices: Devices
) -> None:
    unsent = member(760)
    other = devices.phone("kayla's other").sign_in("kayla").cut()
    Recruiter(other).signs_up(unsent)

    page = kayla.open_again("/settings").page
    page.get_by_role("button", name="Ganti kata sandi").click()
    fills(page, "bukan yang ini", "pendek")
    is_told(page, "Harus 12 sampai 200 karakter")
    fills(page, "bukan yang ini", NEW)
    is_told(page, "Bukan kata sandi Anda yang sekarang")
    expect(page.get_by_label("Kata sandi sekarang")).to_be_focused()
    fills(page, PASSWORD, "Kayla Riyanti")
    is_told(page, "Mudah ditebak")
    expect(page.get_by_label("Kata sandi baru")).to_be_focused()
    looked_at(page, "own-password-phone")
    kayla.cut()
    fills(page, PASSWORD, NEW)
    expect(page.get_by_role("alert")).to_contain_text("Server belum terjangkau")
    kayla.connect()
    fills(page, PASSWORD, NEW)
    expect(page.get_by_role("status").filter(has_text="Kata sandi sudah diganti")).to_be_visible()
    Recruiter(kayla).goes_to("/").signs_up(member(761)).sees(member(761), "Di supervisor")

    other.connect()
    recruiter = Recruiter(other).goes_to("/send")
    again = other.page.get_by_role("heading", name="Masuk lagi untuk kabar terbaru")
    expect(again).to_be_visible(timeout=30_000)
    assert site.operations() == 2, "what was unsent came by the device's own credential"
    other.page.get_by_label("Kata sandi Kayla").fill(PASSWORD)
    other.page.get_by_role("button", name="Masuk", exact=True).click()
    expect(other.page.get_by_role("alert")).to_contain_text("kata sandi salah")
    other.page.get_by_label("Kata sandi Kayla").fill(NEW)
    other.page.get_by_role("button", name="Masuk", exact=True).click()
    expect(again).to_have_count(0)
    recruiter.sees(unsent, "Di supervisor").sees(member(761), "Di supervisor")


def test_P240_a_desk_changes_it_on_its_persons_sheet(devices: Devices) -> None:
    desk = devices.desk("zulaikha").sign_in("zulaikha").open_again("/devices")
    page = desk.page
    page.get_by_role("button", name="Zulaikha").click()
    page.get_by_role("button", name="Ganti kata sandi").click()
    fills(page, PASSWORD, "zulaikha-2026")
    expect(page.get_by_role("dialog").get_by_text("Mudah ditebak").first).to_be_visible()
    fills(page, PASSWORD, NEW)
    expect(page.get_by_role("status").filter(has_text="Kata sandi sudah diganti")).to_be_visible()
    looked_at(page, "own-password-desk")
    devices.desk("another").sign_in("zulaikha", NEW)
