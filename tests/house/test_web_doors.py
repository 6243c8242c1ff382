"""Each door of the browser has one keeper: store/ for IndexedDB, net/ for fetch."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.house.tree import files, is_test, lines, name

WEB = "web/src/"


def sources() -> list[Path]:
    return [f for f in files(".ts", ".tsx") if name(f).startswith(WEB) and not is_test(f)]


def uses(pattern: str, among: Iterable[Path]) -> list[str]:
    found = re.compile(pattern)
    return [
        f"{name(file)}:{number}"
        for file in among
        for number, line in lines(file)
        if found.search(line) and not line.lstrip().startswith(("*", "/*", "//"))
    ]


def outside(*keepers: str) -> list[Path]:
    return [f for f in sources() if not name(f).removeprefix(WEB).startswith(keepers)]


def test_there_are_sources() -> None:
    assert sources()


def test_only_the_store_opens_indexeddb() -> None:
    assert uses(r"\bindexedDB\b|\bIDB[A-Z]\w+", outside("store/")) == []


def test_only_net_and_the_worker_call_fetch() -> None:
    doors = r"\bfetch\(|\bXMLHttpRequest\b|\bsendBeacon\b|\bWebSocket\b|\bEventSource\b"
    assert uses(doors, outside("net/", "sw")) == []


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("clock", r"\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\("),
        ("chance", r"\bMath\.random\(|\brandomUUID\(|\bgetRandomValues\("),
        ("browser", r"\b(document|window|navigator|localStorage|sessionStorage)\."),
    ],
)
def test_the_domain_is_pure(what: str, pattern: str) -> None:
    domain = [f for f in sources() if name(f).startswith(f"{WEB}domain/")]
    assert uses(pattern, domain) == [], f"the domain gets its {what} as an argument"


def test_nothing_is_kept_outside_the_store() -> None:
    assert uses(r"\b(localStorage|sessionStorage)\b|document\.cookie", outside()) == []
