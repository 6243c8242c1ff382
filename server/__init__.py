"""The sync server: ``gunicorn 'server:create_app()'``."""

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


_YOUNG = 20_000
"""New containers between two collections: a push of 500 operations makes many, and keeps next to none."""


def create_app() -> "Flask":
    """Return the WSGI app, with settings from the environment (``server.app`` composes it)."""
    # Here and not above: whoever imports one floor of the package does not load them all.
    from server.app import create_app as compose  # noqa: PLC0415

    app = compose()
    # What is there now stays for good; looked over at every collection, it cost a tenth of a push.
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 20, 50)
    return app
