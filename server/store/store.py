"""The door to what the server remembers."""

from flask import Flask
from sqlalchemy import Engine

from server.store.accounts import Accounts
from server.store.attempts import Attempts
from server.store.base import db
from server.store.claims import Keys, fill_claims
from server.store.devices import Devices
from server.store.engine import engine_options, prepare
from server.store.entitlements import Entitlements
from server.store.erasing import Erasing
from server.store.journal import SqlJournal
from server.store.meta import Meta
from server.store.photos import Photos
from server.store.processing import Processing
from server.store.quarantine import Quarantine
from server.store.registrations import Registrations
from server.store.renewals import Renewals
from server.store.uploads import Uploads


class Store:
    """Everything remembered, by subject. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self.journal = SqlJournal(engine)
        self.accounts = Accounts(engine)
        self.devices = Devices(engine)
        self.attempts = Attempts(engine)
        self.meta = Meta(engine)
        self.renewals = Renewals(engine)
        self.quarantine = Quarantine(engine)
        self.photos = Photos(engine)
        self.uploads = Uploads(engine)
        self.entitlements = Entitlements(engine)
        self.processing = Processing(engine)
        self.registrations = Registrations(engine)
        self.erasing = Erasing(engine)
        self._engine = engine

    def fill_claims(self, keys: Keys) -> int:
        """Write the keys by which what stands is found, where a kind of key is new (M73)."""
        return fill_claims(self._engine, keys)


def open_store(app: Flask) -> Store:
    """Bind Flask-SQLAlchemy to ``app`` at ``SQLALCHEMY_DATABASE_URI`` and return its store.

    The database must have been migrated (:func:`server.store.migrate.upgrade`).
    """
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", engine_options(url))
    db.init_app(app)
    with app.app_context():
        engine = db.engine
    prepare(engine)
    return Store(engine)
