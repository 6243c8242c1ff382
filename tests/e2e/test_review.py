"""A supervisor reads, returns, approves; the verdict is about what was read."""

from tests.e2e.cast import member
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
