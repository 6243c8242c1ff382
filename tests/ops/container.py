"""What ops/Containerfile says, read as an engine would, and its start command run without one."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.site import free_port
from tests.upgrade.fleet import PATIENCE_S, answers, until

ROOT = Path(__file__).resolve().parents[2]
OPS = ROOT / "ops"
TOKEN = "m" * 40


def stages() -> list[list[tuple[str, str]]]:
    """(instruction, rest) of each stage; lines that go on are one."""
    text = re.sub(r"\\\n\s*", " ", (OPS / "Containerfile").read_text())
    found: list[list[tuple[str, str]]] = []
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        word, rest = line.split(" ", 1)
        if word == "FROM":
            found.append([])
        found[-1].append((word, rest))
    return found


def environment() -> Mapping[str, str]:
    """ENV of the last stage."""
    pairs = [rest for word, rest in stages()[-1] if word == "ENV"]
    return dict(pair.split("=", 1) for rest in pairs for pair in rest.split())


def command() -> list[str]:
    (found,) = [rest for word, rest in stages()[-1] if word == "CMD"]
    words: list[str] = json.loads(found)
    return words


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """What is in a folder, so that a write into it shows."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.stat().st_size)
        for path in sorted(folder.rglob("*"))
    }


@dataclass(frozen=True)
class Running:
    app: Path
    port: int
    log: Path
    untouched: dict[str, tuple[int, int]]
    """The image's files before anything of it ran."""


@contextmanager
def running(folder: Path, database_url: str, **settings: str) -> Iterator[Running]:
    """The image's own files and command as processes; ended by SIGTERM, and with status 0."""
    app, data, port = folder / "app", folder / "data", free_port()
    data.mkdir()
    (folder / "tmp").mkdir()
    (folder / "keys").mkdir()
    for part in ("server", "sync"):
        shutil.copytree(ROOT / part, app / part, ignore=shutil.ignore_patterns("__pycache__"))
    dist = app / "web" / "dist"
    dist.mkdir(parents=True)
    (dist / "index.html").write_text("<!doctype html><title>Perisai</title>")
    for path in (app, *app.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)  # root is not held by it: see `untouched`
    untouched = stamps(app)
    places = {"/app": str(app), "/data": str(data), "/keys": str(folder / "keys")}
    said = dict(environment())
    for place, here in places.items():
        said = {name: value.replace(place, here) for name, value in said.items()}
    said |= {"PATH": os.environ["PATH"], "TMPDIR": str(folder / "tmp"), "HOME": "/nowhere"}
    said |= {"PERISAI_DATABASE_URL": database_url, "PERISAI_METRICS_TOKEN": TOKEN} | settings
    migrate = [sys.executable, "-m", "server.cli", "migrate"]
    subprocess.run(migrate, cwd=app, env=said, check=True, timeout=PATIENCE_S)  # noqa: S603
    words = [sys.executable if word == "python" else word for word in command()]
    words = [word.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for word in words]
    with (folder / "log").open("wb") as log:
        master = subprocess.Popen(  # noqa: S603  the image's command
            words, cwd=app, env=said, stdout=log, stderr=log, start_new_session=True
        )
    try:
        until(lambda: answers(port), lambda: (folder / "log").read_text()[-2000:])
        yield Running(app, port, folder / "log", untouched)
        master.send_signal(signal.SIGTERM)
        assert master.wait(PATIENCE_S) == 0
    finally:
        if master.poll() is None:
            os.killpg(master.pid, signal.SIGKILL)
            master.wait()
        for path in (app, *app.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)  # so that the folder can be removed
