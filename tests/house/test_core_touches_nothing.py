"""Nothing under sync/ knows a clock, chance, the network, the disk or a framework."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import files, name

ALLOWED = {
    "base64",
    "collections",
    "contextlib",
    "copy",
    "dataclasses",
    "functools",
    "hashlib",
    "hmac",
    "itertools",
    "json",
    "re",
    "types",
    "typing",
    "sync",
}
DOORS = {"open", "input", "print", "exec", "eval", "__import__"}


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        match node:
            case ast.Import(names=aliases):
                yield from (alias.name.partition(".")[0] for alias in aliases)
            case ast.ImportFrom(module=module):
                yield (module or "").partition(".")[0]


def core() -> list[Path]:
    return [file for file in files(".py") if name(file).startswith("sync/")]


def test_the_core_imports_only_what_touches_nothing() -> None:
    assert core()
    assert {name(f): set(imported(f)) - ALLOWED for f in core() if set(imported(f)) - ALLOWED} == {}


def test_the_core_opens_no_door() -> None:
    used = {
        f"{name(file)}:{node.lineno}"
        for file in core()
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in DOORS
    }
    assert used == set()
