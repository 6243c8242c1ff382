"""A supervisor reads, returns, approves; the verdict is about what was read."""

from playwright.sync_api import expect

from tests.e2e.cast import Member, member
from tests.e2e.device import Device, Devices
from tests.e2e.people import Recruiter, Supervisor


def test_returned_corrected_offline_and_approved(kayla: Device, devices: Devices) -> None:
    vendor = member(11)
    recruiter = Recruiter(kayla).signs_up(vendor).sees(vendor, "Di supervisor")
    desk = Supervisor(devices.desk("zulaikha").sign_in("zulaikha"))
    desk.reads(vendor).returns(vendor, remark="Nomornya salah satu angka", about="Nomor HP")
    recruiter.sees(vendor, "Dikembalikan")
    kayla.cut()
    recruiter.opens(vendor).corrects_phone("081298765432", remark="Nomornya salah satu angka")
    recruiter.sees(vendor, "Di HP ini")
    kayla.connect()
    recruiter.sees(vendor, "Di supervisor")
    desk.reads(vendor).is_told("0812 9876 5432").approves(vendor)
    recruiter.sees(vendor, "Disetujui")


def test_M24_a_verdict_about_what_moved_is_not_taken(kayla: Device, devices: Devices) -> None:
    vendor = member(12)
    recruiter = Recruiter(kayla).signs_up(vendor).sees(vendor, "Di supervisor")
    desk = Supervisor(devices.desk("zulaikha").sign_in("zulaikha")).reads(vendor)
    desk.device.cut()
    recruiter.changes_phone(vendor, "081211112222").sees(vendor, "Di supervisor")
    desk.approves(vendor)
    desk.device.connect()
    desk.is_told("Persetujuan Anda belum diambil").is_told("0812 1111 2222")
    desk.approves(vendor)
    recruiter.sees(vendor, "Disetujui")


def test_M107_of_two_supervisors_on_one_record_the_later_is_told(
    kayla: Device, devices: Devices
) -> None:
    """Both have it open, one of them without a network: nothing is half done, and no verdict covers another."""
    vendor = member(13)
    recruiter = Recruiter(kayla).signs_up(vendor).sees(vendor, "Di supervisor")
    first = Supervisor(devices.desk("first").sign_in("zulaikha")).reads(vendor)
    second = Supervisor(devices.desk("second").sign_in("zulaikha")).reads(vendor)
    second.device.cut()
    first.returns(vendor, remark="Nomornya salah satu angka", about="Nomor HP")
    recruiter.sees(vendor, "Dikembalikan")
    second.approves(vendor)
    second.device.connect()
    second.has_sent_all().reads(vendor).is_told("Keputusan Anda belum diambil")
    _has_read(second, vendor)
    recruiter.sees(vendor, "Dikembalikan")


def test_M107_a_verdict_on_what_was_withdrawn_is_not_taken(kayla: Device, devices: Devices) -> None:
    vendor = member(14)
    recruiter = Recruiter(kayla).signs_up(vendor).sees(vendor, "Di supervisor")
    desk = Supervisor(devices.desk("zulaikha").sign_in("zulaikha")).reads(vendor)
    desk.device.cut()
    _withdraws(recruiter, vendor)
    desk.approves(vendor)
    desk.device.connect()
    desk.has_sent_all().reads(vendor).is_told("Keputusan Anda belum diambil").is_told("Ditarik")
    _has_read(desk, vendor)
    recruiter.sees(vendor, "Ditarik")


def _withdraws(recruiter: Recruiter, vendor: Member) -> None:
    """The person had been signed up by somebody else."""
    page = recruiter.opens(vendor).device.page
    page.get_by_role("button", name="Tarik pendaftaran", exact=True).click()
    page.get_by_role("dialog").get_by_label("Sudah didaftarkan orang lain.").check()
    page.get_by_role("button", name="Ya, tarik").click()
    page.get_by_role("dialog").wait_for(state="detached")  # it closes once this is saved
    recruiter.sees(vendor, "Ditarik")


def _has_read(desk: Supervisor, vendor: Member) -> None:
    """Gone from the queue by one key, and still gone when the desk is opened anew."""
    page = desk.device.page
    expect(page.get_by_role("button", name="Sudah saya baca")).to_be_visible()
    page.keyboard.press("s")
    expect(page.get_by_text("Antrean kosong")).to_be_visible()
    desk.device.open_again("/queue")
    expect(page.get_by_text("Antrean kosong")).to_be_visible()
    assert page.get_by_text(vendor.name).count() == 0
