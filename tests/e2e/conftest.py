"""Real Chromium, a real server, and devices that keep their profile over restarts."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.e2e.device import Device, Devices
from tests.e2e.site import Site


def chromium() -> str:
    """The path of the browser."""
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert executable, "no Chromium: run `make chromium`, or set CHROMIUM to its path"
    return executable


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A running server with its cast; ended by its own process id."""
    site = Site(tmp_path)
    site.start()
    yield site
    site.kill()


@pytest.fixture
def devices(playwright: Playwright, tmp_path: Path, site: Site) -> Iterator[Devices]:
    """Phones and desks of this test; all closed at its end."""
    devices = Devices(playwright, chromium(), tmp_path, site.url)
    yield devices
    devices.close()


@pytest.fixture
def kayla(devices: Devices) -> Device:
    """Kayla's phone, signed in, known to the server by its key (P95), and ready to work without a network."""
    device = devices.phone("kayla")
    with device.page.expect_response("**/api/v1/device-key") as told:
        device.sign_in("kayla")
    assert told.value.status == 204
    return device
