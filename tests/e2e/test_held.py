"""What the server holds for an admin: taken, turned down, and what the phone says of it."""

from tests.e2e.cast import KAYLA, MELATI, member
from tests.e2e.device import Device, Devices
from tests.e2e.people import Admin, Recruiter, Supervisor
from tests.e2e.site import Site


def test_M60_M61_held_then_taken_or_turned_down(
    site: Site, kayla: Device, devices: Devices
) -> None:
    wanted, refused = member(41), member(42)
    phone = Recruiter(kayla.cut())
    site.move(KAYLA, MELATI.id)
    phone.goes_to("/").signs_up(wanted).goes_to("/").signs_up(refused)
    kayla.connect()
    phone.sees(wanted, "Di admin").sees(refused, "Di admin")
    admin = Admin(devices.desk("ilham").sign_in("ilham"))
    admin.opens_held(wanted).reads("Kayla saat ini tidak bertugas di Klinik Anggrek").takes(wanted)
    admin.opens_held(refused).dismisses(refused, "Klinik Anggrek mendaftar sendiri.")
    admin.device.open_again("/held")
    admin.reads("Tidak ada yang ditahan")
    phone.sees(wanted, "Di supervisor").sees(refused, "Ditolak")
    phone.opens(refused).reads("Ditolak admin: Klinik Anggrek mendaftar sendiri.")
    Supervisor(devices.desk("zulaikha").sign_in("zulaikha")).reads(wanted)


def test_M65_turning_down_is_undone_by_taking(site: Site, kayla: Device, devices: Devices) -> None:
    vendor = member(43)
    phone = Recruiter(kayla.cut())
    site.move(KAYLA, MELATI.id)
    phone.goes_to("/").signs_up(vendor)
    kayla.connect()
    phone.sees(vendor, "Di admin")
    admin = Admin(devices.desk("ilham").sign_in("ilham"))
    admin.opens_held(vendor).dismisses(vendor, "Salah tekan.").undoes()
    phone.sees(vendor, "Di supervisor")
