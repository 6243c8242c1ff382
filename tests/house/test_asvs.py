"""docs/security.md goes through ASVS 5.0.0 requirement by requirement, and its evidence is there."""

import re

from tests.house.tree import ROOT

LAST = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2,
    "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2,
    "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4,
    "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2,
    "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1,
    "9.1": 3, "9.2": 4,
    "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4,
    "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5,
    "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7,
    "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
}  # fmt: skip
"""The last requirement of level 1 or 2 in each section; those of level 3 come after them. V10 and V17
are left out: neither OAuth nor WebRTC is spoken."""
WANTED = [f"{section}.{n}" for section, last in LAST.items() for n in range(1, last + 1)]
TEXT = (ROOT / "docs" / "security.md").read_text()
ROWS = re.findall(r"^\| (\d+\.\d+\.\d+[^|]*) \| ([^|]*) \| ([^|]*) ?\|$", TEXT, re.MULTILINE)
MISSING = TEXT.split("### V1 ", 1)[0].rsplit("## ASVS", 1)[1]


def named(cell: str) -> list[str]:
    """Requirements of a first cell: some, and from one to another."""
    found: list[str] = []
    for part in cell.split(", "):
        first, _, last = part.partition("\u2013")
        at = WANTED.index(first)
        found += WANTED[at : WANTED.index(last or first, at) + 1]
    return found


def test_every_requirement_of_level_1_and_2_is_answered() -> None:
    answered = {one for cell, *_ in ROWS for one in named(cell)}
    assert [one for one in WANTED if one not in answered] == []


def test_what_is_not_met_is_said_first() -> None:
    said = {one for cell, *_ in ROWS if f"| {cell} |" in MISSING for one in named(cell)}
    lacking = {
        one
        for cell, status, _ in ROWS
        for one in named(cell)
        if status.startswith(("**not met", "**in part"))
    }
    assert lacking == said


def test_the_evidence_is_there() -> None:
    paths = {
        path
        for path in re.findall(r"`([\w./-]+/[\w./-]*)`", TEXT)
        if "." in path or path.endswith("/")
    }
    ours = {
        path
        for path in paths
        if path.split("/")[0] in {"server", "sync", "tests", "web", "ops", "docs"}
    }
    assert len(ours) > 50
    assert sorted(path for path in ours if not (ROOT / path).exists()) == []
