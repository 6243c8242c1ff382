"""What lies on the disk of a phone, read past the app (P120)."""

from pathlib import Path

from playwright.sync_api import Page

from tests.e2e.cast import KAYLA, Member, member
from tests.e2e.device import Device
from tests.e2e.patience import until
from tests.e2e.people import Recruiter

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


PULLED = """async (name) => {
  const read = (request) => new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  const db = await read(indexedDB.open(name));
  const pages = await read(db.transaction("bodies").objectStore("bodies").count());
  db.close();
  return pages > 0;
}"""
"""What was sent is in a page of the feed, too."""


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
    until(kayla.page, PULLED, f"perisai-{KAYLA}")
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
