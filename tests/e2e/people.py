"""What people do on their devices, as verbs. Selectors are words that people read, nothing else."""

from contextlib import suppress
from typing import Self

from playwright.sync_api import Locator, expect

from tests.e2e.cast import Member
from tests.e2e.choosing import choose
from tests.e2e.device import Device

LOOKS = 6
"""How often a list is opened anew before it is believed; each look waits five seconds."""


class Recruiter:
    """A recruiter with a phone in hand."""

    def __init__(self, device: Device) -> None:
        self.device = device

    # -- signing up

    def starts(self) -> Self:
        self._link_or_button("Daftarkan orang").click()
        self.heading("NIK di KTP")
        return self

    def types_nik(self, member: Member) -> Self:
        self.device.page.get_by_label("NIK di KTP").fill(member.nik)
        return self

    def goes_on(self) -> Self:
        self._button("Lanjut").click()
        return self

    def fills_until_consent(self, member: Member) -> Self:
        """Everything before consent; the photo is skipped, in plain words."""
        self.fills_until_photo(member)
        self._button("Lanjut tanpa foto").click()
        self.heading("Persetujuan")
        return self

    def fills_until_photo(self, member: Member) -> Self:
        page = self.device.page
        self.types_nik(member).goes_on()
        self.heading("Nama di KTP")
        page.get_by_label("Nama lengkap").fill(member.name)
        self.goes_on()
        self.heading("Alamat dan HP")
        page.get_by_label("Nomor HP").fill(member.phone)
        page.get_by_label("Alamat di KTP").fill(member.address)
        self.picks_village("Kayuringin")
        self.goes_on()
        self.heading("Pekerjaan dan penghasilan")
        self.picks_occupation("Pedagang kaki lima")
        choose(page, "Tidak")
        page.get_by_label("Penghasilan sebulan").fill("900000")
        page.get_by_label("Tempat kerja").fill("Gerbang timur klinik")
        self.goes_on()
        self.heading("Iuran")
        choose(page, "6", exact=True)
        self.goes_on()
        self.heading("Foto KTP")
        return self

    def picks_village(self, typed: str) -> Self:
        page = self.device.page
        page.get_by_role("button", name="Kelurahan atau desa").click()
        page.get_by_placeholder("Cari, misalnya Jatikramat").fill(typed)
        page.get_by_role("dialog").get_by_text(typed).first.click()
        return self

    def picks_occupation(self, words: str) -> Self:
        page = self.device.page
        page.get_by_role("button", name="Pekerjaan").click()
        page.get_by_role("dialog").get_by_text(words, exact=True).first.click()
        return self

    def signs(self) -> Self:
        page = self.device.page
        choose(page, "Dibacakan")
        pad = page.locator("svg.glass")
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 40, box["y"] + 60)
        page.mouse.down()
        for step in range(1, 8):
            page.mouse.move(box["x"] + 40 + 25 * step, box["y"] + 60 + 18 * (step % 2))
        page.mouse.up()
        self._button("Setuju dan lanjut").click()
        self.heading("Periksa, lalu simpan")
        return self

    def saves(self) -> Self:
        self._button("Simpan pendaftaran").click()
        self.heading("Tersimpan di HP ini")
        return self

    def signs_up(self, member: Member) -> Self:
        return self.starts().fills_until_consent(member).signs().saves()

    # -- looking

    def goes_to(self, path: str) -> Self:
        self.device.open_again(path)
        return self

    def sees(self, member: Member, status: str) -> Self:
        """The list shows this person under this status; news is asked for by opening it anew."""
        shown = self.row(member).get_by_text(status).first
        for _ in range(LOOKS):
            self.goes_to("/list")
            with suppress(AssertionError):
                expect(shown).to_be_visible()
                return self
        expect(shown).to_be_visible()
        return self

    def opens(self, member: Member) -> Self:
        self.goes_to("/list")
        self.row(member).click()
        return self

    def reads(self, words: str) -> Self:
        seen = self.device.page.get_by_text(words).filter(visible=True)  # a filter offers it, too
        expect(seen.first).to_be_visible(timeout=20_000)
        return self

    # -- changing

    def changes(self, member: Member, *, part: str, label: str, value: str) -> Self:
        """Open one card of a saved registration, change one field, and save."""
        page = self.device.page
        self.opens(member)
        page.get_by_role("link", name=f"Ubah {part}").click()
        page.get_by_label(label).fill(value)
        self._button("Simpan").click()
        self.heading(member.name)
        return self

    def changes_phone(self, member: Member, phone: str) -> Self:
        return self.changes(member, part="Alamat dan HP", label="Nomor HP", value=phone)

    def corrects_phone(self, phone: str, *, remark: str) -> Self:
        """On the page of what was returned: mend the field with this remark and send again."""
        page = self.device.page
        expect(page.get_by_text(remark)).to_be_visible()
        page.get_by_label("Nomor HP").fill(phone)
        expect(page.get_by_text("1 dari 1 sudah dibetulkan")).to_be_visible()
        self._button("Kirim lagi").click()
        self.heading("Pendaftar saya")
        return self

    def row(self, member: Member) -> Locator:
        return self.device.page.locator("a, li").filter(has_text=member.name).last

    def heading(self, words: str) -> Self:
        expect(self.device.page.get_by_role("heading", level=1, name=words)).to_be_visible()
        return self

    def _button(self, words: str) -> Locator:
        return self.device.page.get_by_role("button", name=words, exact=True)

    def _link_or_button(self, words: str) -> Locator:
        page = self.device.page
        both = page.get_by_role("button", name=words).or_(page.get_by_role("link", name=words))
        return both.first


class Supervisor:
    """A supervisor at a desk: the queue beside the record, verdicts by key."""

    def __init__(self, device: Device) -> None:
        self.device = device

    def reads(self, member: Member) -> Self:
        """Open this person's registration from the queue."""
        page = self.device.page
        self.device.open_again("/queue")
        page.get_by_role("link", name=member.name).or_(
            page.get_by_role("button", name=member.name)
        ).first.click(timeout=20_000)
        expect(page.locator("#record-name")).to_have_text(member.name)
        return self

    def approves(self, member: Member) -> Self:
        page = self.device.page
        page.get_by_role("button", name="Setujui", exact=False).last.click()
        expect(page.get_by_text(f"{member.name} disetujui")).to_be_visible()
        return self

    def has_sent_all(self) -> Self:
        expect(self.device.page.get_by_text("Tersambung")).to_be_visible(timeout=20_000)
        return self

    def returns(self, member: Member, *, remark: str, about: str) -> Self:
        page = self.device.page
        page.get_by_role("button", name=f"Beri catatan pada {about}").click()
        page.get_by_label(f"Apa yang perlu dibetulkan pada {about}?").fill(remark)
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text(f"{member.name} dikembalikan")).to_be_visible()
        return self

    def is_told(self, words: str) -> Self:
        seen = self.device.page.get_by_text(words).filter(visible=True)  # a filter offers it, too
        expect(seen.first).to_be_visible(timeout=20_000)
        return self


class Admin:
    """An admin at a desk: open questions, settled by key."""

    def __init__(self, device: Device) -> None:
        self.device = device

    def opens_conflict(self, member: Member) -> Self:
        page = self.device.page
        self.device.open_again("/conflicts")
        page.get_by_text(member.name).first.click(timeout=20_000)
        expect(page.get_by_role("heading", level=1, name=member.name)).to_be_visible()
        return self

    def opens_duplicate(self, member: Member) -> Self:
        page = self.device.page
        self.device.open_again("/duplicates")
        page.get_by_text(member.name).first.click(timeout=20_000)
        expect(page.get_by_role("heading", level=1, name=member.name)).to_be_visible()
        return self

    def opens_held(self, member: Member) -> Self:
        page = self.device.page
        self.device.open_again("/held")
        page.get_by_role("link", name=member.name).click(timeout=20_000)
        expect(page.get_by_role("heading", level=1, name=member.name)).to_be_visible()
        return self

    def moves(self, name: str, *, origin: str, to: str) -> Self:
        """Let somebody work elsewhere, and their registrations follow."""
        page = self.device.page
        self.device.open_again("/accounts")
        page.get_by_role("link", name=name).click(timeout=20_000)
        page.get_by_label(origin).uncheck()
        page.get_by_label(to).check()
        page.get_by_role("button", name="Simpan perubahan").click()
        sheet = page.get_by_role("dialog")
        expect(sheet.get_by_text(f"Tidak lagi bertugas di {origin}.")).to_be_visible()
        sheet.get_by_label("pendaftaran miliknya").select_option(label=f"Pindah ke {to}")
        sheet.get_by_role("button", name="Simpan perubahan").click()
        expect(page.get_by_text("Belum ada yang diubah")).to_be_visible()
        return self

    def reads(self, words: str) -> Self:
        expect(self.device.page.get_by_text(words).first).to_be_visible()
        return self

    def takes(self, member: Member) -> Self:
        self.device.page.keyboard.press("e")
        return self.has_decided(member)

    def dismisses(self, member: Member, reason: str) -> Self:
        page = self.device.page
        page.keyboard.press("t")
        page.get_by_label("Alasan").fill(reason)
        page.get_by_role("dialog").get_by_role("button", name="Tolak").click()
        return self.has_decided(member)

    def undoes(self) -> Self:
        page = self.device.page
        with page.expect_response("**/api/v1/sync"):
            page.get_by_role("button", name="Urungkan").click()
        expect(page.get_by_text("Tersambung")).to_be_visible(timeout=20_000)
        return self

    def has_decided(self, member: Member) -> Self:
        """Out of the list, and in the server's custody."""
        page = self.device.page
        expect(page.get_by_role("heading", level=1, name=member.name)).to_be_hidden()
        expect(page.get_by_text("Tersambung")).to_be_visible(timeout=20_000)
        return self

    def takes_proposed(self) -> Self:
        self.device.page.get_by_role("radio").nth(1).click()
        return self

    def keeps(self, letter: str) -> Self:
        self.device.page.get_by_role("radio", name=f"Simpan {letter}").click()
        return self

    def settles(self, member: Member) -> Self:
        page = self.device.page
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text(f"{member.name} diselesaikan")).to_be_visible()
        return self
