"""After approval: fields copied for the portal, a table that brings the code back, a payment typed, money shown."""

from datetime import date
from pathlib import Path
from typing import Self

from playwright.sync_api import expect

from tests.e2e.cast import Member, member
from tests.e2e.device import Device, Devices
from tests.e2e.people import Recruiter, Supervisor


class Clerk:
    """An admin who keeps the branch's portal."""

    def __init__(self, device: Device) -> None:
        self.device = device

    def opens(self, of: Member, stage: str) -> Self:
        page = self.device.page
        self.device.open_again("/approved")
        page.get_by_role("button", name=stage).click()
        page.get_by_role("link", name=of.name).click(timeout=20_000)
        expect(page.locator("#record-name")).to_have_text(of.name)
        return self

    def copies(self, field: str, text: str) -> Self:
        page = self.device.page
        page.get_by_role("button", name=f"Salin {field}").click()
        assert page.evaluate("navigator.clipboard.readText()") == text
        return self

    def chooses(self, file: Path) -> Self:
        page = self.device.page
        self.device.open_again("/approved")
        page.get_by_role("link", name="Ambil dari berkas").click()
        page.locator("input[type=file]").set_input_files(file)
        return self

    def is_told(self, *words: str) -> Self:
        for said in words:
            expect(self.device.page.get_by_text(said).first).to_be_visible(timeout=20_000)
        return self

    def saves(self, rows: int) -> Self:
        self.device.page.get_by_role("button", name=f"Simpan {rows} baris").click()
        return self.is_told("Selesai.")

    def types_payment(self, day: str) -> Self:
        page = self.device.page
        page.get_by_label("Tanggal bayar").fill(day)
        page.get_by_role("button", name="Catat pembayaran").click()
        return self.is_told("Tersimpan")

    def downloads(self, name: str) -> str:
        page = self.device.page
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        return Path(download.value.path()).read_text("utf-8-sig")


def test_P163_from_approval_to_payment(kayla: Device, devices: Devices, tmp_path: Path) -> None:
    paying, other = member(71), member(72)
    phone = Recruiter(kayla)
    for one in (paying, other):
        phone.goes_to("/").signs_up(one).sees(one, "Di supervisor")
    boss = Supervisor(devices.desk("zulaikha").sign_in("zulaikha"))
    for one in (paying, other):
        boss.reads(one).approves(one).has_sent_all()

    clerk = Clerk(devices.desk("ilham").sign_in("ilham"))
    clerk.opens(paying, "Belum ada kode").copies("NIK", paying.nik)
    told = tmp_path / "portal.csv"
    told.write_text(
        "Kode bayar;NIK;Berlaku hingga;Catatan\n"
        f"888100000001;{paying.nik};31/12/2099;x\n"
        f"888100000002;123;31/12/2099;x\n"
    )
    clerk.chooses(told).is_told("1 baris akan disimpan", "1 baris salah", "NIK terdiri dari 16")
    clerk.saves(1)
    clerk.chooses(told).is_told("1 baris sudah tercatat", "Tidak ada yang perlu disimpan.")
    day = date.today().isoformat()  # noqa: DTZ011  the browsers' own day
    clerk.opens(paying, "Menunggu bayar").types_payment(day)
    clerk.opens(paying, "Sudah dibayar")
    phone.sees(paying, "Sudah dibayar").goes_to("/")
    kayla.page.get_by_role("button", name="Perkiraan insentif").click()
    phone.reads("Sudah dibayar 1 anggota")

    clerk.device.open_again(f"/incentives/{day[:7]}")
    assert "Kayla Riyanti" in clerk.downloads("Unduh CSV")
    clerk.device.page.get_by_role("link", name="Kayla Riyanti").click()
    clerk.is_told(paying.name)


def test_P163_rubbish_is_said_in_words(devices: Devices, tmp_path: Path) -> None:
    clerk = Clerk(devices.desk("ilham").sign_in("ilham"))
    rubbish = tmp_path / "photo.csv"
    rubbish.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    clerk.chooses(rubbish).is_told("Ini bukan tabel CSV atau XLSX")


def test_P163_the_example_of_a_table_is_taken_as_it_is(devices: Devices, tmp_path: Path) -> None:
    clerk = Clerk(devices.desk("ilham").sign_in("ilham"))
    page = clerk.device.page
    for kind, told in (("clinics", "1 baris akan disimpan"), ("accounts", "akan disimpan")):
        clerk.device.open_again(f"/import/{kind}")
        example = tmp_path / f"{kind}.csv"
        example.write_text(clerk.downloads("Unduh contoh"))
        page.locator("input[type=file]").set_input_files(example)
        clerk.is_told(told)
        page.get_by_role("button", name="Simpan", exact=False).first.click()
        clerk.is_told("Selesai.")
