"""What a screen reader finds on the main screens, in its order, and what is said by itself."""

from playwright.sync_api import Page, expect

from tests.e2e.cast import Member, member
from tests.e2e.device import Device, Devices
from tests.e2e.eyes import go
from tests.e2e.people import Recruiter, Supervisor

TABS = """
- navigation "Halaman utama":
  - link "Beranda"
  - link "Pendaftar"
  - link /Kirim/
  - link "Manfaat"
"""
BAR = """
- banner:
  - button "Kembali"
  - text: Langkah {0} dari 8
  - status: Draf aman
  - progressbar "Langkah {0} dari 8"
"""
STEPS = (
    """
- main:
  - heading "NIK di KTP" [level=1]
  - textbox "NIK di KTP"
  - heading "Terbaca dari NIK" [level=2]
  - definition:
    - button "Ubah Lahir"
  - definition:
    - button "Ubah Jenis kelamin"
""",
    """
- main:
  - heading "Nama di KTP" [level=1]
  - textbox "Nama lengkap"
  - textbox "Tempat lahir (boleh kosong)"
  - heading "Ahli waris (boleh kosong)" [level=2]
  - button "Tambah ahli waris"
""",
    """
- main:
  - heading "Alamat dan HP" [level=1]
  - textbox "Nomor HP"
  - textbox "Alamat di KTP"
  - button /Kelurahan atau desa.*Kayuringinjaya/
  - textbox "Kode pos (boleh kosong)"
  - textbox "Surel (boleh kosong)"
""",
    """
- main:
  - heading "Pekerjaan dan penghasilan" [level=1]
  - 'button "Pekerjaan: Pedagang kaki lima"'
  - group "Punya karyawan?":
    - radio "Tidak" [checked]
    - radio "Ya"
  - textbox "Penghasilan sebulan": "900.000"
  - textbox "Tempat kerja"
  - group "Jam kerja biasa (boleh kosong)":
    - textbox "Mulai"
    - textbox "Sampai"
  - checkbox /Aktif bekerja/
""",
    """
- main:
  - heading "Iuran" [level=1]
  - checkbox /JKK \\+ JKM .* Wajib/ [checked] [disabled]
  - checkbox /JHT/
  - group "Untuk berapa bulan?":
    - radio "1"
    - radio "3"
    - radio "6" [checked]
    - radio "12"
  - img /total Rp/
- region "Total":
  - strong: /Rp/
""",
    """
- main:
  - heading "Foto KTP" [level=1]
  - group "Foto KTP":
    - button "Ambil foto"
    - button "Dari galeri"
""",
    """
- main:
  - heading /Persetujuan Ibu/ [level=1]
  - group "Cara persetujuan disampaikan":
    - radio "Dibaca"
    - radio "Dibacakan" [checked]
  - list:
    - listitem: /^Dasar/
    - listitem: /^Untuk/
    - listitem: /^Data/
    - listitem: /^Disimpan/
    - listitem: /^Rincian/
    - listitem: /^Diproses/
    - listitem: /^Hak/
  - button "Baca lengkap"
  - heading "Tanda tangan di kaca" [level=2]
  - group "Tanda tangan di kaca":
    - application "Tanda tangan di kaca":
      - img "Tanda tangan di kaca"
""",
    """
- main:
  - heading "Periksa, lalu simpan" [level=1]
  - heading "Data diri" [level=2]
  - link "Ubah Data diri"
  - term: NIK
  - definition: /3275/
  - heading "Alamat dan HP" [level=2]
  - link "Ubah Alamat dan HP"
  - heading "Kerja" [level=2]
  - link "Ubah Kerja"
  - heading "Iuran" [level=2]
  - link "Ubah Iuran"
  - heading "Foto KTP" [level=2]
  - link "Ubah Foto KTP"
  - heading "Tanda tangan" [level=2]
  - link "Ubah Persetujuan"
  - img "Tanda tangan"
- button "Simpan pendaftaran"
""",
)


def reads(page: Page, tree: str) -> None:
    expect(page.locator("body")).to_match_aria_snapshot(tree, timeout=15_000)


def says(page: Page, words: str) -> None:
    """Said by itself, wherever the reader is."""
    expect(page.get_by_role("status").get_by_text(words)).to_be_attached(timeout=20_000)


def test_a_sign_up_is_read_in_its_order_and_says_what_becomes_of_it(kayla: Device) -> None:
    vendor = member(1801)
    page = kayla.cut().page
    recruiter = Recruiter(kayla).starts().fills_until_consent(vendor).signs()
    says(page, "Draf aman")
    here = page.url.rsplit("/", 1)[0].removeprefix(kayla.url)
    for step, tree in enumerate(STEPS, 1):
        go(page, f"{here}/{step}")
        reads(page, BAR.format(step))
        reads(page, tree)
    recruiter.saves()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    reads(page, SAVED)
    page.get_by_role("button", name="Tutup").click()
    says(page, "Tanpa sinyal")
    kayla.connect()
    says(page, "Semua terkirim")
    reads(page, HOME.format(vendor.name))


SAVED = """
- banner:
  - button "Tutup"
- main:
  - heading "Tersimpan di HP ini" [level=1]
  - paragraph: /Terkirim sendiri begitu ada sinyal/
  - heading "Bukti pendaftaran" [level=2]
  - term: NIK
  - definition: /3275\\*+\\d+/
  - paragraph: Belum bukti bayar. Perlindungan mulai setelah iuran dibayar.
- button "Daftarkan orang lagi"
- button "Bagikan bukti"
"""
HOME = (
    """
- banner:
  - link "KR Setelan"
  - status: Semua terkirim
- main:
  - heading "Beranda" [level=1]
  - heading /^Target/ [level=2]
  - img /1 dari 50 orang/
  - button /Perkiraan insentif/
  - heading "Hari ini" [level=2]
  - link /{}.* Di supervisor/
- button "Daftarkan orang"
"""
    + TABS
)
LIST = (
    """
- banner:
  - heading "Pendaftar saya" [level=1]
  - button "Cari nama atau NIK"
  - status: Semua terkirim
- main:
  - group "Saring":
    - button "Semua 1" [pressed]
    - button /Perlu Anda/
    - button /Belum terkirim/
    - button /Selesai/
  - heading "Perlu Anda" [level=2]
  - list:
    - listitem:
      - link /{} .*Dikembalikan/
"""
    + TABS
)
RETURNED = """
- banner:
  - button "Kembali"
- main:
  - heading "{0}" [level=1]
  - paragraph: /Dikembalikan/
  - heading "0 dari 1 sudah dibetulkan" [level=2]
  - paragraph: “Nomornya salah”
  - textbox "Nomor HP"
  - link "Lihat semua data"
- button "Kirim lagi"
"""
SEND = (
    """
- banner:
  - heading "Pengiriman" [level=1]
  - link "Setelan"
  - status: Semua terkirim
- main:
  - heading "Data" [level=2]
  - heading "Foto" [level=2]
  - heading "Kabar dari server" [level=2]
  - switch "Foto hanya lewat Wi-Fi"
  - link /Selamatkan data/
  - button "Terima titipan rekan"
"""
    + TABS
)
QUEUE = """
- link "Langsung ke isi"
- navigation "Ruang kerja":
  - link "Antrean 1"
  - status: Tersambung
- main:
  - region "Antrean":
    - heading "Antrean" [level=1]
    - group "Saring menurut pemeriksaan":
      - button "Semua 1" [pressed]
    - combobox "Klinik"
    - searchbox "Cari nama atau NIK"
    - region "Hari ini":
      - heading "Hari ini 1" [level=2]
      - link /{0} .*pemeriksaan lolos/
  - article "{0}":
    - heading "{0}" [level=2]
    - button "Sebelumnya"
    - button "Berikutnya"
    - term: NIK
    - definition:
      - button "Beri catatan pada NIK"
      - button "Salin NIK"
    - complementary "Pemeriksaan dan riwayat":
      - region "Foto KTP"
      - region "Tanda tangan":
        - img "Tanda tangan"
      - region "Pemeriksaan":
        - list:
          - listitem: Tidak terlihat bekerja di tempat
      - heading "Riwayat" [level=2]
    - button "Tolak"
    - button "Kembalikan"
    - button "Setujui"
"""


def _returned(recruiter: Recruiter, devices: Devices, vendor: Member) -> None:
    desk = Supervisor(devices.desk("zulaikha").sign_in("zulaikha")).reads(vendor)
    reads(desk.device.page, QUEUE.format(vendor.name))
    desk.returns(vendor, remark="Nomornya salah", about="Nomor HP")
    recruiter.sees(vendor, "Dikembalikan")


def test_what_comes_back_is_read_where_it_waits(kayla: Device, devices: Devices) -> None:
    vendor = member(1802)
    page = kayla.page
    recruiter = Recruiter(kayla).signs_up(vendor).sees(vendor, "Di supervisor")
    _returned(recruiter, devices, vendor)
    reads(page, LIST.format(vendor.name))
    recruiter.opens(vendor)
    reads(page, RETURNED.format(vendor.name))
    page.get_by_label("Nomor HP").fill("081377889900")
    reads(page, '- heading "1 dari 1 sudah dibetulkan" [level=2]')
    recruiter.goes_to("/send")
    reads(page, SEND)
