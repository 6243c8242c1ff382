"""A recruiter is moved to another clinic while their phone is out of reach."""

from tests.e2e.cast import member
from tests.e2e.device import Device, Devices
from tests.e2e.people import Admin, Recruiter, Supervisor


def test_M76_M78_M81_who_is_moved_takes_along_what_they_did(
    kayla: Device, devices: Devices
) -> None:
    before, late = member(51), member(52)
    phone = Recruiter(kayla)
    phone.goes_to("/").signs_up(before).sees(before, "Di supervisor")
    kayla.cut()
    phone.goes_to("/").signs_up(late)
    admin = Admin(devices.desk("ilham").sign_in("ilham"))
    admin.moves("Kayla Riyanti", origin="Klinik Anggrek", to="Klinik Melati")
    kayla.connect()
    phone.sees(late, "Di supervisor").opens(before).reads("Dipindah ke klinik lain")
    boss = Supervisor(devices.desk("zulaikha").sign_in("zulaikha"))
    boss.reads(late).is_told("Dikirim setelah tugas pembuatnya berakhir")
