"""What two devices changed unseen by each other, settled by an admin and seen by all."""

from tests.e2e.cast import member
from tests.e2e.device import Device, Devices
from tests.e2e.people import Admin, Recruiter, Supervisor


def test_M15_two_phones_one_unit_one_answer(kayla: Device, devices: Devices) -> None:
    vendor = member(21)
    first = Recruiter(kayla).signs_up(vendor).sees(vendor, "Di supervisor")
    other = Recruiter(devices.phone("kayla-2").sign_in("kayla"))
    other.sees(vendor, "Di supervisor")
    kayla.cut()
    other.device.cut()
    first.changes_phone(vendor, "081211112222")
    other.changes_phone(vendor, "081233334444")
    kayla.connect()
    first.sees(vendor, "Di supervisor")
    other.device.connect()
    other.sees(vendor, "Sedang diselesaikan")
    admin = Admin(devices.desk("ilham").sign_in("ilham"))
    admin.opens_conflict(vendor).takes_proposed().settles(vendor)
    for recruiter in (first, other):
        recruiter.sees(vendor, "Di supervisor")
        recruiter.opens(vendor).reads("0812 3333 4444").reads("Sudah diselesaikan admin")


def test_M15_different_units_merge_by_themselves(kayla: Device, devices: Devices) -> None:
    vendor = member(22)
    first = Recruiter(kayla).signs_up(vendor).sees(vendor, "Di supervisor")
    other = Recruiter(devices.phone("kayla-2").sign_in("kayla")).sees(vendor, "Di supervisor")
    kayla.cut()
    first.changes_phone(vendor, "081211112222")
    other.changes(vendor, part="Kerja", label="Tempat kerja", value="Kantin belakang")
    kayla.connect()
    for recruiter in (first, other):
        recruiter.sees(vendor, "Di supervisor")
        recruiter.opens(vendor).reads("0812 1111 2222").reads("Kantin belakang")


def test_M40_M41_the_same_person_twice(kayla: Device, devices: Devices) -> None:
    vendor = member(23)
    mine = Recruiter(kayla).signs_up(vendor).sees(vendor, "Di supervisor")
    theirs = Recruiter(devices.phone("rusman").sign_in("rusman")).signs_up(vendor)
    mine.sees(vendor, "Sedang diselesaikan")
    theirs.sees(vendor, "Sedang diselesaikan")
    admin = Admin(devices.desk("ilham").sign_in("ilham"))
    admin.opens_duplicate(vendor).keeps("A").settles(vendor)
    mine.sees(vendor, "Di supervisor")
    theirs.sees(vendor, "Ditolak")


def test_M21_a_change_after_approval_waits_for_the_admin(kayla: Device, devices: Devices) -> None:
    vendor = member(24)
    first = Recruiter(kayla).signs_up(vendor).sees(vendor, "Di supervisor")
    kayla.cut()
    first.changes_phone(vendor, "081211112222")
    desk = Supervisor(devices.desk("zulaikha").sign_in("zulaikha"))
    desk.reads(vendor).approves(vendor).has_sent_all()
    kayla.connect()
    first.sees(vendor, "Sedang diselesaikan")
    admin = Admin(devices.desk("ilham").sign_in("ilham"))
    admin.opens_conflict(vendor).takes_proposed().settles(vendor)
    first.sees(vendor, "Di supervisor")
    desk.reads(vendor).is_told("0812 1111 2222").approves(vendor)
    first.sees(vendor, "Disetujui")
