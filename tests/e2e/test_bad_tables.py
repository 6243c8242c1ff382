"""Tables as offices send them, at the desk: what cannot be read is said in words, and nothing is half done."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.cast import member
from tests.e2e.device import Device, Devices
from tests.e2e.people import Recruiter, Supervisor
from tests.e2e.test_after import Clerk

HEAD = ("NIK", "Kode iuran", "Berlaku sampai", "Jumlah")
LONG = 200_000


@dataclass(frozen=True, slots=True)
class Bad:
    """A file that is refused as a whole, and the words that say why."""

    name: str
    data: bytes
    says: str


REFUSED = (
    Bad("empty.csv", b"", "Berkas kosong."),
    Bad("layout.csv", b"Nama;Umur\nSiti;30\n", "Baris pertama harus memuat nama kolom"),
    Bad("columns.csv", b"NIK;Catatan\n1;x\n", "Kolom ini belum ada"),
    Bad("twice.csv", b"NIK;No KTP;KPJ\n1;2;3\n", "Kolom ini ada dua kali: No KTP"),
    Bad("letters.csv", b"NIK;KPJ\n\x81\x8d;\x90", "Hurufnya tidak terbaca."),
    Bad("picture.xlsx", b"PK\x03\x04 no workbook", "Ini bukan tabel CSV atau XLSX"),
    Bad("long.csv", b"NIK;KPJ\n" + b"1;2\n" * (LONG + 1), "paling banyak 200.000"),
)


def table(*rows: tuple[str, ...], separator: str = ";") -> str:
    return "\r\n".join(separator.join(row) for row in (HEAD, *rows))


@pytest.fixture
def approved(kayla: Device, devices: Devices) -> str:
    """The NIK of somebody who waits for a code."""
    vendor = member(91)
    Recruiter(kayla).signs_up(vendor).sees(vendor, "Di supervisor")
    boss = Supervisor(devices.desk("zulaikha").sign_in("zulaikha"))
    boss.reads(vendor).approves(vendor).has_sent_all()
    return vendor.nik


def test_P163_each_bad_table_has_its_words(approved: str, devices: Devices, tmp_path: Path) -> None:
    clerk = Clerk(devices.desk("ilham").sign_in("ilham"))
    page = clerk.device.page

    def sends(name: str, data: bytes) -> Callable[..., Clerk]:
        file = tmp_path / name
        file.write_bytes(data)
        return clerk.chooses(file).is_told

    for bad in REFUSED:
        sends(bad.name, bad.data)(bad.says)
        expect(page.get_by_role("button", name="Simpan")).to_have_count(0)

    good = (approved, "888100000001", "31/12/2099", "84.000")
    for encoding, separator in (("utf-16", "\t"), ("cp1252", ";"), ("utf-8-sig", ",")):
        text = table(good, separator=separator)
        sends(f"{encoding}.csv", text.encode(encoding))("1 baris akan disimpan")

    rows = ((approved, "=1+1", "31/12/2099", "84000"), ("3275", "8", "x", "1"))
    wrong = sends("wrong.csv", table(*rows).encode())
    wrong("2 baris salah", "Berisi rumus. Salin hasilnya sebagai teks.", "Tidak ada yang perlu")

    again = sends("twice-the-same.csv", table(good).encode())
    again("1 baris akan disimpan")
    clerk.saves(1)
    sends("twice-the-same.csv", table(good).encode())(
        "1 baris sudah tercatat, tidak diubah", "Tidak ada yang perlu disimpan."
    )


def test_P163_a_table_of_200000_rows_shows_how_far_it_is(
    approved: str, devices: Devices, tmp_path: Path
) -> None:
    clerk = Clerk(devices.desk("ilham").sign_in("ilham"))
    page = clerk.device.page
    rows = [("3275", "8881", "2099-12-20", "1")] * (LONG - 1)
    file = tmp_path / "long.csv"
    file.write_text(table((approved, "888100000001", "2099-12-20", "84000"), *rows))
    clerk.chooses(file)
    expect(page.get_by_role("status").filter(has_text="Membaca:")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("1 baris akan disimpan")).to_be_visible(timeout=180_000)
    clerk.is_told("199.999 baris salah", "200 kesalahan pertama")
    clerk.device.page.get_by_role("button", name="Simpan 1 baris").click()
    expect(page.get_by_text("Selesai.")).to_be_visible(timeout=180_000)
