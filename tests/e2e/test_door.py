"""The door of a phone: several people on it, wrong and forgotten PINs, and an ended device."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.cast import PASSWORD, member
from tests.e2e.choosing import choose
from tests.e2e.device import Device, Devices
from tests.e2e.eyes import faults
from tests.e2e.people import Recruiter
from tests.e2e.photographer import Photographer
from tests.e2e.pictures import card
from tests.e2e.site import Site

ON_THE_MOVE = """
Object.defineProperty(navigator, "connection", {
  value: Object.assign(new EventTarget(), { type: "cellular" }),
});
"""


def lock(device: Device) -> None:
    device.open_again("/settings")
    device.page.get_by_role("button", name="Kunci sekarang").click()
    expect(device.page.get_by_role("group", name="PIN Kayla")).to_be_visible()


def ended(devices: Devices) -> Page:
    """An admin has ended Kayla's phone; their list of devices."""
    desk = devices.desk("ilham").sign_in("ilham").open_again("/devices").page
    row = desk.get_by_role("row").filter(has_text="Kayla")
    row.get_by_role("button", name="Akhiri").click()
    desk.get_by_role("dialog").get_by_role("button").last.click()
    expect(row.get_by_text("diakhiri")).to_be_visible()
    return desk


def is_wiped(page: Page) -> None:
    expect(page.get_by_text("Data Kayla Riyanti dihapus dari HP ini")).to_be_visible(timeout=30_000)
    names = page.evaluate("indexedDB.databases().then((all) => all.map(({ name }) => name))")
    assert names == ["perisai-phone"]


def test_P127_P129_two_people_on_one_phone(site: Site, kayla: Device) -> None:
    """Kayla's unsent work goes while Rusman has the phone; neither sees the other's."""
    hers, his = member(720), member(721)
    page = kayla.cut().page
    Recruiter(kayla).signs_up(hers)
    lock(kayla)
    kayla.connect()
    page.get_by_role("button", name="Masuk dengan akun lain").click()
    kayla.sign_in("rusman")
    Recruiter(kayla).signs_up(his).sees(his, "Di supervisor")
    expect(page.get_by_text(hers.name)).to_have_count(0)
    page.goto(kayla.url)
    expect(page.get_by_role("group", name="PIN Rusman")).to_be_visible()
    page.get_by_role("button", name="Kayla").click()
    expect(page.get_by_role("group", name="PIN Kayla")).to_be_visible()
    kayla.unlock()
    Recruiter(kayla).sees(hers, "Di supervisor")
    assert site.operations() == 2


def test_P1_P129_weeks_without_a_network(site: Site, kayla: Device) -> None:
    """Nothing runs out on the phone; what is sent needs no password, only what is told does."""
    before, after = member(727), member(728)
    Recruiter(kayla.cut()).signs_up(before)
    site.let_sessions_end()
    page = kayla.page
    page.clock.set_system_time(datetime.now(UTC) + timedelta(days=31))
    recruiter = Recruiter(kayla).goes_to("/").signs_up(after)
    kayla.connect()
    recruiter.goes_to("/send")
    again = page.get_by_role("heading", name="Masuk lagi untuk kabar terbaru")
    expect(again).to_be_visible(timeout=30_000)
    expect(
        page.get_by_text("Sudah 31 hari sejak terakhir masuk. Tidak ada yang hilang")
    ).to_be_visible()
    assert faults(page) == []
    assert site.operations() == 2
    page.get_by_label("Kata sandi Kayla").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(again).to_have_count(0)
    recruiter.sees(before, "Di supervisor").sees(after, "Di supervisor")


def test_P122_twenty_wrong_pins_delete_nothing(kayla: Device) -> None:
    vendor = member(729)
    Recruiter(kayla.cut()).signs_up(vendor)
    page = kayla.page
    page.clock.install()
    page.goto(kayla.url)
    door = page.get_by_role("group", name="PIN Kayla")
    for tries in range(10):
        door.wait_for()
        page.keyboard.type(f"90{1000 + tries}")
        page.get_by_text("PIN salah").wait_for()
        page.clock.run_for(700_000)
    for _ in range(10):  # the road is closed: no more of them is even tried, here or after a reload
        page.keyboard.type("901020")
        expect(page.get_by_text("PIN salah 10 kali")).to_be_visible()
    page.goto(kayla.url)
    expect(page.get_by_text("PIN salah 10 kali")).to_be_visible()
    page.get_by_label("Kata sandi Kayla").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.get_by_text("Belum ada jaringan. Data Anda tetap aman")).to_be_visible()
    expect(page.get_by_role("button", name="Selamatkan data")).to_be_visible()  # P211
    assert faults(page) == []
    page.clock.resume()
    kayla.connect()
    page.get_by_role("button", name="Masuk", exact=True).click()
    kayla.set_pin("407391")
    page.get_by_role("link", name="Pendaftar").click()
    Recruiter(kayla).reads(vendor.name)


def test_P122_P123_ten_wrong_pins_then_the_password(kayla: Device) -> None:
    """Nothing is lost: neither what was sent nor what was only typed."""
    sent, typed = member(722), member(723)
    page = kayla.page
    Recruiter(kayla).signs_up(sent).goes_to("/").starts().types_nik(typed)
    page.get_by_text("Draf aman").wait_for()
    page.clock.install()
    page.goto(kayla.url)
    door = page.get_by_role("group", name="PIN Kayla")
    for tries in range(1, 10):
        door.wait_for()
        page.keyboard.type(f"90{1000 + tries}")
        page.get_by_text(f"Masih bisa {10 - tries} kali").wait_for()
        page.clock.run_for(170_000)
    assert faults(page) == []
    page.keyboard.type("901010")
    page.get_by_text("PIN salah 10 kali").wait_for()
    assert faults(page) == []
    page.get_by_label("Kata sandi Kayla").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    kayla.set_pin("407391")
    page.clock.resume()
    page.get_by_role("link", name="Pendaftar").click()
    Recruiter(kayla).reads(sent.name)
    expect(page.get_by_text("Draf", exact=True).first).to_be_visible()


def test_P128_an_ended_device_hands_over_and_is_wiped(
    site: Site, kayla: Device, devices: Devices
) -> None:
    vendor = member(724)
    Recruiter(kayla.cut()).signs_up(vendor)
    desk = ended(devices)
    kayla.connect()
    page = kayla.page
    is_wiped(page)
    assert site.operations() == 1
    page.get_by_role("button", name="Mengerti").click()
    expect(page.get_by_label("Nama pengguna")).to_be_visible()
    desk.reload()
    devices.all[-1].unlock()
    expect(desk.get_by_role("row").filter(has_text="Kayla").get_by_text("dihapus")).to_be_visible()


def test_P128_P210_locked_it_hands_over_its_photos_too(
    site: Site, kayla: Device, devices: Devices, tmp_path: Path
) -> None:
    """Nobody has the PIN of a phone that was found; its photos come in all the same."""
    photo = card(tmp_path / "card.jpg", seed=725)
    Photographer(kayla.cut()).signs_up_with(photo, member(725))
    lock(kayla)
    page = kayla.page
    ended(devices)
    kayla.connect()
    is_wiped(page)
    assert (site.operations(), len(site.photos_in())) == (1, 1)


def test_P211_rescued_at_the_door(
    site: Site, kayla: Device, devices: Devices, tmp_path: Path
) -> None:
    vendor = member(726)
    photo = card(tmp_path / "card.jpg", seed=726)
    Photographer(kayla.cut()).signs_up_with(photo, vendor)
    lock(kayla)
    page = kayla.page
    page.get_by_role("button", name="Selamatkan data").click()
    expect(page.get_by_text("1 data dan 1 foto belum terkirim.")).to_be_visible()
    assert faults(page) == []
    file = tmp_path / "selamatkan.perisai"
    with page.expect_download() as download:
        page.get_by_role("button", name="Simpan berkas").click()
    download.value.save_as(file)
    for secret in (vendor.name, vendor.nik, vendor.address):
        assert secret not in file.read_text()
    kayla.close()
    other = devices.phone("rusman").sign_in("rusman").open_again("/rescue").page
    other.get_by_label("Serahkan berkas").set_input_files(file)
    expect(other.get_by_text("Yang baru diterima server: 1 data dan 1 foto.")).to_be_visible()
    assert (site.operations(), len(site.photos_in())) == (1, 1)


def test_P210_locked_photos_heed_the_wifi_setting_too(
    site: Site, kayla: Device, tmp_path: Path
) -> None:
    photo = card(tmp_path / "card.jpg", seed=730)
    kayla.context.add_init_script(ON_THE_MOVE)
    kayla.open_again("/send")
    page = kayla.page
    choose(page, "Foto hanya lewat Wi-Fi", role="switch")
    Photographer(kayla.cut()).goes_to("/").signs_up_with(photo, member(730))
    lock(kayla)
    kayla.connect()
    expect(page.get_by_text("1 foto belum terkirim")).to_be_visible(timeout=30_000)
    assert (site.operations(), len(site.photos_in())) == (1, 0)
    page.evaluate("navigator.connection.type = 'wifi'")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Semua terkirim")).to_be_visible(timeout=30_000)
    assert len(site.photos_in()) == 1
