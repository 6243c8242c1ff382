"""What a screen reader finds on the page of a conflict: the question, and each value under the words of its column."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.device import Devices
from tests.e2e.eyes import go
from tests.e2e.test_sheets import open_row
from tests.e2e.town import PASSWORD, Town

CONFLICT = """
- main:
  - article:
    - heading [level=1]
    - button "Sebelumnya"
    - button "Berikutnya"
    - radiogroup "Kontak":
      - heading "Kontak" [level=3]
      - text: /Semula/
      - radio /^Berlaku sekarang .*08/ [checked=false]
      - radio /^Usulan dari HP .*08/ [checked=false]
    - status: 0 dari 1 dipilih
    - button "Nanti"
    - button "Selesaikan" [disabled]
"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Town]:
    """Instead of the small cast: a desk that has something to settle."""
    town = Town(tmp_path)
    town.start()
    yield town
    town.kill()


def test_a_conflict_is_read_as_a_question_with_its_answers(devices: Devices) -> None:
    page = devices.desk("ilham").sign_in("ilham", PASSWORD).page
    go(page, "/conflicts")
    open_row(page, "Dua nilaiKontak")
    expect(page.locator("body")).to_match_aria_snapshot(CONFLICT, timeout=15_000)
    page.keyboard.press("1")
    chosen = page.get_by_role("radiogroup", name="Kontak").get_by_role("radio", checked=True)
    expect(chosen).to_have_accessible_name(re.compile("^Berlaku sekarang"))
    expect(page.get_by_role("status").get_by_text("1 dari 1")).to_be_visible()
