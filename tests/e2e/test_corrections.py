"""A correction is a draft: killed in the middle of a word it is there again, and what came too late is shown."""

from playwright.sync_api import expect

from tests.e2e.cast import member
from tests.e2e.device import Device, Devices
from tests.e2e.eyes import faults
from tests.e2e.people import Recruiter, Supervisor
from tests.e2e.site import Site

REMARK = "Nomor HP tidak tersambung"
TYPED = "081299990000"


def test_P150_killed_in_the_middle_of_a_correction_it_is_there_again(
    site: Site, devices: Devices, kayla: Device
) -> None:
    vendor = member(1500)
    Recruiter(kayla).signs_up(vendor).sees(vendor, "Di supervisor")
    desk = devices.desk("zulaikha").sign_in("zulaikha")
    Supervisor(desk).reads(vendor).returns(vendor, remark=REMARK, about="Nomor HP")
    Recruiter(kayla).sees(vendor, "Dikembalikan")
    kayla.cut()
    Recruiter(kayla).opens(vendor).reads(REMARK)
    kayla.page.get_by_label("Nomor HP").press_sequentially("9")
    kayla.page.get_by_label("Nomor HP").fill(TYPED)
    expect(kayla.page.get_by_role("status").get_by_text("Draf aman")).to_be_visible()
    kayla.kill()
    kayla.open()
    Recruiter(kayla).reads("Lanjutkan perbaikan").sees(vendor, "Perbaikan belum dikirim")
    assert faults(kayla.page) == []
    kayla.connect()
    Recruiter(kayla).opens(vendor).reads("1 dari 1 sudah dibetulkan")
    expect(kayla.page.get_by_label("Nomor HP")).to_have_value("0812 9999 0000")
    assert faults(kayla.page) == []
    kayla.page.get_by_role("button", name="Kirim lagi").click()
    Recruiter(kayla).heading("Pendaftar saya").sees(vendor, "Di supervisor")
    expect(kayla.page.get_by_text("Perbaikan belum dikirim")).to_have_count(0)
    Supervisor(desk).reads(vendor).is_told("0812 9999 0000")
    assert site.operations() == len(("create", "return", "amend"))


def test_P150_a_correction_that_comes_too_late_is_shown_and_let_go_of(
    site: Site, devices: Devices, kayla: Device
) -> None:
    vendor = member(1501)
    Recruiter(kayla).signs_up(vendor).sees(vendor, "Di supervisor")
    Recruiter(kayla.cut()).opens(vendor)
    kayla.page.get_by_role("link", name="Ubah Alamat dan HP").click()
    kayla.page.get_by_label("Nomor HP").fill(TYPED)
    expect(kayla.page.get_by_role("status").get_by_text("Draf aman")).to_be_visible()
    desk = devices.desk("zulaikha").sign_in("zulaikha")
    Supervisor(desk).reads(vendor).approves(vendor).has_sent_all()
    kayla.connect()
    Recruiter(kayla).sees(vendor, "Disetujui").opens(vendor)
    Recruiter(kayla).reads("Perbaikan ini tidak terkirim").reads("0812 9999 0000")
    assert faults(kayla.page) == []
    kayla.page.get_by_role("button", name="Buang perbaikan").click()
    Recruiter(kayla).reads("Perbaikan dibuang.")
    kayla.page.get_by_role("button", name="Urungkan").click()
    kayla.page.get_by_role("button", name="Buang perbaikan").click()
    Recruiter(kayla).reads("Perbaikan dibuang.")
    Recruiter(kayla).sees(vendor, "Disetujui")
    expect(kayla.page.get_by_text("Perbaikan belum dikirim")).to_have_count(0)
    assert site.operations() == len(("create", "approve"))
