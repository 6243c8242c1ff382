"""Tests that wait for conditions and never look away; notes that name their issue."""

import re
from pathlib import Path

from tests.house.tree import files, is_test, lines, name

HERE = Path(__file__)
SLEEPS = re.compile(r"\btime\.sleep\(|\bwait_for_timeout\(|\bwaitForTimeout\(|\basyncio\.sleep\(")
NO_WAIT = re.compile(r"wait_for_function\((?!\"(\(\) => window|navigator)\.)")
"""It takes a promise for a yes: only what is plain to see is no promise; the rest is `until` of tests/e2e."""
LOOKS_AWAY = re.compile(
    r"mark\.(skip|skipif|xfail)|pytest\.(skip|xfail|importorskip)\(|\.(skip|todo|fails|only)\("
)
UNNUMBERED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b(?! ?#\d)")


def found(pattern: re.Pattern[str], *, tests_only: bool) -> list[str]:
    return [
        f"{name(file)}:{number}"
        for file in files(".py", ".ts", ".tsx", ".css")
        if file != HERE and (is_test(file) or not tests_only)
        for number, line in lines(file)
        if pattern.search(line)
    ]


def test_no_test_sleeps() -> None:
    assert found(SLEEPS, tests_only=True) == []


def test_no_wait_takes_a_promise_for_a_yes() -> None:
    assert found(NO_WAIT, tests_only=True) == []


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    assert found(LOOKS_AWAY, tests_only=True) == []


def test_every_note_to_do_names_its_issue() -> None:
    assert found(UNNUMBERED, tests_only=False) == []
