"""Documents that can fail: examples parse, links lead somewhere, named files are there."""

import json
import re
from pathlib import Path

from tests.house.tree import ROOT, files, name

FENCED_JSON = re.compile(r"^```json\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
NAMED_FILE = re.compile(r"`((?:server|sync|web|tests|docs)/[\w./-]+\.(?:py|tsx?|json|md|css|cjs))`")


def documents() -> list[Path]:
    return list(files(".md"))


def test_json_examples_parse() -> None:
    examples = [
        (name(doc), example)
        for doc in documents()
        for example in FENCED_JSON.findall(doc.read_text())
    ]
    assert examples
    for _, example in examples:
        json.loads(example)


def test_links_lead_somewhere() -> None:
    assert [
        f"{name(doc)}: {target}"
        for doc in documents()
        for target in LINK.findall(doc.read_text())
        if not (doc.parent / target).exists()
    ] == []


def test_named_files_are_there() -> None:
    assert [
        f"{name(doc)}: {target}"
        for doc in documents()
        for target in NAMED_FILE.findall(doc.read_text())
        if not (ROOT / target).exists()
    ] == []


def test_every_verb_of_the_makefile_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    told = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    assert set(phony[1].split()) - told == {"chromium"}
