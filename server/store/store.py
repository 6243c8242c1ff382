"""The door to what the server remembers."""

from flask import Flask
from sqlalchemy import Engine

from server.store.accounts import Accounts
from server.store.attempts import Attempts
from server.store.base import db
from server.store.devices import Devices
from server.store.engine import engine_options, prepare
from server.store.journal import SqlJournal
from server.store.meta import Meta
from server.store.quarantine import Quarantine
from server.store.renewals import Renewals


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
