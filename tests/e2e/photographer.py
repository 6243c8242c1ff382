"""A recruiter who takes the photo of the card too, and the desk that looks at it."""

import threading
import time
from pathlib import Path
from typing import Self

from playwright.sync_api import expect

from tests.e2e.cast import Member
from tests.e2e.people import Recruiter, Supervisor
from tests.e2e.site import Site

PATIENCE_S = 30


class Photographer(Recruiter):
    """What is done at the photo step, and again when a photo was returned."""

    def signs_up_with(self, photo: Path, member: Member) -> Self:
        self.starts().fills_until_photo(member).takes_photo(photo).goes_on()
        return self.heading("Persetujuan").signs().saves()

    def takes_photo(self, photo: Path) -> Self:
        """As from the camera; shown once it is kept."""
        page = self.device.page
        page.locator("input[type=file][capture]").set_input_files(photo)
        expect(page.get_by_text("Tersimpan di HP ini")).to_be_visible()
        return self

    def offers_file(self, file: Path) -> Self:
        """As from the gallery, whatever it is."""
        self.device.page.locator("input[type=file]").nth(1).set_input_files(file)
        return self

    def retakes_photo(self, photo: Path, *, remark: str) -> Self:
        """On the page of what was returned: take the photo again and send again."""
        expect(self.device.page.get_by_text(remark)).to_be_visible()
        self.takes_photo(photo)
        expect(self.device.page.get_by_text("1 dari 1 sudah dibetulkan")).to_be_visible()
        self._button("Kirim lagi").click()
        return self.heading("Pendaftar saya")

    def changes_photo(self, photo: Path, member: Member) -> Self:
        """Of a registration that is saved already."""
        self.opens(member)
        self.device.page.get_by_role("link", name="Ubah Foto KTP").click()
        self.takes_photo(photo)
        self._button("Simpan").click()
        return self.heading(member.name)


class Viewer(Supervisor):
    """A supervisor who looks at the photo."""

    def sees_photo(self) -> Self:
        """The photo itself, decoded, beside the fields."""
        picture = self.device.page.locator("button.photo img")
        expect(picture).to_be_visible(timeout=40_000)
        assert picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 0
        return self


def photos_arrive(site: Site, count: int) -> None:
    """So many photos are in, by whichever road: the lane, or sealed from the door (P210)."""
    poll, deadline = threading.Event(), time.monotonic() + PATIENCE_S
    while (found := len(site.photos_in())) != count:
        assert time.monotonic() < deadline, f"{found} of {count} photos came"
        poll.wait(0.1)
