"""The numbers of a desk: what waits, for how long, what is still on phones; and the same as a table to take along."""

import csv
import io
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.cast import ANGGREK, ZULAIKHA
from tests.e2e.device import Device, Devices
from tests.e2e.eyes import faults, go
from tests.e2e.quarrels import Quarrels
from tests.e2e.site import Site
from tests.e2e.test_many import crowd

FATES = ("Disetujui", "Menunggu", "Dikembalikan", "Ditutup", "Jumlah")


def table(desk: Device) -> list[dict[str, str]]:
    page = desk.page
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh CSV").click()
    text = Path(download.value.path()).read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def counted(lines: list[dict[str, str]], name: str) -> int:
    """Of all periods: what was signed up around midnight stands in two."""
    return sum(int(line[name]) for line in lines)


def figure(desk: Device, named: str) -> str:
    """The figure of a box, with what stands beside it."""
    box = desk.page.locator("section").filter(has=desk.page.get_by_role("heading", name=named))
    return box.first.inner_text().replace("\n", " ")


def test_figures_of_a_desk_agree_and_go_along_as_a_table(site: Site, devices: Devices) -> None:
    crowd(site, 5)
    quarrels = Quarrels(site, seed=85)
    boss = quarrels.device(ZULAIKHA, "Laptop lain")
    approved, rejected, *_ = quarrels.registrations()
    assert quarrels.reviews(boss, approved, "approve") == "applied"
    assert quarrels.reviews(boss, rejected, "reject") == "applied"
    quarrels.close()

    desk = devices.desk("zulaikha").sign_in("zulaikha")
    page = desk.page
    expect(page.get_by_text("Semua 3")).to_be_visible(timeout=20_000)
    go(page, "/numbers")
    assert "3" in figure(desk, "Menunggu Anda")
    assert "2 keputusan minggu ini" in figure(desk, "Median waktu tunggu")
    expect(page.get_by_text("Semua HP sudah mengirim semuanya.")).to_be_visible(timeout=20_000)
    lines = table(desk)
    assert {(line["Klinik"], line["Perekrut"]) for line in lines} == {
        (ANGGREK.name, "Kayla Riyanti")
    }
    assert [counted(lines, name) for name in FATES] == [1, 3, 0, 1, 5]

    desk.cut()
    page.get_by_role("button", name="Bulan", exact=True).click()
    assert counted(table(desk), "Jumlah") == 5, "from what the desk holds, without a network"
    page.get_by_role("link", name="Mulai dari yang terlama").click()
    expect(page.locator("#record-name")).to_be_visible()
    go(page, "/numbers")
    assert faults(page) == []
