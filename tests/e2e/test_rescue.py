"""A phone that cannot send: everything unsent leaves it as one locked file, and comes in from anywhere."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.cast import member
from tests.e2e.device import Device, Devices
from tests.e2e.eyes import faults
from tests.e2e.people import Recruiter
from tests.e2e.photographer import Photographer, Viewer
from tests.e2e.pictures import card
from tests.e2e.site import Site

FULL = """() => {
  for (const name of ["add", "put"]) {
    IDBObjectStore.prototype[name] = () => { throw new DOMException("no room", "QuotaExceededError"); };
  }
}"""


def rescue(phone: Device, file: Path) -> Path:
    page = phone.page
    page.get_by_role("link", name=re.compile("^Kirim")).click()
    page.get_by_role("link", name="Selamatkan data").click()
    expect(page.get_by_text("1 data dan 1 foto belum terkirim.")).to_be_visible()
    assert faults(page) == []
    with page.expect_download() as download:
        page.get_by_role("button", name="Simpan berkas").click()
    download.value.save_as(file)
    expect(page.get_by_text("Berkas sudah dibuat.")).to_be_visible()
    return file


def hand_in(page: Page, file: Path) -> None:
    page.get_by_label("Serahkan berkas").set_input_files(file)


def test_P151_a_full_phone_is_rescued_by_a_file(
    site: Site, devices: Devices, kayla: Device, tmp_path: Path
) -> None:
    vendor = member(1510)
    photo = card(tmp_path / "card.jpg", seed=1510)
    Photographer(kayla.cut()).signs_up_with(photo, vendor)
    kayla.open_again("/list")
    kayla.page.evaluate(FULL)
    file = rescue(kayla, tmp_path / "selamatkan.perisai")
    for secret in (vendor.name, vendor.nik, vendor.address):
        assert secret not in file.read_text()

    admin = devices.desk("ilham").sign_in("ilham").open_again("/rescue")
    hand_in(admin.page, file)
    expect(admin.page.get_by_text("Yang baru diterima server: 1 data dan 1 foto.")).to_be_visible()
    assert faults(admin.page) == []
    hand_in(admin.page, file)
    expect(admin.page.get_by_text("Tidak ada yang dobel.")).to_be_visible()
    desk = devices.desk("zulaikha").sign_in("zulaikha")
    Viewer(desk).reads(vendor)
    Viewer(desk).sees_photo()

    kayla.connect()  # the phone lives after all: its own road finds everything there
    Recruiter(kayla).sees(vendor, "Di supervisor").goes_to("/send")
    expect(kayla.page.get_by_text("semua terkirim", exact=True)).to_have_count(2)
    assert (site.operations(), len(site.photos_in())) == (1, 1)


def test_P151_handed_in_from_another_phone_and_what_is_no_such_file(
    site: Site, devices: Devices, kayla: Device, tmp_path: Path
) -> None:
    vendor = member(1511)
    Photographer(kayla.cut()).signs_up_with(card(tmp_path / "card.jpg", seed=1511), vendor)
    kayla.open_again("/list")
    file = rescue(kayla, tmp_path / "selamatkan.perisai")
    kayla.kill()
    other = devices.phone("rusman").sign_in("rusman").open_again("/rescue")
    expect(other.page.get_by_text("Semua sudah terkirim.")).to_be_visible()
    cut_off = tmp_path / "cut.perisai"
    cut_off.write_bytes(file.read_bytes()[:-900])
    hand_in(other.page, cut_off)
    expect(other.page.get_by_text("Ini bukan berkas penyelamatan")).to_be_visible()
    other.cut()
    hand_in(other.page, file)
    expect(other.page.get_by_text("sambungan terputus")).to_be_visible()
    other.connect()
    hand_in(other.page, file)
    expect(other.page.get_by_text("1 data dan 1 foto.").last).to_be_visible()
    assert faults(other.page) == []
    assert (site.operations(), len(site.photos_in())) == (1, 1)
