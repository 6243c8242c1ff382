"""Many decided at once: a hundred clean records by key, all that pass in one act, each about what was listed."""

from dataclasses import replace
from datetime import timedelta

from playwright.sync_api import Page, expect

from server.store import Store
from server.store.engine import open_engine
from tests.bench.crowd import fill
from tests.e2e.cast import ANGGREK, KAYLA, Member, member
from tests.e2e.device import Device, Devices
from tests.e2e.people import Admin, Recruiter, Supervisor
from tests.e2e.site import Site

CALM = timedelta(minutes=9)
"""Between two sign-ups: nobody who works carefully is marked as hurried."""
COUNT_ACTS = """
() => {
  window.acts = 0;
  const held = ["Control", "Shift"];
  addEventListener("keydown", ({ key }) => { window.acts += held.includes(key) ? 0 : 1; }, true);
  addEventListener("pointerdown", () => { window.acts += 1; }, true);
}
"""
"""A chord is one act, and so is a click."""


def crowd(site: Site, count: int, *, apart: timedelta = CALM) -> None:
    """So many clean sign-ups of Kayla's, by the server's own exchange."""
    engine = open_engine(site.database_url)
    kayla = Store(engine).accounts.account_by_id(KAYLA)
    engine.dispose()
    assert kayla is not None
    fill(site.database_url, kayla, ANGGREK, count=count, seed=71, apart=apart)


def at_the_queue(devices: Devices) -> Device:
    desk = devices.desk("zulaikha").sign_in("zulaikha")
    expect(desk.page.locator("#record-name")).to_be_visible(timeout=20_000)
    return desk


def approve_many(page: Page, count: int) -> None:
    """By key, and by the one button that is asked for."""
    page.keyboard.press("Shift+S")
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("listitem")).not_to_have_count(0)
    sheet.get_by_role("button", name=f"Setujui {count}").click()
    expect(page.get_by_text(f"{count} pendaftaran disetujui")).to_be_visible(timeout=60_000)


def test_a_hundred_clean_records_at_two_keys_each(site: Site, devices: Devices) -> None:
    crowd(site, 100)
    desk = at_the_queue(devices)
    page = desk.page
    expect(page.get_by_text("100 lolos semua")).to_be_visible(timeout=20_000)
    page.evaluate(COUNT_ACTS)
    names = page.locator("#record-name")
    for left in range(100, 0, -1):
        expect(page.get_by_text(f"1 dari {left}", exact=True)).to_be_visible()
        expect(names).to_be_visible()
        page.keyboard.press("s")
    expect(page.get_by_text("Antrean kosong")).to_be_visible()
    assert page.evaluate("window.acts") <= 200
    Supervisor(desk).has_sent_all()
    assert site.operations() == 200


def test_M104_all_that_pass_offline_and_undone(site: Site, devices: Devices) -> None:
    crowd(site, 12)
    desk = at_the_queue(devices).cut()
    page = desk.page
    approve_many(page, 12)
    expect(page.get_by_text("Antrean kosong")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_text("12 lolos semua")).to_be_visible()
    approve_many(page, 12)
    desk.connect()
    Supervisor(desk).has_sent_all()
    desk.open_again("/queue")
    expect(page.get_by_text("Antrean kosong")).to_be_visible()


def test_M104_what_moved_unseen_comes_back_by_itself(
    site: Site, kayla: Device, devices: Devices
) -> None:
    crowd(site, 4)
    desk = at_the_queue(devices)
    vendor = replace(member(41), name=desk.page.locator("#record-name").inner_text())
    expect(desk.page.get_by_text("4 lolos semua")).to_be_visible(timeout=20_000)
    desk.cut()
    recruiter = Recruiter(kayla).sees(vendor, "Di supervisor")
    recruiter.changes_phone(vendor, "081211112222").sees(vendor, "Di supervisor")
    approve_many(desk.page, 4)
    desk.connect()
    Supervisor(desk).is_told("Persetujuan Anda belum diambil").is_told("0812 1111 2222")
    expect(desk.page.locator("#record-name")).to_have_text(vendor.name)
    expect(desk.page.get_by_text("Semua 1")).to_be_visible()


def test_M102_a_mark_leaves_out_and_leads_to_the_others(site: Site, devices: Devices) -> None:
    crowd(site, 5, apart=timedelta(seconds=40))
    desk = at_the_queue(devices)
    page = desk.page
    expect(page.get_by_text("Perlu dilihat 5")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("lolos semua")).to_be_hidden()
    checks = page.get_by_role("region", name="Pemeriksaan", exact=True)
    expect(checks.get_by_text("Banyak pendaftar dalam waktu singkat")).to_be_visible()
    expect(checks.get_by_text("5 orang dicatat perekrut ini")).to_be_visible()
    other = checks.get_by_role("link").first
    name = other.inner_text()
    other.click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def at_odds(kayla: Device, devices: Devices, count: int) -> list[Member]:
    """So many of the crowd whose phone number two phones of Kayla's have changed unseen."""
    first, other = Recruiter(kayla), Recruiter(devices.phone("kayla-2").sign_in("kayla"))
    people = []
    for recruiter in (first, other):
        recruiter.goes_to("/list")
        rows = recruiter.device.page.locator("a[href^='/registration/'] .name")
        expect(rows).to_have_count(count, timeout=20_000)
        people = [replace(member(51), name=name) for name in rows.all_inner_texts()]
        recruiter.device.cut()
    for n, vendor in enumerate(people):
        first.changes_phone(vendor, f"08121111{n:04d}")
        other.changes_phone(vendor, f"08123333{n:04d}")
    kayla.connect()
    for vendor in people:
        first.sees(vendor, "Di supervisor")
    other.device.connect()
    for vendor in people:
        other.sees(vendor, "Sedang diselesaikan")
    return people


def test_M105_conflicts_in_three_acts_each_and_many_in_one(
    site: Site, kayla: Device, devices: Devices
) -> None:
    crowd(site, 4)
    people = at_odds(kayla, devices, 4)
    desk = devices.desk("ilham").sign_in("ilham")
    page = desk.page
    expect(page.get_by_text("4 pendaftaran menunggu pilihan Anda")).to_be_visible(timeout=20_000)

    # One by one: opened from the inbox by a click, the standing value kept by two keys.
    page.evaluate(COUNT_ACTS)
    first = page.get_by_role("row").nth(1).get_by_role("link")
    settled = first.inner_text()
    first.click()
    expect(page.get_by_role("heading", level=1, name=settled)).to_be_visible()
    page.keyboard.press("1")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(f"{settled} diselesaikan")).to_be_visible()
    assert page.evaluate("window.acts") <= 3

    # The next is open already; what is chosen there is taken for all three that are left.
    box = page.get_by_text("Ada 2 konflik kontak lain yang serupa")
    expect(box).to_be_visible()
    page.keyboard.press("2")
    page.keyboard.press("Shift+A")
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("row")).to_have_count(4)
    expect(sheet.get_by_text("0812 3333")).to_have_count(3)
    sheet.get_by_role("button", name="Selesaikan 3").click()
    expect(page.get_by_text("3 konflik diselesaikan")).to_be_visible()
    expect(page.get_by_text("Tidak ada konflik")).to_be_visible()

    # Undone, and done again.
    page.keyboard.press("u")
    expect(page.get_by_text("3 pendaftaran menunggu pilihan Anda")).to_be_visible(timeout=20_000)
    # What comes back from the server is asked anew, and would be left out as moved.
    Supervisor(desk).has_sent_all()
    desk.open_again("/conflicts")
    page.get_by_role("row").nth(1).get_by_role("link").click()
    page.keyboard.press("2")
    page.keyboard.press("Shift+A")
    page.get_by_role("dialog").get_by_role("button", name="Selesaikan 3").click()
    expect(page.get_by_text("Tidak ada konflik")).to_be_visible()
    Admin(desk).reads("Tersambung")
    for vendor in people:
        mine = "0812 1111" if vendor.name == settled else "0812 3333"
        Recruiter(kayla).sees(vendor, "Di supervisor").opens(vendor).reads(mine)
