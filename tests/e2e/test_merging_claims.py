"""The same person twice: one is kept, with what the other says better (M106), offline as well, and undone."""

from dataclasses import replace

from playwright.sync_api import expect

from tests.e2e.cast import Member, member
from tests.e2e.device import Device, Devices
from tests.e2e.people import Admin, Recruiter, Supervisor


def test_M106_kept_with_a_part_of_the_other(kayla: Device, devices: Devices) -> None:
    mine = member(26)
    theirs = replace(mine, phone="081355550001", address="Jl. Kartini No. 8 RT 02/RW 03")
    first = Recruiter(kayla).signs_up(mine).sees(mine, "Di supervisor")
    second = Recruiter(devices.phone("rusman").sign_in("rusman")).signs_up(theirs)
    first.sees(mine, "Sedang diselesaikan")

    desk = devices.desk("ilham").sign_in("ilham")
    page = desk.page
    admin = Admin(desk).opens_duplicate(mine)
    desk.cut()
    page.keyboard.press("a")
    page.keyboard.press("1")
    page.get_by_role("button", name="Pakai ini Alamat dari B").click()
    expect(page.get_by_text("Kontak dan Alamat diambil dari B.")).to_be_visible()
    admin.settles(mine)
    desk.open_again("/duplicates")
    admin.reads("Tidak ada pendaftar ganda")
    desk.connect()
    Supervisor(desk).has_sent_all()
    first.sees(mine, "Di supervisor").opens(mine).reads("0813 5555 0001").reads("Jl. Kartini No. 8")
    second.sees(theirs, "Ditolak")
    second.opens(theirs).reads("Sudah diselesaikan admin")

    said = "\n".join(whole_histories(desk, mine))
    assert "yang ini dipertahankan" in said
    assert "→ 0813 5555 0001" in said
    assert "yang ini ditutup" in said
    assert ": alamat, kontak" in said


def whole_histories(desk: Device, of: Member) -> list[str]:
    """What the server's log tells of each of the two registrations of a person (P177)."""
    page, told = desk.page, []
    for n in range(2):
        desk.open_again("/data")
        page.get_by_label("Awal nama atau 16 angka NIK").fill(of.nik)
        page.get_by_role("button", name="Cari", exact=True).click()
        found = page.locator("tbody").get_by_role("link", name=of.name)
        expect(found).to_have_count(2)
        found.nth(n).click()
        past = page.get_by_label("Riwayat lengkap dari server")
        expect(past.get_by_text("Orang yang sama")).to_be_visible()
        told.append(past.inner_text())
    return told


def test_M35_M106_undone_by_its_key(kayla: Device, devices: Devices) -> None:
    mine = member(27)
    theirs = replace(mine, phone="081355550001")
    first = Recruiter(kayla).signs_up(mine).sees(mine, "Di supervisor")
    Recruiter(devices.phone("rusman").sign_in("rusman")).signs_up(theirs)
    first.sees(mine, "Sedang diselesaikan")
    desk = devices.desk("ilham").sign_in("ilham")
    admin = Admin(desk).opens_duplicate(mine)
    for key in ("a", "1"):
        desk.page.keyboard.press(key)
    admin.settles(mine)
    with desk.page.expect_response("**/api/v1/sync"):
        desk.page.keyboard.press("u")
    expect(desk.page.get_by_role("link", name=mine.name)).to_be_visible(timeout=20_000)
    Supervisor(desk).has_sent_all()
    first.sees(mine, "Sedang diselesaikan").opens(mine).reads(mine.phone[:4])
