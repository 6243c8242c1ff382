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


def killer(fault: Fault) -> str | None:
    """The first judge that fails with the fault planted; None when it survives."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in ("sync", "tests", "server"):
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        target = copy / fault.file
        code = target.read_text()
        if code.count(fault.text) != 1:
            message = (
                f"{fault.name}: its text occurs {code.count(fault.text)} times in {fault.file}"
            )
            raise SystemExit(message)
        target.write_text(code.replace(fault.text, fault.instead))
        for judge in JUDGES:
            done = subprocess.run(  # noqa: S603  our own command
                [sys.executable, *judge], cwd=copy, capture_output=True, check=False
            )
            if done.returncode:
                return judge[-1] if "pytest" in judge else "simulation"
    return None


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
