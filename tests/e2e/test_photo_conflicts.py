"""Two photos of one card, taken unseen by each other: both are looked at before one of them is chosen."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.cast import member
from tests.e2e.device import Device, Devices
from tests.e2e.eyes import faults
from tests.e2e.people import Admin
from tests.e2e.photographer import Photographer, photos_arrive
from tests.e2e.pictures import card
from tests.e2e.site import Site


def test_P133_the_admin_sees_both_photos_and_what_is_still_to_come(
    site: Site, kayla: Device, devices: Devices, tmp_path: Path
) -> None:
    vendor = member(550)
    first = Photographer(kayla).signs_up_with(card(tmp_path / "1.jpg", seed=550), vendor)
    first.sees(vendor, "Di supervisor").goes_to("/send")
    photos_arrive(site, 1)
    other = Photographer(devices.phone("kayla-2").sign_in("kayla"))
    other.sees(vendor, "Di supervisor")
    for phone in (kayla, other.device):
        phone.cut()
    first.changes_photo(card(tmp_path / "2.jpg", seed=551), vendor)
    other.changes_photo(card(tmp_path / "3.jpg", seed=552), vendor)
    kayla.connect()
    first.goes_to("/send")
    photos_arrive(site, 2)
    uploads = re.compile("/api/v1/(uploads|photo-pieces)")
    other.device.page.route(uploads, lambda route: route.abort())
    other.device.connect()
    other.goes_to("/").sees(vendor, "Sedang diselesaikan")

    admin = Admin(devices.desk("ilham").sign_in("ilham")).opens_conflict(vendor)
    page = admin.device.page
    row = page.get_by_role("radiogroup", name="Foto KTP")
    pictures = row.locator("button.photo img")
    expect(pictures).to_have_count(1)
    expect(row.get_by_text("Foto menyusul dari HP perekrut.")).to_be_visible()
    other.device.page.unroute(uploads)
    other.goes_to("/send")
    photos_arrive(site, 3)

    admin.opens_conflict(vendor)
    expect(pictures).to_have_count(2)
    for picture in pictures.all():
        assert picture.evaluate("it => it.decode().then(() => it.naturalWidth)") > 0
    assert faults(page) == []
    admin.takes_proposed()
    expect(page.locator(".preview button.photo img")).to_be_visible()
    admin.settles(vendor)
    other.sees(vendor, "Di supervisor")
