"""An admin finds a person, hands out what is kept about them, and erases it on their request."""

import json
import zipfile
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import expect

from server.store.audit import Fault, verify
from server.store.engine import open_engine
from tests.e2e.cast import member
from tests.e2e.device import Device, Devices
from tests.e2e.people import LOOKS, Recruiter, Supervisor
from tests.e2e.site import Site


def test_P174_P175_P177_found_handed_out_and_erased(
    site: Site, kayla: Device, devices: Devices, tmp_path: Path
) -> None:
    vendor, other = member(61), member(62)
    phone = Recruiter(kayla).signs_up(vendor).sees(vendor, "Di supervisor")
    phone.goes_to("/").signs_up(other).sees(other, "Di supervisor")
    Supervisor(devices.desk("zulaikha").sign_in("zulaikha")).reads(vendor)

    desk = devices.desk("ilham").sign_in("ilham")
    page = desk.page
    desk.open_again("/data")
    page.get_by_role("link", name=other.name).wait_for()
    page.get_by_label("Awal nama atau 16 angka NIK").fill(vendor.nik)
    page.get_by_role("button", name="Cari", exact=True).click()
    expect(page.get_by_role("link", name=other.name)).to_have_count(0)
    page.get_by_role("link", name=vendor.name).click()
    past = page.get_by_label("Riwayat lengkap dari server")
    expect(past.get_by_text("Didaftarkan")).to_be_visible()
    expect(past.get_by_text("Kayla Riyanti (Perekrut)")).to_be_visible()

    with page.expect_download() as download:
        page.get_by_role("button", name="Buat berkas akses").click()
    file = tmp_path / "access.zip"
    download.value.save_as(file)
    with zipfile.ZipFile(file) as made:
        page_text = made.read("index.html").decode()
        assert len(json.loads(made.read("data.json"))["registrations"]) == 1
    assert vendor.nik in page_text
    assert other.nik not in page_text
    assert vendor.nik not in page.url

    reference = page.get_by_text("Nomor", exact=False).first.inner_text().split()[-1]
    registration = page.url.rsplit("/", 1)[1]
    page.get_by_role("button", name="Hapus datanya…").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("button", name="Hapus", exact=True)).to_have_attribute(
        "aria-disabled", "true"
    )
    sheet.get_by_label("untuk memastikan").fill(reference.lower())
    sheet.get_by_role("button", name="Hapus", exact=True).click()
    expect(page.get_by_text("Permintaan tersimpan")).to_be_visible()

    gone = page.get_by_role("heading", name="Isinya sudah dihapus")
    for _ in range(LOOKS):
        desk.open_again(f"/data/{registration}")
        with suppress(AssertionError):
            expect(gone).to_be_visible()
            break
    expect(gone).to_be_visible()
    assert site.says(vendor.nik) == []
    assert len(site.says(other.nik)) > 0
    kayla.open_again("/")
    expect(kayla.page.get_by_text(other.name).first).to_be_visible()
    expect(kayla.page.get_by_text(vendor.name)).to_have_count(0, timeout=20_000)

    desk.open_again("/processing")
    expect(page.get_by_role("cell", name="membuat berkas akses")).to_be_visible()
    expect(page.get_by_role("cell", name="membaca riwayat").first).to_be_visible()
    assert _faults(site) == []


def _faults(site: Site) -> list[Fault]:
    """What does not fit in the ledger of a site."""
    engine = open_engine(site.database_url)
    found = [told for told in verify(engine) if isinstance(told, Fault)]
    engine.dispose()
    return found
