"""Before a consent is signed nothing leaves, and after it is taken back nothing stays (P140-P145)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.e2e.cast import KAYLA, ZULAIKHA, Member, member
from tests.e2e.choosing import choose
from tests.e2e.conftest import chromium
from tests.e2e.device import Device, Devices
from tests.e2e.patience import until
from tests.e2e.people import Recruiter, Supervisor
from tests.e2e.photographer import Photographer, photos_arrive
from tests.e2e.pictures import card
from tests.e2e.site import Site
from tests.e2e.test_at_rest import PULLED, dumped, files_with, personal
from tests.e2e.wire import Tap, tells

SYNC = re.compile("/api/v1/sync")
PHOTO_ROADS = (b"/api/v1/uploads", b"/photo-pieces")
JPEG = b"\xff\xd8\xff"
PLACE = "Gerbang timur klinik"
HOUR_MS = 3_600_000


@pytest.fixture
def tap(site: Site) -> Iterator[Tap]:
    tap = Tap(site.port)
    yield tap
    tap.close()


@pytest.fixture
def tapped(playwright: Playwright, tmp_path: Path, tap: Tap) -> Iterator[Device]:
    """Kayla's phone, signed in through the tap."""
    devices = Devices(playwright, chromium(), tmp_path, tap.url)
    yield devices.phone("tapped").sign_in("kayla")
    devices.close()


def titles(device: Device) -> set[str]:
    """The titles of all pages so far: what the browser writes into its history (P149)."""
    found = device.page.evaluate("window.titles")
    return set(found)


WATCH_TITLES = """
window.titles = [];
addEventListener("DOMContentLoaded", () => {
  const note = () => window.titles.push(document.title);
  note();
  new MutationObserver(note).observe(document.head, { childList: true, subtree: true });
});
"""


def test_P149_no_title_says_whose_page_it_is(kayla: Device) -> None:
    vendor = member(930)
    kayla.context.add_init_script(WATCH_TITLES)
    Recruiter(kayla).goes_to("/").signs_up(vendor)
    kayla.page.get_by_role("button", name="Tutup").or_(
        kayla.page.get_by_role("link", name="Tutup")
    ).first.click()
    Recruiter(kayla).row(vendor).click()
    Recruiter(kayla).heading(vendor.name)
    seen = titles(kayla)
    assert {"Persetujuan", "Pendaftaran"} <= {title.partition(" · ")[0] for title in seen}
    first = vendor.name.partition(" ")[0]
    assert [title for title in seen if first in title] == []


def told(tap: Tap, words: list[str | bytes]) -> list[str | bytes]:
    sent = tap.sent()
    return [word for word in words if tells(sent, word)]


def syncs(device: Device) -> None:
    """One more exchange with the server, begun by a network that comes back."""
    with device.page.expect_response(SYNC):
        device.cut().connect()


def test_P140_nothing_of_a_person_is_on_the_wire_before_their_consent_is_saved(
    site: Site, tap: Tap, tapped: Device, tmp_path: Path
) -> None:
    vendor = member(900)
    words: list[str | bytes] = [*personal(vendor), vendor.phone.removeprefix("0"), PLACE, JPEG]
    page = tapped.page
    recruiter = Photographer(tapped).starts().fills_until_photo(vendor)
    recruiter.takes_photo(card(tmp_path / "card.jpg", seed=900)).goes_on()
    recruiter.heading("Persetujuan")
    expect(page.get_by_text("Draf aman")).to_be_visible()
    syncs(tapped)
    tapped.open_again("/list")  # a draft is left lying
    page.clock.install()
    for _ in range(6):
        page.clock.fast_forward(HOUR_MS)
        tapped.unlock()
        syncs(tapped)
    tapped.close()
    tapped.open("/list")
    syncs(tapped)
    page = tapped.page
    page.get_by_text("Draf", exact=True).first.click()
    recruiter.heading("Persetujuan").signs()
    syncs(tapped)
    assert told(tap, words) == []
    assert not any(road in tap.sent() for road in PHOTO_ROADS)
    assert told(tap, ["kayla", "/api/v1/sync", '"pending":0']) != []
    assert all(word not in site.log() for word in personal(vendor))

    with page.expect_response(SYNC):
        recruiter.saves()
    recruiter.sees(vendor, "Di supervisor")
    tapped.open_again("/send")
    photos_arrive(site, 1)
    found = told(tap, words)
    assert vendor.nik in found  # the search does find
    assert vendor.name in found
    assert JPEG in found or PHOTO_ROADS[1] in tap.sent()  # the door sends it sealed (P210)
    assert all(word not in site.log() for word in personal(vendor))
    addresses = [line for line in tap.sent().split(b"\r\n") if line.endswith(b" HTTP/1.1")]
    assert [word for word in personal(vendor) if any(tells(line, word) for line in addresses)] == []


def takes_consent_back(device: Device, vendor: Member) -> None:
    page = device.page
    Recruiter(device).opens(vendor)
    page.get_by_role("button", name="Tarik pendaftaran").click()
    choose(page, "Persetujuannya ditarik")
    page.get_by_role("button", name="Ya, hapus datanya").click()


def test_P142_everybody_lets_go_of_who_takes_their_consent_back(
    site: Site, kayla: Device, devices: Devices, tmp_path: Path
) -> None:
    gone, stays = member(910), member(911)
    photo = card(tmp_path / "card.jpg", seed=910)
    Photographer(kayla).signs_up_with(photo, gone)
    Recruiter(kayla).sees(gone, "Di supervisor").goes_to("/").signs_up(stays)
    Recruiter(kayla).sees(stays, "Di supervisor")
    desk = devices.desk("zulaikha").sign_in("zulaikha")
    Supervisor(desk).reads(gone)
    until(kayla.page, PULLED, f"perisai-{KAYLA}")
    takes_consent_back(kayla, gone)
    Recruiter(kayla).reads("Pendaftaran ini tidak ada di HP ini")
    desk.open_again("/queue")
    expect(desk.page.get_by_text(stays.name).first).to_be_visible()
    expect(desk.page.get_by_text(gone.name)).to_have_count(0, timeout=20_000)
    Recruiter(kayla).sees(stays, "Di supervisor")
    for device in (kayla, desk):
        page = device.page.content()
        rows = dumped(device.page)
        for word in personal(gone):
            assert word not in page
            assert [name for name, text in rows.items() if word in text] == []
    assert site.says(gone.nik) == []
    assert site.says(gone.name) == []
    assert site.says(stays.name) != []
    kayla.close()
    for word in personal(gone):
        assert files_with(kayla.profile, word) == []


def test_P142_at_the_desk_a_supervisor_records_it_too(
    site: Site, kayla: Device, devices: Devices
) -> None:
    gone = member(920)
    Recruiter(kayla).signs_up(gone).sees(gone, "Di supervisor")
    desk = devices.desk("zulaikha").sign_in("zulaikha")
    Supervisor(desk).reads(gone)
    desk.page.get_by_role("button", name="Persetujuan ditarik…").click()
    dialog = desk.page.get_by_role("dialog")
    expect(dialog.get_by_text(f"Hapus data {gone.name}?")).to_be_visible()
    dialog.get_by_role("button", name="Hapus datanya").click()
    expect(desk.page.get_by_text(gone.name)).to_have_count(0, timeout=20_000)
    kayla.open_again("/list")
    expect(kayla.page.get_by_text(gone.name)).to_have_count(0, timeout=20_000)
    assert site.says(gone.nik) == []
    assert ZULAIKHA in "".join(site.says("consent_withdrawn"))
