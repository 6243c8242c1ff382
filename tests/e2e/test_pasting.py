"""WCAG 3.3.8: nobody has to remember or copy by hand; what a password manager gives is taken."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.cast import PASSWORD
from tests.e2e.device import PIN, Devices


def paste(page: Page, text: str) -> None:
    page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+V")


def test_password_and_pin_are_pasted(devices: Devices) -> None:
    page = devices.phone("kayla").page
    page.get_by_label("Nama pengguna").fill("kayla")
    password = page.get_by_label("Kata sandi", exact=True)
    expect(password).to_have_attribute("autocomplete", "current-password")
    password.focus()
    paste(page, PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("group", name=re.compile("^Buat PIN")).wait_for()
    paste(page, PIN)
    page.get_by_role("group", name="Ketik PIN sekali lagi").wait_for()
    paste(page, f" {PIN[:3]} {PIN[3:]}\n")
    expect(page.get_by_role("heading", level=1, name="Beranda")).to_be_attached()
    page.goto(page.url)
    page.get_by_role("group", name="PIN Kayla").wait_for()
    paste(page, PIN)
    expect(page.get_by_role("heading", level=1, name="Beranda")).to_be_attached()
