"""Nothing in the tree names one machine or one registry."""

import re

from tests.house.tree import ROOT, files, lines, name

MACHINE = re.compile(r"(?<![\w.$)}])/(?:work|root|home/\w+|Users/\w+|tmp/\w+)/")
REGISTRY = re.compile(
    r"\"resolved\"\s*:\s*\"http|index-url|registry\s*=\s*http|files\.pythonhosted"
)
LOCKS = ("web/package-lock.json", "requirements.lock", "requirements.run.lock")


def test_no_machine_paths_and_no_registry_addresses() -> None:
    everything = [*files(""), *(ROOT / lock for lock in LOCKS)]
    texts = [f for f in everything if f.suffix not in {".png", ".webp", ".woff2", ".ico", ".xz"}]
    assert len(texts) > len(LOCKS)
    assert [
        f"{name(file)}:{number}"
        for file in texts
        if name(file) != "tests/house/test_places.py"
        for number, line in lines(file)
        if MACHINE.search(line) or REGISTRY.search(line)
    ] == []
