"""Files and functions that fit in a head. The same length of TypeScript functions is Biome's to hold."""

import ast

from tests.house.tree import files, name

FILE_LINES = 300
FUNCTION_LINES = 60
TABLES = ("web/src/text/",)
"""Sentences in two languages, side by side with nothing to understand: length is no burden there."""


def test_no_file_outgrows_300_lines() -> None:
    judged = [f for f in files(".py", ".ts", ".tsx", ".css") if not name(f).startswith(TABLES)]
    sizes = {name(f): len(f.read_text().splitlines()) for f in judged}
    assert {file: size for file, size in sizes.items() if size > FILE_LINES} == {}


def test_no_python_function_outgrows_60_lines() -> None:
    long = {}
    for file in files(".py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or 0) - node.lineno + 1
                if size > FUNCTION_LINES:
                    long[f"{name(file)}:{node.name}"] = size
    assert long == {}
