"""How much work a conflict of values is: real key presses and clicks, from the inbox to decided.

The measure of the desk is the middle of them: three actions or fewer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sync.registration import Registration
from tests.e2e.cast import KAYLA, ZULAIKHA
from tests.e2e.device import Devices
from tests.e2e.quarrels import Quarrels
from tests.e2e.site import Site
from tests.e2e.test_many import COUNT_ACTS, crowd
from tests.pictures import declared, picture

ALIKE = 4
MOST = 3
KINDS = (
    (("address",), "1"),
    (("work",), "2"),
    (("name",), "1"),
    (("note",), "2"),
    (("photo",), "2"),
    (("contact", "work"), "1j2"),
)
"""Which units two phones wrote, and by which keys the admin chooses."""
_DIGITS = str.maketrans("abcdef", "123456")


@dataclass(frozen=True, slots=True)
class Open:
    """A conflict in the inbox, and how it is decided there."""

    name: str
    keys: str


@dataclass(frozen=True, slots=True)
class Branch:
    """Who has quarrelled: by kind, one whose third value is typed, and some alike."""

    plain: tuple[Open, ...]
    typed: str
    alike: str

    @property
    def waiting(self) -> int:
        return len(self.plain) + 1 + ALIKE


@pytest.fixture
def branch(site: Site) -> Iterator[Branch]:
    crowd(site, len(KINDS) + 2 + ALIKE)
    quarrels = Quarrels(site, seed=83)
    first, other, third = (quarrels.device(KAYLA, f"HP-{n}") for n in (1, 2, 3))
    late, typed, *rest = quarrels.registrations()
    boss = quarrels.device(ZULAIKHA, "Laptop")
    assert quarrels.reviews(boss, late, "approve") == "applied"
    assert quarrels.amends(first, late, {"address": value(late, 2, "address")}) == "conflict"
    plain = [Open(named(late), "2")]
    for (units, keys), one in zip(KINDS, rest, strict=False):
        mine, theirs = ({unit: value(one, side, unit) for unit in units} for side in (1, 2))
        assert quarrels.amends(first, one, mine) == "applied"
        assert quarrels.amends(other, one, theirs) == "conflict"
        plain.append(Open(named(one) + (" A" if "name" in units else ""), keys))
    for one in (typed, *rest[len(KINDS) :]):
        by = third if one is typed else other
        assert quarrels.amends(first, one, {"contact": value(one, 1, "contact")}) == "applied"
        assert quarrels.amends(by, one, {"contact": value(one, 2, "contact")}) == "conflict"
    yield Branch(tuple(plain), named(typed), named(rest[-1]))
    quarrels.close()


def named(one: Registration) -> str:
    name: str = one.values()["name"]["full_name"]
    return name


def value(one: Registration, side: int, unit: str) -> Mapping[str, Any]:
    """What one of two phones would write there."""
    stands = one.values()[unit]
    match unit:
        case "address":
            return {**stands, "address": f"Jl. Kenanga No. {side} RT 01/RW 02"}
        case "work":
            return {**stands, "workplace": f"Kantin {side} di belakang klinik"}
        case "name":
            return {**stands, "full_name": f"{named(one)} {'AB'[side - 1]}"}
        case "contact":
            return {"phone": f"+62812{side}{one.id[-7:].translate(_DIGITS)}", "email": None}
        case "photo":
            return declared(picture(side))
        case _:
            return {"note": f"Catatan {side}"}


def opens(page: Page, name: str) -> None:
    """From the inbox, by a click; what comes after is counted, and the click too."""
    page.evaluate("window.acts = 0")
    page.get_by_role("row").filter(has_text=name).get_by_role("link").click()
    expect(page.locator("#record-name")).to_have_text(name)


def decided(page: Page, name: str) -> int:
    """How many acts it took; back in the inbox for the next."""
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(f"{name} diselesaikan")).to_be_visible()
    acts: int = page.evaluate("window.acts")
    expect(page.locator("#record-name")).not_to_have_text(name)
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", level=1, name="Konflik")).to_be_visible()
    return acts


def test_a_conflict_of_values_takes_three_acts_or_fewer(devices: Devices, branch: Branch) -> None:
    page = devices.desk("ilham").sign_in("ilham").page
    waiting = f"{branch.waiting} pendaftaran menunggu"
    expect(page.get_by_text(waiting)).to_be_visible(timeout=20_000)
    page.evaluate(COUNT_ACTS)
    acts: list[float] = []

    for one in branch.plain:
        opens(page, one.name)
        for key in one.keys:
            page.keyboard.press(key)
        acts.append(decided(page, one.name))
    assert acts == [2 + len(one.keys) for one in branch.plain], "each is counted"

    opens(page, branch.typed)
    page.keyboard.press("3")
    expect(page.locator(".editor input").first).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("081299990000")
    acts.append(decided(page, branch.typed))

    opens(page, branch.alike)
    page.keyboard.press("2")
    page.keyboard.press("Shift+A")
    page.get_by_role("dialog").get_by_role("button", name=f"Selesaikan {ALIKE}").click()
    expect(page.get_by_text(f"{ALIKE} konflik diselesaikan")).to_be_visible()
    acts += [page.evaluate("window.acts") / ALIKE] * ALIKE
    expect(page.get_by_text("Tidak ada konflik")).to_be_visible()

    assert len(acts) == branch.waiting
    assert median(acts) <= MOST, acts
