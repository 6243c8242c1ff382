"""How long a practised person needs to enter a whole sign-up: a script of keys and taps on the built app.

The hand is a model, the keystroke-level model of Card, Moran and Newell (1980) with the times of a thumb on
glass: a key 0.2 s (their K of an average skilled typist), a tap 1.1 s (P), a look at a new screen 0.8 s. What
the app itself takes between a tap and the next screen is measured and added. Talking, reading the
notice aloud and the photo are the same with any software and are left out.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from playwright.sync_api import Locator, Page, expect

from tests.bench.figures import Figure, say
from tests.e2e.cast import Member, member
from tests.e2e.device import Device
from tests.e2e.people import Recruiter

KEY_S, TAP_S, LOOK_S = 0.2, 1.1, 0.8
STROKE_S = 2.0
"""Signing on the glass."""
GOAL_S = 90
"""Ours: nobody has published one. A minute and a half standing up, between two patients."""
PEOPLE = 5
FIRST = 7000


@dataclass(slots=True)
class Hand:
    """What was done so far, by count."""

    page: Page
    keys: int = 0
    taps: int = 0
    looks: int = 0
    waited: float = 0.0

    @property
    def seconds(self) -> float:
        done = self.keys * KEY_S + self.taps * TAP_S + self.looks * LOOK_S
        return done + STROKE_S + self.waited

    def types(self, label: str, text: str) -> None:
        """Tap a field, unless the screen has put the cursor there, and type."""
        field = self.page.get_by_label(label)
        if not field.evaluate("field => field === document.activeElement"):
            self.taps += 1
            field.tap()
        field.press_sequentially(text)
        self.keys += len(text)

    def taps_on(self, target: Locator) -> None:
        self.taps += 1
        target.tap(force=True)

    def until(self, heading: str, act: Callable[[], object]) -> None:
        """Do what leads to the next screen, and look at it."""
        begun = time.perf_counter()
        act()
        expect(self.page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        self.waited += time.perf_counter() - begun
        self.looks += 1

    def goes_on(self, heading: str, button: str = "Lanjut") -> None:
        target = self.page.get_by_role("button", name=button, exact=True)
        self.until(heading, lambda: self.taps_on(target))


def entry_time(device: Device) -> list[Figure]:
    """The median of some people, as a figure; taps and keys beside it."""
    hands = [_signs_up(device, member(FIRST + number)) for number in range(PEOPLE)]
    taps, keys = median(h.taps for h in hands), median(h.keys for h in hands)
    waited = median(h.waited for h in hands)
    say(
        f"entering a sign-up: {taps:.0f} taps, {keys:.0f} keys, {hands[0].looks} screens,"
        f" {waited:.1f} s of them the app's"
    )
    return [Figure("entry_median_seconds", median(h.seconds for h in hands), GOAL_S)]


def _signs_up(device: Device, somebody: Member) -> Hand:
    recruiter = Recruiter(device).goes_to("/")
    page = device.page
    hand = Hand(page)
    start = page.get_by_role("button", name="Daftarkan orang").or_(
        page.get_by_role("link", name="Daftarkan orang")
    )
    hand.until("NIK di KTP", lambda: hand.taps_on(start.first))
    hand.types("NIK di KTP", somebody.nik)
    hand.goes_on("Nama di KTP")
    hand.types("Nama lengkap", somebody.name)
    hand.goes_on("Alamat dan HP")
    hand.types("Nomor HP", somebody.phone)
    hand.types("Alamat di KTP", somebody.address)
    _picks(hand, "Kelurahan atau desa", "kayuringin")
    hand.goes_on("Pekerjaan dan penghasilan")
    _picks(hand, "Pekerjaan", "pedagang kaki")
    hand.taps_on(page.get_by_role("radio", name="Tidak"))
    hand.types("Penghasilan sebulan", "900000")
    hand.types("Tempat kerja", "Gerbang timur klinik")
    hand.goes_on("Iuran")
    hand.taps_on(page.get_by_role("radio", name="6", exact=True))
    hand.goes_on("Foto KTP")
    hand.goes_on("Persetujuan", button="Lanjut tanpa foto")
    hand.taps += 2  # how it was read, and on with it
    hand.until("Periksa, lalu simpan", recruiter.signs)
    hand.goes_on("Tersimpan di HP ini", button="Simpan pendaftaran")
    return hand


def _picks(hand: Hand, button: str, typed: str) -> None:
    """Search in a sheet and take the first that is found."""
    page = hand.page
    hand.taps_on(page.get_by_role("button", name=button))
    search = page.get_by_role("dialog").locator("input").first
    search.press_sequentially(typed)
    hand.keys += len(typed)
    hand.looks += 1
    hand.taps_on(page.get_by_role("dialog").get_by_text(typed).first)
    page.get_by_role("dialog").wait_for(state="detached")
