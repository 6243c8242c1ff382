"""Every sentence of the screens is there in both languages; English fills no place of its own."""

import re

import pytest

from tests.house.tree import ROOT
from tests.vectors import vectors

STRING = r"\"(?:[^\"\\]|\\.)*\""
ENTRY = re.compile(
    rf"^  \"?([\w.]+)\"?:\s*(?P<words>{STRING}|\[\s*{STRING},\s*{STRING},?\s*\]),$", re.MULTILINE
)
PLACE = re.compile(r"\{(\w+)\}")


def sentences(file: str) -> dict[str, str]:
    """Sentences by key; of one for a single thing and one for many, both together."""
    text = (ROOT / "web" / "src" / "text" / file).read_text("utf-8")
    return {match[1]: match["words"] for match in ENTRY.finditer(text)}


@pytest.mark.parametrize("stem", ["", "desk.", "desk-after.", "proof.", "review."])
def test_both_languages_say_the_same(stem: str) -> None:
    indonesian, english = sentences(f"{stem}id.ts"), sentences(f"{stem}en.ts")
    assert len(indonesian) > 20
    assert indonesian.keys() == english.keys()
    assert {
        key
        for key, text in indonesian.items()
        if not set(PLACE.findall(english[key])) <= set(PLACE.findall(text))
    } == set()
    assert '""' not in {*indonesian.values(), *english.values()}


def test_every_rule_that_can_be_broken_has_words() -> None:
    codes = {
        code.partition(":")[2] for case in vectors("rules")["cases"] for code in case["expected"]
    }
    assert {f"rule.{code}" for code in codes} <= sentences("desk.id.ts").keys()
