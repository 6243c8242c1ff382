"""One set of examples for both languages: pytest and vitest read the same files."""

import json
from pathlib import Path
from typing import Any


def vectors(name: str) -> Any:
    """Return ``tests/vectors/<name>.json``."""
    return json.loads((Path(__file__).parent / f"{name}.json").read_text("utf-8"))
