"""Killed right after "saved", five tabs at once, a new build in the middle of unsent work."""

import os
import shutil
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.cast import member
from tests.e2e.device import Device
from tests.e2e.people import Recruiter
from tests.e2e.site import Site

KILLS = int(os.environ.get("KILLS", "2"))
"""``make kills`` sets it to fifty."""


def test_I1_killed_right_after_saved_nothing_is_lost(site: Site, kayla: Device) -> None:
    vendors = [member(100 + i) for i in range(KILLS)]
    kayla.cut()
    for vendor in vendors:
        Recruiter(kayla).goes_to("/").signs_up(vendor)
        kayla.kill()
        kayla.open()
    for vendor in vendors:
        Recruiter(kayla).sees(vendor, "Di HP ini")
    kayla.connect()
    for vendor in vendors:
        Recruiter(kayla).sees(vendor, "Di supervisor")
    assert site.operations() == KILLS


def test_P71_five_tabs_send_each_operation_once(site: Site, kayla: Device) -> None:
    vendors = [member(200 + i) for i in range(2)]
    for vendor in vendors:
        Recruiter(kayla.cut()).goes_to("/").signs_up(vendor)
    tabs = [kayla.context.new_page() for _ in range(4)]
    for tab in tabs:
        kayla.open_again("/list", tab)
    kayla.connect()
    for tab in [kayla.page, *tabs]:
        kayla.open_again("/list", tab)
        expect(tab.get_by_text("Di supervisor")).to_have_count(2, timeout=20_000)
    assert site.operations() == len(vendors)


def test_P74_a_new_build_in_the_middle_of_unsent_work(
    site: Site, kayla: Device, tmp_path: Path
) -> None:
    vendor = member(300)
    Recruiter(kayla.cut()).signs_up(vendor)
    build = tmp_path / "newer"
    shutil.copytree(site.web_dist, build)
    worker = build / "sw.js"
    worker.write_text(worker.read_text() + "\n// a newer build\n")
    site.kill()
    site.web_dist = build
    site.start()
    kayla.connect()
    kayla.page.evaluate("navigator.serviceWorker.getRegistration().then((r) => r.update())")
    kayla.close()
    kayla.open()
    Recruiter(kayla).sees(vendor, "Di supervisor")
    assert site.operations() == 1
