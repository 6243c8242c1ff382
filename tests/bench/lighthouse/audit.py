"""Lighthouse's scores of the built app on its phone profile: the door, and on a phone that holds all
sign-ups of its person the home screen, the list and a form.

Lighthouse is no part of the app and is heavy (176 MB), so it is installed beside the tree, as the
peers of ``make bench`` are (``docs/adr/0033``). It drives the browser that a device runs in: a tab
that it opens is handed the key by the tab in which the PIN was typed (P127), and so sees what the
person sees.
"""

import hashlib
import json
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.figures import Figure, say
from tests.bench.phone import has_all
from tests.e2e.cast import member
from tests.e2e.device import Device, Devices
from tests.e2e.people import Recruiter
from tests.e2e.site import Site

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
FOLDER = ROOT / ".stamps" / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
GOAL = 95


def scores(devices: Devices, site: Site) -> list[Figure]:
    """The lowest score of each category over the pages, out of 100; what cost points is said page by page."""
    install()
    found: dict[str, list[float]] = {category: [] for category in CATEGORIES}
    with _watched(devices) as port:
        phone = devices.phone("lighthouse")
        _add(found, "sign-in", _audit(phone.url, port, devices.folder))
        for name, path in _inside(phone, site):
            report = _audit(phone.url + path, port, devices.folder, "--disable-storage-reset")
            _add(found, name, report)
        phone.close()
    return [
        Figure(f"lighthouse-{category}", min(found[category]), GOAL, "at_least")
        for category in CATEGORIES
    ]


def install() -> None:
    """Install it unless it is there, by the committed lock. Raises CalledProcessError."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    stamp = FOLDER / "installed"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    for source in (HERE / "package.json", HERE / "package-lock.json", ROOT / "web" / ".npmrc"):
        shutil.copyfile(source, FOLDER / source.name)
    _run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], FOLDER)
    stamp.write_text(wanted)


def _inside(phone: Device, site: Site) -> Iterator[tuple[str, str]]:
    """All that the server tells, a sign-up of today and one begun; the first tab stays open, with the key."""
    recruiter = Recruiter(phone.sign_in("kayla"))
    has_all(phone, site)
    recruiter.goes_to("/").signs_up(member(1))
    recruiter.goes_to("/").starts()
    form = phone.page.url.removeprefix(phone.url)
    recruiter.goes_to("/benefits")  # where nobody types in the draft (P155)
    yield from (("home", "/"), ("list", "/list"), ("form", form))


@contextmanager
def _watched(devices: Devices) -> Iterator[int]:
    """Browsers started in here can be driven by others through the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    before = devices.more
    devices.more = (*before, f"--remote-debugging-port={port}")
    yield port
    devices.more = before


def _audit(url: str, port: int, folder: Path, *more: str) -> dict[str, dict[str, object]]:
    report = folder / "lighthouse.json"
    script = FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"
    asked = ("--quiet", f"--port={port}", f"--only-categories={','.join(CATEGORIES)}")
    kept = ("--output=json", f"--output-path={report}", "--no-enable-error-reporting")
    _run(["node", str(script), url, *asked, *kept, *more], folder)
    found: dict[str, dict[str, object]] = json.loads(report.read_text())
    landed = str(found["finalDisplayedUrl"])
    assert landed.startswith(url), landed
    return found


def _add(found: dict[str, list[float]], page: str, report: dict[str, dict[str, object]]) -> None:
    for category in CATEGORIES:
        score: float = report["categories"][category]["score"]  # type: ignore[index]
        found[category].append(round(score * 100))
    words = ", ".join(f"{category} {found[category][-1]:.0f}" for category in CATEGORIES)
    say(f"lighthouse, {page}: {words}")
    for audit in report["audits"].values():
        if audit["score"] is not None and audit["score"] < 0.9:  # type: ignore[index]
            say(f"  {audit['id']} {audit['score']}: {audit.get('displayValue', '')}")  # type: ignore[index, attr-defined]


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True)  # noqa: S603  our own commands
