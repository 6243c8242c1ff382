"""``make bench-web``: the recruiter's phone in figures (issue of lightness in ``docs/performance.md``)."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from server.store import Store
from server.store.engine import open_engine
from tests.bench import phone
from tests.bench.crowd import fill
from tests.bench.entry import entry_time
from tests.bench.figures import say, tell
from tests.bench.lighthouse.audit import scores
from tests.bench.weight import weights
from tests.e2e.cast import ANGGREK, KAYLA
from tests.e2e.device import Devices
from tests.e2e.people import Recruiter
from tests.e2e.site import Site

MANY = 10_000
SEED = 20261123


def main() -> int:
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert executable, "no Chromium: run `make chromium`, or set CHROMIUM to its path"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Site(Path(folder))
        _crowd(site)
        site.start()
        devices = Devices(playwright, executable, Path(folder), site.url)
        try:
            _measure(site, devices)
        finally:
            devices.close()
            site.kill()
    return 0


def _crowd(site: Site) -> None:
    engine = open_engine(site.database_url)
    account = Store(engine).accounts.account_by_id(KAYLA)
    engine.dispose()
    assert account is not None
    say(f"{MANY} sign-ups, seed {SEED}")
    fill(site.database_url, account, ANGGREK, count=MANY, seed=SEED)


def _measure(site: Site, devices: Devices) -> None:
    tell(*scores(devices, site))
    rusman = devices.phone("rusman").sign_in("rusman")
    Recruiter(rusman).starts()
    tell(*weights(rusman.page, site.url))
    tell(*entry_time(rusman))
    tell(phone.cold_start(rusman, "cold-offline-start-ms", 1500))
    tell(phone.pin_unlock(rusman, "pin-unlock-ms"))
    rusman.close()
    kayla = devices.phone("kayla").sign_in("kayla")
    phone.has_all(kayla, site)
    tell(phone.cold_start(kayla, "cold-offline-start-10000-ms", 1500))
    tell(phone.pin_unlock(kayla, "pin-unlock-10000-ms"))
    tell(*phone.list_acts(kayla))
    tell(*phone.saves(kayla))


if __name__ == "__main__":
    sys.exit(main())
