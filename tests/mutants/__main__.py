"""``make mutants``: plant each fault in a copy of the core and see whether a test kills it.

The last line is for scripts: ``killed=K planted=K``.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.mutants.every import ALL
from tests.mutants.fault import Fault

ROOT = Path(__file__).resolve().parents[2]
JUDGES = (
    (
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        "--noconftest",
        "tests/sync",
        "tests/recovery",
        "tests/domain/test_portal_news.py",
        "tests/domain/test_sheets.py",
    ),
    ("-m", "tests.simulate", "--world", "core", "--seeds", "25"),
)
APP_JUDGES = (("-m", "tests.simulate", "--world", "app", "--judge", "--seeds", "40"),)
"""For faults in the app's own core: the world in which it runs."""
UNIT = ("npx", "--no-install", "vitest", "run")
SERVER = ("-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-k", "not postgresql")
BUILT = ("__pycache__", "node_modules", "dist", "regions")


def killer(fault: Fault) -> str | None:
    """The first judge that fails with the fault planted; None when it survives."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in ("sync", "tests", "server", "ops", "web"):
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns(*BUILT))
        (copy / "web" / "node_modules").symlink_to(ROOT / "web" / "node_modules")
        shutil.copy(ROOT / "pyproject.toml", copy)  # the web's build reads the version there
        target = copy / fault.file
        code = target.read_text()
        if code.count(fault.text) != 1:
            message = (
                f"{fault.name}: its text occurs {code.count(fault.text)} times in {fault.file}"
            )
            raise SystemExit(message)
        target.write_text(code.replace(fault.text, fault.instead))
        if fault.unit:
            return fault.unit if _output((*UNIT, fault.unit), copy / "web") is not None else None
        if fault.server:
            served = (sys.executable, *SERVER, fault.server)
            return fault.server if _output(served, copy) is not None else None
        for judge in APP_JUDGES if fault.file.startswith("web/") else JUDGES:
            said = _output((sys.executable, *judge), copy)
            if said is not None:
                return judge[-1] if "pytest" in judge else f"simulation ({said[:60].strip()})"
    return None


def _output(command: tuple[str, ...], where: Path) -> str | None:
    """What a judge that fails has said; None where it does not."""
    done = subprocess.run(  # noqa: S603  our own command
        command, cwd=where, capture_output=True, text=True, check=False
    )
    return done.stdout if done.returncode else None


def main() -> int:
    """Plant them all, or those whose names have the words given."""
    killed, words = 0, sys.argv[1:]
    planted = [fault for fault in ALL if all(word in fault.name for word in words)]
    for fault in planted:
        by = killer(fault)
        killed += by is not None
        sys.stdout.write(f"{'killed by ' + by if by else 'SURVIVED'}: {fault.name}\n")
        sys.stdout.flush()
    sys.stdout.write(f"killed={killed} planted={len(planted)}\n")
    return 0 if killed == len(planted) else 1


sys.exit(main())
