"""Every sentence of the screens is there in both languages, with the same places to fill."""

import re

import pytest

from tests.house.tree import ROOT

ENTRY = re.compile(r"^\s*\"?([\w.]+)\"?:\s*(?:\n\s*)?(\"(?:[^\"\\]|\\.)*\"|`[^`]*`)", re.MULTILINE)
PLACE = re.compile(r"\{(\w+)\}")


def sentences(file: str) -> dict[str, str]:
    return dict(ENTRY.findall((ROOT / "web" / "src" / "text" / file).read_text("utf-8")))


@pytest.mark.parametrize("stem", ["", "desk."])
def test_both_languages_say_the_same(stem: str) -> None:
    indonesian, english = sentences(f"{stem}id.ts"), sentences(f"{stem}en.ts")
    assert len(indonesian) > 20
    assert indonesian.keys() == english.keys()
    assert {
        key
        for key, text in indonesian.items()
        if set(PLACE.findall(text)) != set(PLACE.findall(english[key]))
    } == set()
    assert not [key for key, text in [*indonesian.items(), *english.items()] if len(text) <= 2]
