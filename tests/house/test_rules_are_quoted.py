"""A rule without a test is not a rule: each number of the specifications is quoted by some test."""

import re

from tests.house.tree import ROOT, files, is_test, name

DEFINED = re.compile(r"\*\*([PMIL]\d+)\*\*")
QUOTED = re.compile(r"(?<![A-Za-z0-9.])([PMIL]\d+)(?![0-9])")
SPECIFICATIONS = (
    "protocol",
    "recovery",
    "merge",
    "phone",
    "tables",
    "proof",
    "security",
    "invariants",
)
LATER: dict[str, str] = {}
"""Rules whose feature belongs to a later release, each with its reason."""


def defined() -> set[str]:
    texts = [(ROOT / "docs" / f"{doc}.md").read_text() for doc in SPECIFICATIONS]
    return {rule for text in texts for rule in DEFINED.findall(text)}


def quoted() -> set[str]:
    tests = [f for f in files(".py", ".ts", ".tsx") if is_test(f) and "tests/house/" not in name(f)]
    return {rule for file in tests for rule in QUOTED.findall(file.read_text())}


def test_the_specifications_have_rules() -> None:
    assert {"P10", "P75", "M1", "M54", "I1", "I15", "L6"} <= defined()


def test_every_rule_is_quoted_by_a_test() -> None:
    assert sorted(defined() - quoted() - set(LATER)) == []


def test_no_test_quotes_a_rule_that_is_not_there() -> None:
    assert sorted(quoted() - defined()) == []


def test_a_rule_put_off_is_still_defined_and_still_untested() -> None:
    assert set(LATER) <= defined() - quoted()
