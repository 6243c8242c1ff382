"""``make mutants``: plant each fault in a copy of the core and see whether a test kills it.

The last line is for scripts: ``killed=K planted=K``.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.mutants.fault import Fault
from tests.mutants.planted import PLANTED

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
    ),
    ("-m", "tests.simulate", "--seeds", "25"),
)

UNIT = ("npx", "--no-install", "vitest", "run")
BUILT = ("__pycache__", "node_modules", "dist", "regions")


def killer(fault: Fault) -> str | None:
    """The first judge that fails with the fault planted; None when it survives."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in ("sync", "tests", "server", "web"):
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
            return fault.unit if _fails((*UNIT, fault.unit), copy / "web") else None
        for judge in JUDGES:
            if _fails((sys.executable, *judge), copy):
                return judge[-1] if "pytest" in judge else "simulation"
    return None


def _fails(command: tuple[str, ...], where: Path) -> bool:
    done = subprocess.run(command, cwd=where, capture_output=True, check=False)  # noqa: S603  our own
    return done.returncode != 0


def main() -> int:
    killed = 0
    for fault in PLANTED:
        by = killer(fault)
        killed += by is not None
        sys.stdout.write(f"{'killed by ' + by if by else 'SURVIVED'}: {fault.name}\n")
        sys.stdout.flush()
    sys.stdout.write(f"killed={killed} planted={len(PLANTED)}\n")
    return 0 if killed == len(PLANTED) else 1


sys.exit(main())
