"""One word for one thing (docs/glossary.md): some other houses' words never become names here."""

import ast
import re

from tests.house.tree import files, name

FOREIGN = {
    "mutation": "operation",
    "mutations": "operations",
    "autosave": "draft",
    "ack": "receipt",
    "acks": "receipts",
    "acknowledgement": "receipt",
    "checkpoint": "cursor",
    "optimistic": "projection",
    "errno": "code",
    "changelist": "feed",
    "changeset": "operation",
    "enduser": "account",
    "geography": "region",
}
IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*")
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|`[^`]*`|//.*|/\*.*|^\s*\*.*")
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_")


def parts(identifier: str) -> set[str]:
    return {part.lower() for part in CAMEL.split(identifier)}


def python_names(text: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Name(id=word) | ast.arg(arg=word) | ast.Attribute(attr=word):
                found.add(word)
            case ast.FunctionDef(name=word) | ast.ClassDef(name=word):
                found.add(word)
    return found


def test_python_uses_the_words_of_the_house() -> None:
    foreign = {
        f"{name(file)}: {identifier}"
        for file in files(".py")
        for identifier in python_names(file.read_text())
        if parts(identifier) & FOREIGN.keys()
    }
    assert foreign == set()


def test_typescript_uses_the_words_of_the_house() -> None:
    foreign = {
        f"{name(file)}: {identifier}"
        for file in files(".ts", ".tsx")
        for line in file.read_text().splitlines()
        for identifier in IDENTIFIER.findall(QUOTED.sub("", line))
        if parts(identifier) & FOREIGN.keys()
    }
    assert foreign == set()
