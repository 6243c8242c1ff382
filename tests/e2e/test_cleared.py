"""The browser clears a person's database while the phone still knows that they were here."""

from playwright.sync_api import expect

from tests.e2e.cast import member
from tests.e2e.device import Device
from tests.e2e.people import Recruiter
from tests.e2e.site import Site

CLEAR = """async () => {
  const all = await indexedDB.databases();
  const own = all.map(({ name }) => name).filter((name) => name !== "perisai-phone");
  await Promise.all(own.map((name) => new Promise((resolve, reject) => {
    const asked = indexedDB.deleteDatabase(name);
    asked.onsuccess = resolve;
    asked.onerror = reject;
  })));
  return own.length;
}"""


def test_I1_P7_a_cleared_phone_says_so_and_begins_as_another_device(
    site: Site, kayla: Device
) -> None:
    sent, unsent = member(500), member(501)
    Recruiter(kayla).signs_up(sent).sees(sent, "Di supervisor")
    Recruiter(kayla).goes_to("/").starts().fills_until_consent(unsent).signs()
    kayla.cut()
    Recruiter(kayla).saves().sees(unsent, "Di HP ini")
    assert kayla.page.evaluate(CLEAR) == 1
    kayla.close()
    kayla.open()
    page = kayla.page
    page.get_by_role("heading", name="Data di HP ini terhapus").wait_for()
    expect(page.get_by_text("1 isian belum terkirim ikut hilang.")).to_be_visible()
    expect(page.get_by_text("Yang sudah terkirim aman di server")).to_be_visible()
    kayla.connect()
    page.get_by_role("button", name="Mengerti, masuk lagi").click()
    page.get_by_role("button", name="Masuk dengan akun lain").click()
    kayla.sign_in("kayla")
    Recruiter(kayla).sees(sent, "Di supervisor")
    Recruiter(kayla).goes_to("/").signs_up(unsent).sees(unsent, "Di supervisor")
    assert site.operations() == 2
    page.reload()
    expect(page.get_by_text("Data di HP ini terhapus")).to_have_count(0)
