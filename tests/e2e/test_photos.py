"""The photo of the ID card: taken offline, cut off in the middle, killed, and whole at the desk."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Request, Route, expect

from tests.e2e.cast import member
from tests.e2e.device import Device, Devices
from tests.e2e.eyes import faults
from tests.e2e.photographer import Photographer, Viewer, photos_arrive
from tests.e2e.pictures import card, edges, told_beside
from tests.e2e.site import Site

UPLOADS = re.compile("/api/v1/(uploads|photo-pieces)")
FIRST_PIECE = 32 * 1024


def hold(route: Route) -> None:
    """Neither answered nor refused: a line that has gone dead."""


def test_P89_goes_on_at_the_byte_where_it_broke(
    site: Site, kayla: Device, devices: Devices, tmp_path: Path
) -> None:
    vendor = member(500)
    photo = card(tmp_path / "card.jpg", seed=500)
    recruiter = Photographer(kayla.cut()).goes_to("/").signs_up_with(photo, vendor)

    def one_piece(route: Route) -> None:
        at = route.request.headers.get("upload-offset")
        hold(route) if route.request.method == "PATCH" and at != "0" else route.continue_()

    kayla.page.route(UPLOADS, one_piece)
    with kayla.page.expect_response(lambda answer: answer.request.method == "PATCH") as first:
        kayla.connect()
    assert first.value.headers["upload-offset"] == str(FIRST_PIECE)
    kayla.cut()
    kayla.kill()
    assert site.photos_in() == []

    kayla.open("/send")
    expect(kayla.page.get_by_text("0 / 1")).to_be_visible()
    asked: list[tuple[str, str | None]] = []

    def listen(request: Request) -> None:
        if UPLOADS.search(request.url):
            asked.append((request.method, request.headers.get("upload-offset")))

    kayla.page.on("request", listen)
    kayla.connect()
    expect(kayla.page.get_by_text("1 / 1")).to_be_visible(timeout=30_000)
    assert asked[0] == ("HEAD", None)
    assert asked[1] == ("PATCH", str(FIRST_PIECE))
    assert "POST" not in [method for method, _ in asked]

    (kept,) = site.photos_in()
    assert len(kept) <= 300_000
    assert max(edges(kept)) <= 1600
    assert told_beside(photo.read_bytes()) != {}
    assert told_beside(kept) == {}
    recruiter.sees(vendor, "Di supervisor")
    Viewer(devices.desk("zulaikha").sign_in("zulaikha")).reads(vendor).sees_photo()


def test_L3_a_stuck_photo_delays_no_data(
    site: Site, kayla: Device, devices: Devices, tmp_path: Path
) -> None:
    first, second = member(510), member(511)
    kayla.context.route(UPLOADS, hold)
    recruiter = Photographer(kayla).signs_up_with(card(tmp_path / "card.jpg", seed=510), first)
    recruiter.sees(first, "Foto menyusul").goes_to("/").signs_up(second)
    recruiter.sees(second, "Di supervisor")
    desk = Viewer(devices.desk("zulaikha").sign_in("zulaikha"))
    desk.reads(first).is_told("Foto menyusul dari HP perekrut.")
    kayla.context.unroute(UPLOADS)
    recruiter.goes_to("/send")
    photos_arrive(site, 1)
    desk.sees_photo()


def test_what_is_no_photo_is_said_and_loses_nothing(kayla: Device, tmp_path: Path) -> None:
    vendor = member(520)
    recruiter = Photographer(kayla.cut()).goes_to("/").starts().fills_until_photo(vendor)
    recruiter.takes_photo(card(tmp_path / "card.jpg", seed=520))
    shown = kayla.page.locator("button.photo img")
    assert faults(kayla.page) == []
    shown.click()
    assert faults(kayla.page) == []
    kayla.page.get_by_role("button", name="Tutup").click()
    for name, data, words in (
        ("surat.pdf", b"%PDF-1.7\n", "Itu file PDF, bukan foto."),
        ("IMG_1.HEIC", b"\0\0\0\x18ftypheic" + bytes(500), "Foto jenis HEIC"),
        ("kosong.jpg", b"", "File itu kosong."),
        ("rusak.jpg", b"\xff\xd8\xff\xe0" + bytes(500), "tidak bisa dibuka sebagai foto"),
        ("catatan.txt", b"sembarang", "tidak bisa dibuka sebagai foto"),
    ):
        file = tmp_path / name
        file.write_bytes(data)
        recruiter.offers_file(file).reads(words)
        expect(shown).to_be_visible()
    large = card(tmp_path / "besar.jpg", seed=521, size=(5000, 3750), quality=100)
    assert large.stat().st_size > 10_000_000
    recruiter.offers_file(large).reads("Tersimpan di HP ini").goes_on()
    recruiter.heading("Persetujuan").signs()
    expect(kayla.page.get_by_text(vendor.name)).to_be_visible()
    expect(shown).to_be_visible()
    recruiter.saves()


def test_returned_for_its_photo_and_taken_again_offline(
    site: Site, kayla: Device, devices: Devices, tmp_path: Path
) -> None:
    vendor = member(530)
    recruiter = Photographer(kayla).signs_up_with(card(tmp_path / "blurred.jpg", seed=530), vendor)
    recruiter.sees(vendor, "Di supervisor")
    desk = Viewer(devices.desk("zulaikha").sign_in("zulaikha"))
    desk.reads(vendor).sees_photo().returns(vendor, remark="Fotonya buram", about="Foto KTP")
    recruiter.sees(vendor, "Dikembalikan")
    kayla.cut()
    again = card(tmp_path / "sharp.jpg", seed=531)
    recruiter.opens(vendor).retakes_photo(again, remark="Fotonya buram").sees(vendor, "Di HP ini")
    kayla.connect()
    recruiter.sees(vendor, "Di supervisor").goes_to("/send")
    photos_arrive(site, 2)
    desk.reads(vendor).sees_photo()


@pytest.mark.parametrize("setting", ["off", "required"])
def test_the_step_follows_the_setting(
    site: Site, devices: Devices, tmp_path: Path, setting: str
) -> None:
    site.kill()
    site.id_photo = setting
    site.start()
    kayla = devices.phone("kayla").sign_in("kayla")
    recruiter = Photographer(kayla).starts()
    if setting == "off":
        recruiter.reads("Langkah 1 dari 7")
        return
    recruiter.reads("Langkah 1 dari 8").fills_until_photo(member(540)).goes_on()
    recruiter.reads("Ada 1 yang perlu dibetulkan").takes_photo(card(tmp_path / "c.jpg", seed=540))
    recruiter.goes_on().heading("Persetujuan")
