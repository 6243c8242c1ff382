"""The pictures that an installing browser shows, taken of the app itself: ``python -m tests.e2e.screenshots``.

The people on them are the demo's, all invented.
"""

import io
import os
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.e2e.device import Devices
from tests.e2e.eyes import go
from tests.e2e.site import ROOT
from tests.e2e.town import PASSWORD, Town

FOLDER = ROOT / "web" / "public" / "screenshots"
MOST_BYTES = 40_000
SHOWN = {"home": "/", "people": "/list", "benefits": "/benefits"}
WIDTH, HEIGHT, SCALE = 360, 740, 2


def packed(shot: bytes) -> bytes:
    """As WebP, as good as the bytes allow."""
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    for quality in range(85, 20, -5):
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=quality, method=6)
        if out.tell() <= MOST_BYTES:
            return out.getvalue()
    raise RuntimeError("too large at any quality")


def shoot(page: Page) -> None:
    size = {"width": WIDTH, "height": HEIGHT, "deviceScaleFactor": SCALE, "mobile": True}
    page.context.new_cdp_session(page).send("Emulation.setDeviceMetricsOverride", size)
    for name, path in SHOWN.items():
        go(page, path)
        page.wait_for_load_state("networkidle")
        (FOLDER / f"{name}.webp").write_bytes(packed(page.screenshot()))


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if executable is None:
        raise SystemExit("no Chromium: run `make chromium`, or set CHROMIUM to its path")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        town = Town(Path(folder))
        town.start()
        devices = Devices(playwright, executable, Path(folder), town.url)
        try:
            phone = devices.phone("kayla").sign_in("kayla", PASSWORD)
            phone.page.get_by_text("terkirim").first.wait_for()
            shoot(phone.page)
        finally:
            devices.close()
            town.kill()


if __name__ == "__main__":
    main()
