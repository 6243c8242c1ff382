"""The servers that take part, each as a process of its own, and how another writer hands them records."""

import gzip
import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from abc import ABC, abstractmethod
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.bench.peers.installed import Installed
from tests.bench.peers.line import Line, free_port
from tests.bench.peers.signups import SignUp

HERE = Path(__file__).parent
START_SECONDS = 60
KEPT_SECONDS = 1.0
"""Servers close a connection that nobody has used for a while; gunicorn after two seconds."""


class Contestant(ABC):
    """``name`` is also that of its page in ``page/``. ``label`` is what people read."""

    name: str
    label: str

    def __init__(self, folder: Path) -> None:
        self.folder = folder / self.name
        self.folder.mkdir()
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        self._asked_at = 0.0

    @property
    def home(self) -> str:
        """A page of the contestant's origin that has nothing on it."""
        return "/"

    def start(self, command: Sequence[str], **environment: str) -> None:
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603  our own command
                command,
                stdout=log,
                stderr=log,
                env={**os.environ, **environment},
                cwd=self.folder,
                start_new_session=True,
            )
        self._wait()
        self.line = Line(self.port)

    def close(self) -> None:
        if self._process is not None:
            self.line.close()
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    @abstractmethod
    def prepare(self, store: str) -> dict[str, str]:
        """Make an empty store; what its page needs to open it."""

    @abstractmethod
    def requests(self, store: str, batch: Sequence[SignUp]) -> list[tuple[str, str, bytes]]:
        """Method, path and body of what hands over this batch of new records."""

    @abstractmethod
    def change(self, store: str, changed: Sequence[SignUp]) -> None:
        """Another writer has changed these."""

    def headers(self, store: str) -> dict[str, str]:  # noqa: ARG002  ours needs it
        return {"Content-Type": "application/json"}

    def answered(self, store: str, answer: Any) -> None:  # noqa: B027  most have nothing to do
        """What came of a request of ``requests``."""

    def ask(self, store: str, method: str, path: str, body: bytes = b"") -> Any:
        """One request over a kept connection. Raises RuntimeError for anything but a success."""
        headers = self.headers(store)
        if time.monotonic() - self._asked_at > KEPT_SECONDS:
            self._connection.close()  # opens itself again
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        told = answer.read()
        if answer.getheader("Content-Encoding") == "gzip":
            told = gzip.decompress(told)
        self._asked_at = time.monotonic()
        if answer.status >= 300:
            raise RuntimeError(f"{self.name}: {method} {urlsplit(path).path} {answer.status}")
        return json.loads(told) if told else None

    def hand_over(self, store: str, batch: Sequence[SignUp]) -> float:
        """Seconds from the first request to the last answer of a batch."""
        made = self.requests(store, batch)
        begun = time.perf_counter()
        told = [self.ask(store, *request) for request in made]
        took = time.perf_counter() - begun
        for answer in told:
            self.answered(store, answer)
        return took

    def _wait(self) -> None:
        assert self._process is not None
        poll = threading.Event()  # never set: a pause between two questions
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            probe = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            try:
                probe.request("GET", self.home)
                probe.getresponse().read()
            except OSError:  # refused, or too slow under load: not yet
                poll.wait(0.05)
            else:
                return
            finally:
                probe.close()
        raise RuntimeError((self.folder / "log").read_text()[-2000:])


class _Plain(Contestant):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        gunicorn = (sys.executable, "-m", "gunicorn", "-w", "1", "--threads", "8")
        self.start(
            [
                *(*gunicorn, "-b", f"127.0.0.1:{self.port}", "--no-control-socket"),
                *("--chdir", str(HERE), "plain_server:create_app()"),
            ],
            PLAIN_DATABASE=str(self.folder / "plain.sqlite3"),
        )

    def prepare(self, store: str) -> dict[str, str]:
        return {"store": store}


class Floor(_Plain):
    name, label = "floor", "floor"

    def headers(self, store: str) -> dict[str, str]:
        return {**super().headers(store), "Content-Encoding": "gzip"}

    def requests(self, store: str, batch: Sequence[SignUp]) -> list[tuple[str, str, bytes]]:
        body = gzip.compress(packed([one.doc for one in batch]), 6)
        return [("POST", f"/floor/{store}", body)]

    def change(self, store: str, changed: Sequence[SignUp]) -> None:
        self.hand_over(store, changed)


class RxDb(_Plain):
    name, label = "rxdb", "RxDB, minimal handler"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._standing: dict[str, dict[str, Any]] = {}

    def requests(self, store: str, batch: Sequence[SignUp]) -> list[tuple[str, str, bytes]]:
        rows = [{"newDocumentState": {**one.doc, "_deleted": False}} for one in batch]
        self._standing |= {row["newDocumentState"]["id"]: row["newDocumentState"] for row in rows}
        return [("POST", f"/rxdb/{store}/push", packed(rows))]

    def change(self, store: str, changed: Sequence[SignUp]) -> None:
        rows = []
        for one in changed:
            new = {**one.doc, "_deleted": False}
            before = self._standing.get(one.doc["id"])
            rows.append({"newDocumentState": new, "assumedMasterState": before})
            self._standing[one.doc["id"]] = new
        clashes = self.ask(store, "POST", f"/rxdb/{store}/push", packed(rows))
        assert clashes == []


class Pouch(Contestant):
    name, label = "pouch", "PouchDB, express-pouchdb"

    def __init__(self, folder: Path, installed: Installed) -> None:
        super().__init__(folder)
        (self.folder / "data").mkdir()
        self._revisions: dict[str, str] = {}
        # The server's script stands beside its packages, where Node looks for them.
        self.start(["node", str(installed.pouch), str(self.port), str(self.folder / "data")])

    def prepare(self, store: str) -> dict[str, str]:
        self.ask(store, "PUT", f"/{store}")
        return {"store": store}

    def requests(self, store: str, batch: Sequence[SignUp]) -> list[tuple[str, str, bytes]]:
        docs = [self._doc(one) for one in batch]
        return [("POST", f"/{store}/_bulk_docs", packed({"docs": docs}))]

    def answered(self, store: str, answer: Any) -> None:
        assert all("rev" in told for told in answer), store
        self._revisions |= {told["id"]: told["rev"] for told in answer}

    def change(self, store: str, changed: Sequence[SignUp]) -> None:
        self.hand_over(store, changed)

    def _doc(self, one: SignUp) -> dict[str, Any]:
        fields = {name: value for name, value in one.doc.items() if name != "id"}
        revision = self._revisions.get(one.doc["id"])
        return {"_id": one.doc["id"], **({"_rev": revision} if revision else {}), **fields}


class Kinto(Contestant):
    name, label = "kinto", "kinto.js, Kinto in memory"

    def __init__(self, folder: Path, installed: Installed) -> None:
        super().__init__(folder)
        self.start([str(installed.python), str(HERE / "kinto_server.py"), str(self.port)])
        self.ask("", "PUT", "/v1/buckets/bench")

    @property
    def home(self) -> str:
        return "/v1/"

    def headers(self, store: str) -> dict[str, str]:
        basic = b64encode(b"bench:bench").decode()
        return {**super().headers(store), "Authorization": f"Basic {basic}"}

    def prepare(self, store: str) -> dict[str, str]:
        self.ask(store, "PUT", f"/v1/buckets/bench/collections/{store}")
        return {"store": store}

    def requests(self, store: str, batch: Sequence[SignUp]) -> list[tuple[str, str, bytes]]:
        at = f"/buckets/bench/collections/{store}/records"
        asked = [
            {"method": "PUT", "path": f"{at}/{one.doc['id']}", "body": {"data": one.doc}}
            for one in batch
        ]
        parts = [asked[n : n + 25] for n in range(0, len(asked), 25)]  # its batch_max_requests
        return [("POST", "/v1/batch", packed({"requests": part})) for part in parts]

    def answered(self, store: str, answer: Any) -> None:
        assert all(one["status"] < 300 for one in answer["responses"]), store

    def change(self, store: str, changed: Sequence[SignUp]) -> None:
        self.hand_over(store, changed)


def packed(told: Any) -> bytes:
    return json.dumps(told, separators=(",", ":")).encode()
