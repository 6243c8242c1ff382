"""The peers, installed from the registries into folders of their own: nothing of them is the app's."""

import hashlib
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
NPM = ("package.json", "package-lock.json", "pouch_server.mjs")


@dataclass(frozen=True, slots=True)
class Installed:
    """``python`` is the interpreter that has Kinto; ``pouch`` the script of PouchDB's server."""

    modules: Path
    python: Path
    pouch: Path


def install(folder: Path) -> Installed:
    """Install what is not there yet, by the committed locks. Raises CalledProcessError."""
    folder.mkdir(parents=True, exist_ok=True)
    found = Installed(folder, folder / "venv" / "bin" / "python", folder / "pouch_server.mjs")
    stamp = folder / "installed"
    locks = [HERE / "package-lock.json", HERE / "requirements.txt"]
    wanted = hashlib.sha256(b"".join(lock.read_bytes() for lock in locks)).hexdigest()
    for name in NPM:
        shutil.copyfile(HERE / name, folder / name)
    if stamp.exists() and stamp.read_text() == wanted:
        return found
    shutil.copyfile(ROOT / "web" / ".npmrc", folder / ".npmrc")
    _run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], folder)
    _run(["uv", "venv", "-q", "--clear", "-p", sys.executable, str(folder / "venv")], folder)
    hashed = ("--require-hashes", "-r", str(HERE / "requirements.txt"))
    _run(["uv", "pip", "install", "-q", "-p", str(found.python), *hashed], folder)
    stamp.write_text(wanted)
    return found


def bundle(name: str, installed: Installed) -> str:
    """The script of a contestant's page, as an app would ship it."""
    _run(["node", str(HERE / "bundle.mjs"), name, str(installed.modules), str(installed.modules)])
    return (installed.modules / f"{name}.js").read_text()


def _run(command: list[str], folder: Path = ROOT) -> None:
    subprocess.run(command, cwd=folder, check=True)  # noqa: S603  our own commands
