"""The files that the house's rules are about."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_GENERATED = (".gen.ts", "package-lock.json", "requirements.lock", "requirements.run.lock")


@cache
def files(*suffixes: str) -> tuple[Path, ...]:
    """Return our own files, tracked or about to be, that end so; generated ones are left out."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    paths = (ROOT / name for name in listed if name.endswith(suffixes))
    return tuple(path for path in paths if path.is_file() and not path.name.endswith(_GENERATED))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def is_test(path: Path) -> bool:
    return name(path).startswith("tests/") or ".test." in path.name


def lines(path: Path) -> list[tuple[int, str]]:
    """Return a file's lines with their numbers."""
    return list(enumerate(path.read_text("utf-8").splitlines(), 1))
