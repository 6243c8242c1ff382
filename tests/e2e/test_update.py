"""A new version of the app: it waits, is offered between sign-ups, and takes nothing from anybody (P153)."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.cast import member
from tests.e2e.device import Device
from tests.e2e.eyes import faults
from tests.e2e.people import Recruiter
from tests.e2e.site import Site

OFFER = "Versi baru siap"
CACHES = "caches.keys().then((names) => names.filter((name) => name.startsWith('app-')))"
SWEPT = """() => new Promise((done) => {
  const look = () => caches.keys().then((names) =>
    names.filter((name) => name.startsWith("app-")).length < 3 ? done() : setTimeout(look, 50));
  look();
})"""
LOOK = """() => navigator.serviceWorker.getRegistration().then(async (found) => {
  await found.update();
  const next = found.installing;
  if (next) await new Promise((done) => { next.onstatechange = done; });
})"""


@pytest.fixture
def builds(site: Site, tmp_path: Path) -> "Builds":
    return Builds(site, tmp_path)


class Builds:
    """Versions of the app, each with another mark on its page."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site = site
        self.folder = folder
        self.first = site.web_dist

    def deploy(self, mark: str) -> None:
        build = self.folder / mark
        shutil.copytree(self.first, build)
        page, worker = build / "index.html", build / "sw.js"
        for packed in (*build.glob("index.html.*"), *build.glob("sw.js.*")):
            packed.unlink()
        page.write_text(page.read_text().replace("<head>", f'<head data-build="{mark}">'))
        worker.write_text(
            re.sub(r'"?version"?:"[0-9a-z]+"', f'"version":"{mark}"', worker.read_text())
        )
        self.site.kill()
        self.site.web_dist = build
        self.site.start()


def runs(page: Page) -> str | None:
    return page.locator("head").get_attribute("data-build")


def test_P153_offered_between_sign_ups_and_taken_by_one_page(builds: Builds, kayla: Device) -> None:
    vendor = member(1530)
    recruiter = Recruiter(kayla).starts().types_nik(vendor).goes_on().heading("Nama di KTP")
    builds.deploy("newer")
    kayla.page.evaluate(LOOK)
    kayla.cut()
    kayla.page.get_by_label("Nama lengkap").fill(vendor.name)
    expect(kayla.page.get_by_role("status").get_by_text("Draf aman")).to_be_visible()
    expect(kayla.page.get_by_text(OFFER)).to_have_count(0)

    home = kayla.context.new_page()  # another page of the old version, opened without a network
    kayla.open_again("/", home)
    expect(home.get_by_text(OFFER)).to_be_visible()
    assert faults(home) == []
    assert runs(home) is None
    kayla.open_again("/send", home)
    expect(home.get_by_text(OFFER)).to_have_count(0)
    kayla.open_again("/", home)
    home.get_by_role("button", name="Pakai versi baru").click()
    kayla.unlock(home)
    expect(home.get_by_text(vendor.name)).to_be_visible()
    assert runs(home) == "newer"
    expect(home.get_by_text(OFFER)).to_have_count(0)

    assert runs(kayla.page) is None  # whoever was typing goes on where they were
    recruiter.goes_on().heading("Alamat dan HP")
    recruiter.goes_to("/list")
    expect(kayla.page.get_by_text(vendor.name)).to_be_visible()
    assert runs(kayla.page) == "newer"


def test_P153_what_waited_in_vain_does_not_push_out_what_runs(
    builds: Builds, kayla: Device
) -> None:
    (first,) = kayla.page.evaluate(CACHES)
    for mark in ("second", "third"):
        builds.deploy(mark)
        kayla.page.evaluate(LOOK)
    assert len(kayla.page.evaluate(CACHES)) == len((first, "second", "third"))
    kayla.open_again("/")
    kayla.page.get_by_role("button", name="Pakai versi baru").click()
    expect(kayla.page.locator("head[data-build=third]")).to_be_attached()
    kayla.page.evaluate(SWEPT)
    assert set(kayla.page.evaluate(CACHES)) == {first, "app-third"}
