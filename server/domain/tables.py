"""The dated tables in ``data/``: money, law and words that change without the code changing."""

import json
from functools import cache
from importlib import resources
from typing import Any


@cache
def table(name: str) -> Any:
    """Return ``data/<name>.json``. Read once, and shared: nobody changes what is returned."""
    return json.loads((resources.files(__package__) / "data" / f"{name}.json").read_text("utf-8"))
