"""``make mutants``: plant each fault in a copy of the tree and see whether a test kills it.

A judge counts only if it passes where nothing is planted. The last line is for scripts:
``killed=K planted=K``.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.mutants.every import ALL
from tests.mutants.fault import Fault

ROOT = Path(__file__).resolve().parents[2]
PYTEST = (sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider")
SIMULATE = (sys.executable, "-m", "tests.simulate", "--world")
BUILT = ("__pycache__", "node_modules", "dist", "regions")


@dataclass(frozen=True, slots=True)
class Judge:
    name: str
    command: tuple[str, ...]
    folder: str = "."


CORE = (
    Judge(
        "the core's tests",
        (
            *PYTEST,
            "--noconftest",
            "tests/sync",
            "tests/recovery",
            "tests/domain/test_portal_news.py",
            "tests/domain/test_sheets.py",
        ),
    ),
    Judge("the core's world", (*SIMULATE, "core", "--seeds", "25")),
)
APP = (Judge("the app's world", (*SIMULATE, "app", "--judge", "--seeds", "40")),)
"""For faults in the app's own core: the world in which it runs."""


def judges(fault: Fault) -> tuple[Judge, ...]:
    """Who is asked about a fault, one after another."""
    if fault.unit:
        return (Judge(fault.unit, ("npx", "--no-install", "vitest", "run", fault.unit), "web"),)
    if fault.server:
        return (Judge(fault.server, (*PYTEST, "-k", "not postgresql", fault.server)),)
    return APP if fault.file.startswith("web/") else CORE


def killer(fault: Fault) -> Judge | None:
    """The first judge that fails with the fault planted; None when it survives."""
    with _copy() as copy:
        target = copy / fault.file
        code = target.read_text()
        if code.count(fault.text) != 1:
            message = (
                f"{fault.name}: its text occurs {code.count(fault.text)} times in {fault.file}"
            )
            raise SystemExit(message)
        target.write_text(code.replace(fault.text, fault.instead))
        for judge in judges(fault):
            if not _passes(judge, copy):
                _must_pass_unharmed(judge)
                return judge
    return None


@cache
def _must_pass_unharmed(judge: Judge) -> None:
    """A judge that fails anyway has killed nothing. Raises SystemExit."""
    with _copy() as copy:
        if not _passes(judge, copy):
            raise SystemExit(f"{judge.name} fails although nothing is planted")


@contextmanager
def _copy() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in ("sync", "tests", "server", "ops", "web"):
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns(*BUILT))
        (copy / "web" / "node_modules").symlink_to(ROOT / "web" / "node_modules")
        shutil.copy(ROOT / "pyproject.toml", copy)  # the web's build reads the version there
        yield copy


def _passes(judge: Judge, copy: Path) -> bool:
    done = subprocess.run(  # noqa: S603  our own command
        judge.command, cwd=copy / judge.folder, capture_output=True, check=False
    )
    return done.returncode == 0


def main() -> int:
    """Plant them all, or those whose names have the words given."""
    killed, words = 0, sys.argv[1:]
    planted = [fault for fault in ALL if all(word in fault.name for word in words)]
    for fault in planted:
        by = killer(fault)
        killed += by is not None
        sys.stdout.write(f"{f'killed by {by.name}' if by else 'SURVIVED'}: {fault.name}\n")
        sys.stdout.flush()
    sys.stdout.write(f"killed={killed} planted={len(planted)}\n")
    return 0 if killed == len(planted) else 1


if __name__ == "__main__":
    sys.exit(main())
