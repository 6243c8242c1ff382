"""A device in a person's hand: a Chromium profile that outlives its browser."""

import os
import re
import signal
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from playwright.sync_api import BrowserContext, Error, Page, Playwright

from tests.e2e.cast import PASSWORD

NARROW = {"width": 320, "height": 640}
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
PIN = "284916"
DOOR = re.compile("Siapa yang memakai HP ini|Who is using this phone")
QUIET = (
    "--no-first-run",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Without these Chromium asks its maker's hosts for things at every start."""


@dataclass(slots=True)
class Devices:
    """All devices of a test."""

    playwright: Playwright
    executable: str
    folder: Path
    url: str
    all: "list[Device]" = field(default_factory=list)
    more: tuple[str, ...] = ()
    """What browsers are started with beside ``QUIET``."""

    def phone(self, name: str) -> "Device":
        return self._add(Device(self, name, PHONE, touch=True))

    def desk(self, name: str) -> "Device":
        return self._add(Device(self, name, DESK, touch=False))

    def _add(self, device: "Device") -> "Device":
        self.all.append(device)
        device.open()
        return device

    def close(self) -> None:
        for device in self.all:
            device.close()


class Device:
    """Open, cut off, killed and opened again; what people do on it is in ``tests/e2e/people.py``."""

    def __init__(
        self, devices: Devices, name: str, viewport: dict[str, int], *, touch: bool
    ) -> None:
        self._devices = devices
        self._viewport = viewport
        self._touch = touch
        self.profile = devices.folder / f"profile-{name}"
        self._context: BrowserContext | None = None
        self._offline = False
        self._has_pin = False
        self.name = name

    @property
    def url(self) -> str:
        return self._devices.url

    @property
    def context(self) -> BrowserContext:
        assert self._context is not None, "the browser is closed"
        return self._context

    @property
    def page(self) -> Page:
        return self.context.pages[0]

    def open(self, path: str = "/") -> Self:
        """Start the browser cold on its kept profile, and go to the app."""
        return self.start().open_again(path)

    def start(self) -> Self:
        """Start the browser cold on its kept profile, on an empty page."""
        self._context = self._devices.playwright.chromium.launch_persistent_context(
            self.profile,
            executable_path=self._devices.executable,
            chromium_sandbox=os.geteuid() != 0,
            args=[*QUIET, *self._devices.more],
            viewport=self._viewport,  # type: ignore[arg-type]
            has_touch=self._touch,
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            permissions=["clipboard-read", "clipboard-write"],
        )
        self.context.set_default_timeout(15_000)
        # A precaution: once an operation reached the server although the network was cut, and a
        # worker woken by Background Sync is the suspect, not proven. It is a bonus trigger (P71)
        # of the same sync, so these tests go without it.
        self.context.add_init_script("delete ServiceWorkerRegistration.prototype.sync")
        self.context.set_offline(self._offline)
        return self

    def open_again(self, path: str, tab: Page | None = None) -> Self:
        """Load the app anew at a path. Its key is in memory only, so the door may ask for the PIN."""
        page = tab or self.page
        page.goto(self.url + path)
        if self._has_pin:
            self.unlock(page)
        return self

    def unlock(self, tab: Page | None = None) -> Self:
        """Type the PIN, unless another tab has handed the key over."""
        page = tab or self.page
        door = page.get_by_role("group", name=re.compile("^PIN "))
        inside = page.get_by_role("heading", level=1).filter(has_not_text=DOOR)
        door.or_(inside).first.wait_for()
        if door.is_visible():
            page.keyboard.type(PIN)
            door.wait_for(state="detached")
        return self

    def close(self) -> None:
        """Close the browser as its person would."""
        if self._context is not None:
            self._context.close()
            self._context = None

    def kill(self) -> None:
        """End all of the browser's processes at once."""
        profile = str(self.profile).encode()
        for process in Path("/proc").iterdir():
            if process.name.isdigit() and profile in _command_line(process):
                os.kill(int(process.name), signal.SIGKILL)
        with suppress(Error):  # what is to be closed is gone already
            self.close()
        self._context = None

    def cut(self) -> Self:
        """No network from here on, over restarts too."""
        self._offline = True
        self.context.set_offline(True)
        return self

    def connect(self) -> Self:
        self._offline = False
        self.context.set_offline(False)
        return self

    def sign_in(self, username: str, password: str = PASSWORD) -> Self:
        """Sign in and wait until the service worker can start the app without a network."""
        page = self.page
        page.get_by_label("Nama pengguna").fill(username)
        page.get_by_label("Kata sandi", exact=True).fill(password)
        page.get_by_role("button", name="Masuk").click()
        page.get_by_label("Kata sandi", exact=True).wait_for(state="detached")
        self.set_pin()
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.wait_for_function("navigator.serviceWorker.controller !== null")
        return self

    def knows_pin(self) -> Self:
        """Its storage is a copy of one that a PIN was chosen on."""
        self._has_pin = True
        return self

    def set_pin(self, pin: str = PIN) -> Self:
        """Choose a PIN at the door, and repeat it."""
        keys = self.page.keyboard
        self.page.get_by_role("group", name=re.compile("^Buat PIN untuk ")).wait_for()
        keys.type(pin)
        again = self.page.get_by_role("group", name="Ketik PIN sekali lagi")
        again.wait_for()
        keys.type(pin)
        again.wait_for(state="detached")
        self.page.get_by_role("heading", level=1).filter(has_not_text=DOOR).first.wait_for()
        self._has_pin = True
        return self


def _command_line(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:  # it ended meanwhile
        return b""
