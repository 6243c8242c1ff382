"""What lies on the disk of a phone, read past the app (P120), and how fast the PIN opens it."""

import gzip
import json
import sys
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, Route, expect

from sync.tally import tally_of, together
from tests.e2e.cast import KAYLA, Member, member
from tests.e2e.device import Device
from tests.e2e.people import Recruiter

GOAL_MS = 2000
PAGE = 500

DUMP = """async () => {
  const read = (request) => new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  const bytes = (value) => new TextDecoder("latin1").decode(value);
  const all = {};
  for (const { name } of await indexedDB.databases()) {
    const db = await read(indexedDB.open(name));
    for (const store of db.objectStoreNames) {
      const rows = await read(db.transaction(store).objectStore(store).getAll());
      all[`${name}/${store}`] = JSON.stringify(rows, (_, value) =>
        value instanceof Uint8Array || value instanceof ArrayBuffer ? bytes(value) : value);
    }
    db.close();
  }
  return all;
}"""


def personal(vendor: Member) -> list[str]:
    """What must not be found of a person, as typed and as sent."""
    nik = vendor.nik
    return [
        nik,
        f"{nik[:6]} {nik[6:12]} {nik[12:]}",
        vendor.name,
        vendor.phone,
        vendor.phone.removeprefix("0"),
        vendor.address,
    ]


def dumped(page: Page) -> dict[str, str]:
    """Every row of every database of the app, as text."""
    rows: dict[str, str] = page.evaluate(DUMP)
    return rows


def files_with(folder: Path, word: str) -> list[str]:
    """The files of a folder that hold a word in either of the browser's ways to write a string."""
    needles = (word.encode(), word.encode("utf-16-le"))
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(needle in path.read_bytes() for needle in needles)
    ]


def test_P120_no_member_is_found_on_the_disk(kayla: Device) -> None:
    sent, unsent, typed = member(700), member(701), member(702)
    Recruiter(kayla).signs_up(sent).sees(sent, "Di supervisor")
    kayla.cut()
    Recruiter(kayla).goes_to("/").signs_up(unsent).goes_to("/").starts().types_nik(typed)
    Recruiter(kayla).goes_on().heading("Nama di KTP")
    kayla.page.get_by_label("Nama lengkap").fill(typed.name)
    kayla.page.get_by_text("Draf aman").wait_for()
    rows = dumped(kayla.page)
    assert {"drafts", "outbox", "bodies", "meta"} <= {
        name.partition("/")[2] for name, text in rows.items() if KAYLA in name and text != "[]"
    }
    assert any("Kayla Riyanti" in text for text in rows.values())  # the search does find
    kayla.close()
    leveldb = next(kayla.profile.rglob("*.indexeddb.leveldb"))
    assert files_with(leveldb, "Kayla Riyanti")
    for word in [word for one in (sent, unsent, typed) for word in personal(one)]:
        assert [name for name, text in rows.items() if word in text] == []
        assert files_with(kayla.profile, word) == []


CLOCK = """() => {
  let count = 0, began = 0;
  addEventListener("keydown", () => { count += 1; if (count === 6) began = performance.now(); }, true);
  window.opened = new Promise((done) => {
    const watch = new MutationObserver(() => {
      if (began && !document.querySelector(".door") && document.querySelector("h1"))
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
    });
    watch.observe(document.body, { childList: true, subtree: true });
  });
}"""


def unlock_ms(device: Device) -> float:
    """From the last digit to the first screen, with a CPU slowed four times."""
    page = device.page
    page.goto(device.url)
    page.get_by_role("group", name="PIN Kayla").wait_for()
    slow = device.context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.evaluate(CLOCK)
    page.keyboard.type("284916")
    took = float(page.evaluate("window.opened"))
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    return took


class ManyRegistrations:
    """A server whose feed has so many registrations, all like the one that the real server has."""

    def __init__(self, count: int) -> None:
        self._ids = [str(UUID(int=n, version=4)) for n in range(1, count + 1)]
        tally = together(tally_of(one, seq) for seq, one in enumerate(self._ids, 1))
        self._check = {"count": tally.count, "digest": tally.digest}
        self._real: dict[str, Any] | None = None

    def answer(self, route: Route) -> None:
        asked = json.loads(gzip.decompress(route.request.post_data_buffer or b""))
        bearer = route.request.headers["authorization"].startswith("Bearer")
        if not bearer:
            return route.abort()  # a locked phone's: it has nothing to send here
        if self._real is None:
            anew = json.dumps(asked | {"cursor": None})
            headers = {**route.request.headers, "content-encoding": "identity"}
            self._real = route.fetch(post_data=anew, headers=headers).json()
        return route.fulfill(json=self._real | {"feed": self._page(asked["cursor"])})

    def _page(self, cursor: str | None) -> dict[str, Any]:
        assert self._real is not None
        feed = self._real["feed"]
        first, known = 0, cursor is not None and cursor.startswith("many:")
        if cursor is not None and known:
            first = int(cursor.removeprefix("many:"))
        last = min(first + PAGE, len(self._ids))
        old = {"captured_at": "2026-03-02T02:00:00.000Z"}  # the first screen has today's
        entries = [
            feed["entries"][0] | {"registration": self._ids[n], "seq": n + 1} | old
            for n in range(first, last)
        ]
        more = last < len(self._ids)
        end = {"covers": None if more else 1, "check": None if more else self._check}
        told = {"entries": entries, "cursor": f"many:{last}", "more": more}
        return told | {"reset": None if known else "epoch", "repaired": None} | end


def test_figures_of_the_pin(kayla: Device, capsys: pytest.CaptureFixture[str]) -> None:
    """With one registration on the phone, then with ten thousand."""
    vendor = member(710)
    Recruiter(kayla).signs_up(vendor).sees(vendor, "Di supervisor")
    few = median(unlock_ms(kayla) for _ in range(3))
    kayla.context.route("**/api/v1/sync", ManyRegistrations(10_000).answer)
    kayla.goes_to("/list")
    expect(kayla.page.get_by_role("button", name="Semua 10000")).to_be_visible(timeout=120_000)
    many = median(unlock_ms(kayla) for _ in range(3))
    expect(kayla.page.get_by_role("button", name="Daftarkan orang").first).to_be_visible()
    with capsys.disabled():
        sys.stdout.writelines(
            f"figure {name} {took:.0f} {GOAL_MS} {'ok' if took <= GOAL_MS else 'short'}\n"
            for name, took in (("pin-unlock-ms", few), ("pin-unlock-10000-ms", many))
        )
