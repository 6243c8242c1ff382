"""A phone that never meets a network: a colleague carries its work, cannot read it, and nothing is doubled."""

import json
import zlib
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.e2e.cast import Member, member
from tests.e2e.device import Device, Devices
from tests.e2e.eyes import faults
from tests.e2e.people import Recruiter, Supervisor
from tests.e2e.site import Site

EVERYTHING = """async () => {
  const all = {};
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((resolve) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => resolve(asked.result);
    });
    for (const store of db.objectStoreNames) {
      all[name + "/" + store] = await new Promise((resolve) => {
        const asked = db.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => resolve(asked.result);
      });
    }
    db.close();
  }
  return JSON.stringify(all);
}"""

SHARE = """(text) => {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: "/share", enctype: "multipart/form-data" });
  const input = Object.assign(document.createElement("input"), { type: "file", name: "bundle" });
  const given = new DataTransfer();
  given.items.add(new File([text], "titipan.perisai.txt", { type: "text/plain" }));
  input.files = given.files;
  form.append(input);
  document.body.append(form);
  form.submit();
}"""
"""What the system does when somebody shares a file with the installed app."""

FAKE_CAMERA = """(codes) => {
  window.BarcodeDetector = class {
    detect() { return Promise.resolve([{ rawValue: codes.at((this.at = (this.at ?? -1) + 1) % codes.length) }]); }
  };
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  let shade = 0;
  setInterval(() => {
    pen.fillStyle = `rgb(${shade = (shade + 9) % 255} 0 0)`;
    pen.fillRect(0, 0, 99, 99);
  }, 50);
  Object.defineProperty(navigator, "mediaDevices",
    { value: { getUserMedia: async () => canvas.captureStream(5) } });
}"""


class Courier:
    """A recruiter who gives work away, or carries it."""

    def __init__(self, device: Device) -> None:
        self.device = device

    def gives(self, file: Path) -> Path:
        page = self._at("Titipkan ke HP rekan")
        with page.expect_download() as download:
            page.get_by_role("dialog").get_by_role("button", name="Simpan berkas").click()
        download.value.save_as(file)
        expect(page.get_by_text("dititipkan,")).to_be_visible()
        return file

    def takes(self, file: Path, words: str) -> None:
        page = self._at("Terima titipan rekan")
        page.get_by_label("Pilih berkas", exact=True).first.set_input_files(file)
        expect(page.get_by_text(words)).to_be_visible()
        page.get_by_role("dialog").get_by_role("button", name="Tutup").click()

    def carries(self, words: str) -> None:
        expect(self.device.page.get_by_text(words).first).to_be_visible(timeout=30_000)

    def holds(self) -> str:
        text: str = self.device.page.evaluate(EVERYTHING)
        return text

    def _at(self, button: str) -> Any:
        Recruiter(self.device).goes_to("/send")
        self.device.page.get_by_role("button", name=button).click()
        return self.device.page


def secrets(of: Member) -> set[str]:
    digits = of.phone.removeprefix("0")
    return {of.nik, of.name, digits, of.address}


def test_P97_P98_carried_unread_and_counted_once(
    site: Site, devices: Devices, kayla: Device, tmp_path: Path
) -> None:
    """Nobody answers while they hand over: the browser's own cut has let something through before."""
    first, second = member(400), member(401)
    site.kill()
    Recruiter(kayla.cut()).signs_up(first)
    Recruiter(kayla).goes_to("/").signs_up(second)
    file = Courier(kayla).gives(tmp_path / "titipan.perisai")
    kayla.close()

    site.start()
    rusman = devices.phone("rusman").sign_in("rusman").cut()
    site.kill()
    Courier(rusman).takes(file, "Titipan diterima.")
    Courier(rusman).takes(file, "sudah ada di sini")
    Courier(rusman).carries("2 data, terkunci")
    for seen in (Courier(rusman).holds(), file.read_text()):
        assert not {one for one in secrets(first) | secrets(second) if one in seen}
    rusman.close()

    site.start()
    assert site.operations() == 0
    rusman.open("/send").connect()
    Courier(rusman).carries("Sampai di server")
    assert site.operations() == 2
    Supervisor(devices.desk("zulaikha").sign_in("zulaikha")).reads(first)
    Recruiter(rusman).goes_to("/list")
    expect(rusman.page.get_by_text(first.name)).to_have_count(0)

    other = devices.phone("rusman-2").sign_in("rusman")
    Courier(other).takes(file, "Titipan diterima.")
    Courier(other).carries("Server sudah punya")
    site.kill()
    Recruiter(kayla.open()).sees(first, "Di HP ini")
    site.start()
    kayla.connect()
    Recruiter(kayla).sees(first, "Di supervisor").sees(second, "Di supervisor")
    assert site.operations() == 2
    kayla.open_again("/send")
    expect(kayla.page.get_by_text("dititipkan,")).to_have_count(0)


def test_P98_shared_with_the_app_by_another(
    site: Site, devices: Devices, kayla: Device, tmp_path: Path
) -> None:
    vendor = member(402)
    Recruiter(kayla.cut()).signs_up(vendor)
    text = Courier(kayla).gives(tmp_path / "titipan.perisai").read_text()
    rusman = devices.phone("rusman").sign_in("rusman").cut()
    for shared, words in (
        ("halo", "bukan titipan Perisai"),
        (text[:-9], "bukan titipan Perisai"),
        (text, "Titipan diterima"),
        (text, "sudah ada di sini"),
    ):
        with rusman.page.expect_navigation():
            rusman.page.evaluate(SHARE, shared)
        rusman.unlock()
        Courier(rusman).carries(words)
    rusman.connect()
    Courier(rusman).carries("Sampai di server")
    assert site.operations() == 1


def test_P99_codes_are_read_in_any_order(
    site: Site, devices: Devices, kayla: Device, tmp_path: Path
) -> None:
    vendor = member(403)
    Recruiter(kayla.cut()).signs_up(vendor)
    file = Courier(kayla).gives(tmp_path / "titipan.perisai")
    bundle = json.loads(file.read_text())
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = packer.compress(json.dumps(bundle).encode()) + packer.flush()
    letters = urlsafe_b64encode(packed).rstrip(b"=").decode()
    pieces = [letters[at : at + 700] for at in range(0, len(letters), 700)]
    codes = [f"PERISAI1:abc:{i}:{len(pieces)}:{piece}" for i, piece in enumerate(pieces, 1)]
    assert len(codes) > 1

    rusman = devices.phone("rusman").sign_in("rusman")
    Recruiter(rusman).goes_to("/send")
    rusman.page.evaluate(FAKE_CAMERA, [*reversed(codes), "https://example.id", codes[0]])
    rusman.page.get_by_role("button", name="Terima titipan rekan").click()
    rusman.page.get_by_role("button", name="Pindai kode QR").click()
    Courier(rusman).carries("Titipan diterima")
    Courier(rusman).carries("Sampai di server")
    assert site.operations() == 1


NO_CAMERA = """() => {
  window.BarcodeDetector = class {};
  const refuse = () => Promise.reject(new DOMException("", "NotAllowedError"));
  Object.defineProperty(navigator, "mediaDevices", { value: { getUserMedia: refuse } });
}"""


def test_P99_a_camera_that_is_not_allowed_says_so(kayla: Device) -> None:
    page = kayla.page
    Recruiter(kayla).goes_to("/send")
    page.evaluate(NO_CAMERA)
    page.get_by_role("button", name="Terima titipan rekan").click()
    page.get_by_role("button", name="Pindai kode QR").click()
    expect(page.get_by_text("Kamera tidak bisa dipakai. Izinkan kamera")).to_be_visible()
    assert faults(page) == []


def test_P95_a_phone_that_never_told_its_key_says_so(devices: Devices) -> None:
    device = devices.phone("kayla")
    device.context.route("**/api/v1/device-key", lambda route: route.abort())
    device.sign_in("kayla").cut()
    Recruiter(device).signs_up(member(404))
    Recruiter(device).goes_to("/send")
    device.page.get_by_role("button", name="Titipkan ke HP rekan").click()
    expect(device.page.get_by_text("perlu tersambung ke server sekali")).to_be_visible()
