"""WCAG 2.1.1, 2.4.3, 2.4.7, 2.4.11, 4.1.3: what a recruiter does beside signing people up, by keys alone."""

from pathlib import Path

from playwright.sync_api import FileChooser, Locator, Page, expect

from tests.e2e.cast import PASSWORD, member
from tests.e2e.device import DOOR, PIN, Device, Devices
from tests.e2e.people import Recruiter, Supervisor
from tests.e2e.typist import Typist

NEW_PIN = "407391"


def status(page: Page, words: str) -> None:
    """Said in a live region, so that it is read out without the focus moving there."""
    expect(page.get_by_role("status").filter(has_text=words).first).to_be_attached()


def button_in_sheet(page: Page, words: str) -> Locator:
    return page.get_by_role("dialog").get_by_role("button", name=words, exact=True)


def test_a_returned_one_is_corrected_and_then_withdrawn(kayla: Device, devices: Devices) -> None:
    vendor = member(1701)
    Recruiter(kayla).signs_up(vendor).sees(vendor, "Di supervisor")
    desk = Supervisor(devices.desk("zulaikha").sign_in("zulaikha"))
    desk.reads(vendor).returns(vendor, remark="Nomornya salah", about="Nomor HP")
    Recruiter(kayla).sees(vendor, "Dikembalikan")
    page = kayla.page
    typist = Typist(page).goes(vendor.name).reads(vendor.name)
    typist.to(page.get_by_label("Nomor HP")).presses("Control+A").page.keyboard.type("081377889900")
    expect(page.get_by_text("1 dari 1 sudah dibetulkan")).to_be_visible()
    typist.goes("Kirim lagi").reads("Pendaftar saya")
    typist.goes(vendor.name).reads(vendor.name).goes("Tarik pendaftaran")
    typist.chooses("Atas permintaan sendiri.").goes("Ya, tarik")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Persetujuan ditarik")).to_be_focused()
    expect(page.get_by_text("Ditarik", exact=True).first).to_be_visible()


def test_settings_and_changing_places(kayla: Device) -> None:
    """Language, look, photos on Wi-Fi, another PIN, locking, signing out, and somebody else's turn."""
    page = kayla.page
    root = page.locator("html")
    typist = Typist(page).goes("Kirim").reads("Pengiriman")
    wifi = page.get_by_role("switch", name="Foto hanya lewat Wi-Fi")
    typist.to(wifi).presses("Space")
    expect(wifi).to_be_checked()
    typist.goes("Setelan").reads("Setelan").chooses("English").reads("Settings")
    expect(root).to_have_attribute("lang", "en")
    typist.chooses("Indonesia").reads("Setelan").chooses("Gelap")
    expect(root).to_have_attribute("data-theme", "dark")
    typist.goes("Ganti PIN")
    for name, digits in (("PIN sekarang", PIN), ("PIN baru", NEW_PIN), ("Ketik PIN", NEW_PIN)):
        page.get_by_role("group", name=name).wait_for()
        page.keyboard.type(digits)
    status(page, "PIN sudah diganti.")
    expect(page.get_by_role("button", name="Ganti PIN")).to_be_focused()
    typist.goes("Kunci sekarang")
    page.get_by_role("group", name="PIN Kayla").wait_for()
    page.keyboard.type(NEW_PIN)
    typist.reads("Setelan").goes("Keluar").to(button_in_sheet(page, "Keluar")).presses("Enter")
    typist.reads(DOOR).goes("Masuk dengan akun lain")
    typist.types("Nama pengguna", "rusman").types("Kata sandi", PASSWORD).presses("Enter")
    kayla.set_pin()
    typist.reads("Beranda").goes("Setelan").goes("Kunci sekarang").reads(DOOR)
    typist.to(page.get_by_role("button", name="Kayla")).presses("Enter")
    typist.types("Kata sandi Kayla", PASSWORD).presses("Enter")
    page.get_by_role("group", name="PIN Kayla").wait_for()
    page.keyboard.type(NEW_PIN)
    typist.reads("Beranda")


def saved(typist: Typist, file: Path) -> Path:
    page = typist.page
    with page.expect_download() as download:
        typist.goes("Simpan berkas")
    download.value.save_as(file)
    return file


def chosen(typist: Typist, button: str) -> FileChooser:
    with typist.page.expect_file_chooser() as asked:
        typist.goes(button)
    return asked.value


def test_work_goes_from_hand_to_hand(kayla: Device, devices: Devices, tmp_path: Path) -> None:
    """Given to a colleague, taken in there, and rescued; each outcome is said in a live region."""
    Recruiter(kayla.cut()).signs_up(member(1702)).goes_to("/send")
    page = kayla.page
    typist = Typist(page).goes("Titipkan ke HP rekan")
    bundle = saved(typist, tmp_path / "titipan.perisai")
    expect(page.get_by_role("button", name="Titipkan ke HP rekan")).to_be_focused()
    status(page, "1 dititipkan")
    typist.goes("Selamatkan data").reads("Selamatkan data")
    rescue = saved(typist, tmp_path / "selamatkan.perisai")
    status(page, "Berkas sudah dibuat.")

    rusman = devices.phone("rusman").sign_in("rusman").open_again("/send").page
    other = Typist(rusman).goes("Terima titipan rekan")
    chosen(other, "Pilih berkas").set_files(bundle)
    status(rusman, "Titipan diterima.")
    other.presses("Escape")
    expect(rusman.get_by_role("button", name="Terima titipan rekan")).to_be_focused()
    other.goes("Selamatkan data").reads("Selamatkan data")
    chosen(other, "Serahkan berkas").set_files(rescue)
    status(rusman, "Berkas ini berisi 1 data")
