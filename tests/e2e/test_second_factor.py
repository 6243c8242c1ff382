"""A desk's sign-in with a code: made by a picture, asked for again, and lost (docs/security.md, P196-P198)."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyotp
import pytest

from tests.e2e.cast import PASSWORD
from tests.e2e.device import Device, Devices
from tests.e2e.site import Site

FIRST, CODE = "Kode 6 angka dari aplikasi itu", "Kode dari aplikasi autentikator"
WRONG = "Kode salah, atau sudah pernah dipakai"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """As an operator has it who has set nothing."""
    site = Site(tmp_path)
    site.second_factor = "desks"
    site.start()
    yield site
    site.kill()


def prove(desk: Device, username: str) -> None:
    """Give name and password at the door."""
    page = desk.page
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()


def give(desk: Device, label: str, code: str) -> None:
    desk.page.get_by_label(label).fill(code)
    desk.page.get_by_role("button", name="Masuk").click()


def shown(desk: Device) -> tuple[str, list[str]]:
    """The secret and the recovery codes, as somebody reads them who cannot scan."""
    desk.page.get_by_role("heading", name="Pasang kode masuk").wait_for()
    desk.page.get_by_role("img", name="Kode QR untuk aplikasi autentikator").wait_for()
    secret = desk.page.locator(".factor-secret").inner_text().replace(" ", "")
    return secret, desk.page.locator(".factor-recovery li").all_inner_texts()


def now(secret: str) -> str:
    return pyotp.TOTP(secret).at(datetime.now(UTC))


def test_P196_P197_P198_a_desk_signs_in_with_codes(devices: Devices) -> None:
    desk = devices.desk("ilham")
    prove(desk, "ilham")
    secret, recovery = shown(desk)
    if folder := os.environ.get("LOOK"):
        desk.page.screenshot(path=f"{folder}/second-factor-new.png", full_page=True)
    used = now(secret)
    give(desk, FIRST, used)
    desk.set_pin()
    other = devices.desk("another")
    prove(other, "ilham")
    give(other, CODE, used)
    other.page.get_by_text(WRONG).wait_for()
    if folder := os.environ.get("LOOK"):
        other.page.screenshot(path=f"{folder}/second-factor-asked.png", full_page=True)
    give(other, CODE, recovery[0])
    other.set_pin()
