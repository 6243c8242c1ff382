"""The sync server: ``gunicorn 'server:create_app()'``."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def create_app() -> "Flask":
    """Return the WSGI app, with settings from the environment (``server.app`` composes it)."""
    # Here and not above: whoever imports one floor of the package does not load them all.
    from server.app import create_app as compose  # noqa: PLC0415

    return compose()
