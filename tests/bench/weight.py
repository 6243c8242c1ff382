"""What a recruiter's phone downloads before everything works with no network, as the server sends it."""

import gzip
import subprocess
from pathlib import Path
from urllib.request import Request, urlopen

from playwright.sync_api import Page

from tests.bench.figures import Figure

KB = 1000
RAN = "/ran"
"""A mark of the worker's own in its cache, which nobody downloads."""


def weights(page: Page, url: str) -> list[Figure]:
    """``page``: a recruiter's, with the worker in control.

    Counted is what the worker keeps of the app before anybody asks (its cache ``app-…``) and the worker
    itself, each body as sent. Not counted are the region tables (a figure of their own) and what only
    somebody who asks for it downloads and then keeps: the English words with the English halves of
    the tables, and the desks.
    """
    kept = {
        name: page.evaluate(
            "async (name) => (await (await caches.open(name)).keys()).map((r) => new URL(r.url).pathname)",
            name,
        )
        for name in page.evaluate("caches.keys()")
    }
    app = [
        path
        for name, paths in kept.items()
        if name.startswith("app-")
        for path in paths
        if path != RAN
    ]
    return [
        Figure(
            "first-load-kb", (sum(_size(url + p) for p in app) + _size(f"{url}/sw.js")) / KB, 110
        ),
        Figure("region-levels-kb", _size(f"{url}/regions/levels.json") / KB, 70),
        Figure("sync-code-kb", _sync_code() / KB, 15),
    ]


def _size(address: str) -> int:
    """Bytes of the body as sent to a browser."""
    asked = Request(address, headers={"Accept-Encoding": "gzip, br"})  # noqa: S310  our own server
    with urlopen(asked) as answer:  # noqa: S310
        return len(answer.read())


def _sync_code() -> int:
    """The whole way of an operation, bundled alone, packed as it is shipped and compressed with gzip.

    That is: saving, the sync run with all that it can meet (repair, another identity, what is erased, fading), the
    keys that everything at rest is under, the box for the server, the tables that it reads, the one fetch
    and the wrapper of IndexedDB. Not in it: what draws, and the lanes beside it (photos, bundles, rescue).
    """
    bundled = subprocess.run(  # noqa: S603  our own script
        ["node", str(Path(__file__).with_name("sync_code.mjs"))],  # noqa: S607
        check=True,
        capture_output=True,
    )
    return len(gzip.compress(bundled.stdout, 9))
