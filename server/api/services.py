"""What the endpoints work with, composed once in ``server.app``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from server.rules import DomainRules
from server.sealing import KeyRing
from server.settings import Organisation, Settings
from server.store import Store
from server.store.blobs import Blobs

_KEY = "perisai"


@dataclass(frozen=True, slots=True)
class Services:
    """``cursor_key`` signs cursors, ``renewal_key`` makes the tokens of P104; ``clock`` is the server's, in UTC."""

    settings: Settings
    organisation: Organisation
    store: Store
    blobs: Blobs
    rules: DomainRules
    cursor_key: bytes
    seal_keys: KeyRing
    renewal_key: bytes
    clock: Callable[[], datetime]


def provide(extensions: dict[str, object], services: Services) -> None:
    extensions[_KEY] = services


def services() -> Services:
    """The services of the app that answers now."""
    found = current_app.extensions[_KEY]
    assert isinstance(found, Services)
    return found
