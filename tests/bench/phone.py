"""A recruiter's phone with ten thousand sign-ups, on a processor slowed down to that of a cheap phone."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from server.store.engine import open_engine
from server.store.models import RegistrationRow
from tests.bench.figures import Figure, quantile
from tests.e2e.cast import KAYLA, member
from tests.e2e.device import PIN, Device
from tests.e2e.people import Recruiter
from tests.e2e.site import Site

SLOWER = 4
"""Chromium's throttle of the page's processor (CDP ``Emulation.setCPUThrottlingRate``)."""
SAVES = 15
UNLOCKS = 3
SEARCHED = "siti a"
FLINGS = 12

_WATCH_HEADING = """
(() => {
  const seen = () => {
    const heading = document.querySelector("h1");
    if (heading && heading.textContent.trim() !== "" && !window.headingAt) {
      requestAnimationFrame(() => { window.headingAt ??= performance.now(); });
    }
  };
  new MutationObserver(seen).observe(document, { childList: true, subtree: true });
})();
"""
_WATCH_SAVE = """
(saved) => {
  document.addEventListener("click", (event) => { window.pressedAt = event.timeStamp; }, true);
  window.savedAfter = window.durableAfter = null;
  const begin = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (names, mode, options) {
    const transaction = begin.call(this, names, mode, options);
    if (options?.durability === "strict" && [names].flat().includes("outbox")) {
      transaction.addEventListener("complete", () => {
        window.durableAfter ??= performance.now() - window.pressedAt;
      });
    }
    return transaction;
  };
  new MutationObserver(() => {
    const heading = document.querySelector("h1")?.textContent ?? "";
    if (heading.includes(saved)) window.savedAfter ??= performance.now() - window.pressedAt;
  }).observe(document, { childList: true, subtree: true });
}
"""
_WATCH_ACTS = """
() => {
  window.acts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.acts.push(entry.duration);
  }).observe({ type: "event", durationThreshold: 16 });
  window.frames = [];
  let last = null;
  const frame = (now) => {
    if (last !== null) window.frames.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}
"""


_WATCH_DOOR = """
() => {
  let digits = 0;
  addEventListener("keydown", () => {
    digits += 1;
    if (digits === 6) window.typedAt = performance.now();
  }, true);
  window.openAfter = new Promise((done) => {
    new MutationObserver(() => {
      if (!window.typedAt || document.querySelector(".door") || !document.querySelector("h1")) return;
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - window.typedAt)));
    }).observe(document.body, { childList: true, subtree: true });
  });
}
"""


@contextmanager
def slowed(page: Page) -> Iterator[None]:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    yield
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    session.detach()


def has_all(device: Device, site: Site) -> None:
    """The phone holds every sign-up of its person, those of an earlier visit too."""
    Recruiter(device).goes_to("/list")
    engine = open_engine(site.database_url)
    with engine.connect() as connection:
        own = select(func.count()).where(RegistrationRow.recruiter == KAYLA)
        count = connection.scalar(own)
    engine.dispose()
    every = device.page.get_by_role("button", name=f"Semua {count}")
    expect(every).to_be_visible(timeout=120_000)


def cold_start(device: Device, name: str, goal: float) -> Figure:
    """Milliseconds from a tap on the icon, browser just started and no network, to the first screen."""
    device.cut().close()
    device.start()
    page = device.page
    page.add_init_script(_WATCH_HEADING)
    with slowed(page):
        page.goto(device.url)
        page.wait_for_function("() => window.headingAt !== undefined")
        took = page.evaluate("window.headingAt")
    device.connect()
    return Figure(name, took, goal)


def pin_unlock(device: Device, name: str) -> Figure:
    """Milliseconds from the last digit of the PIN to the first screen, all of the phone's sign-ups read."""
    page = device.page
    took: list[float] = []
    for _ in range(UNLOCKS):
        page.goto(device.url)
        page.get_by_role("group", name=re.compile("^PIN ")).wait_for()
        with slowed(page):
            page.evaluate(_WATCH_DOOR)
            page.keyboard.type(PIN)
            took.append(page.evaluate("window.openAfter"))
    return Figure(name, quantile(took, 0.5), 2000)


def saves(device: Device) -> list[Figure]:
    """Milliseconds from the tap on "save" to the end of the strict transaction, and to the screen that says so."""
    device.cut()
    recruiter, page = Recruiter(device), device.page
    durable: list[float] = []
    seen: list[float] = []
    for number in range(SAVES):
        recruiter.goes_to("/").starts().fills_until_consent(member(9000 + number)).signs()
        page.evaluate(_WATCH_SAVE, "Tersimpan")
        with slowed(page):
            recruiter.saves()
        durable.append(page.evaluate("window.durableAfter"))
        seen.append(page.evaluate("window.savedAfter"))
    device.connect()
    return [
        Figure("save-to-durable-p95-ms", quantile(durable, 0.95), 50),
        Figure("save-to-seen-p95-ms", quantile(seen, 0.95), 100),
    ]


def list_acts(device: Device) -> list[Figure]:
    """The slowest answer to a letter typed into the search, and the longest frame while scrolling."""
    page = device.page
    Recruiter(device).goes_to("/list")
    expect(page.get_by_role("listitem").first).to_be_visible(timeout=60_000)
    with slowed(page):
        page.evaluate(_WATCH_ACTS)
        page.get_by_role("button", name="Cari").click()
        for letter in SEARCHED:
            page.keyboard.type(letter)
            page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        page.evaluate("new Promise((done) => setTimeout(done, 300))")
        searching = max(page.evaluate("window.acts"), default=0.0)
        page.keyboard.press("Control+A")
        page.keyboard.press("Delete")
        page.get_by_role("button", name="lagi").last.scroll_into_view_if_needed()
        page.evaluate("window.frames.length = 0")
        for fling in range(FLINGS):
            page.mouse.move(180, 500)
            page.mouse.wheel(0, 500 if fling % 4 < 3 else -500)
            page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        scrolling = max(page.evaluate("window.frames"), default=0.0)
    return [
        Figure("list-10000-search-ms", searching, 100),
        Figure("list-10000-scroll-ms", scrolling, 100),
    ]
