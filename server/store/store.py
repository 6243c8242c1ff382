"""The door to what the server remembers."""

from collections import Counter
from collections.abc import Iterator, Mapping

from flask import Flask
from sqlalchemy import Engine

from server.field_keys import FieldKeys
from server.store.accounts import Accounts
from server.store.approved import AfterApproval
from server.store.attempts import Attempts
from server.store.base import db
from server.store.blobs import Blobs
from server.store.callers import Callers
from server.store.claims import Keys, fill_claims
from server.store.devices import Devices
from server.store.engine import prepare, serving_options
from server.store.entitlements import Entitlements
from server.store.erasing import Erasing
from server.store.fields import Fields, bind_fields, fields_of
from server.store.figures import Figures, read_figures
from server.store.journal import SqlJournal
from server.store.late_lines import enter_late
from server.store.meta import Meta
from server.store.migrate import has_schema, read_schema
from server.store.on_phone import OnPhone
from server.store.photos import Photos
from server.store.processing import Doing, Processing
from server.store.quarantine import Quarantine
from server.store.recorded import RecordedJournal
from server.store.recovery import Phase, quiet
from server.store.registrations import Registrations
from server.store.rekeying import Moves, active_keys, begin_key, counts, rotate
from server.store.renewals import Renewals
from server.store.resealing import reseal
from server.store.resealing import under_keys as photos_under_keys
from server.store.second_factors import SecondFactors
from server.store.since import fill_since
from server.store.uploads import Uploads
from sync.journal import Journal


def bind_keys(engine: Engine, keys: FieldKeys) -> Fields:
    """Let everything that is read and written on an engine go through the keys that its database uses."""
    fields = Fields(keys, lambda: active_keys(engine))
    bind_fields(engine, fields)
    return fields


class Store:
    """Everything remembered, by subject. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self.journal = SqlJournal(engine)
        self.accounts = Accounts(engine)
        self.callers = Callers(engine)
        self.devices = Devices(engine)
        self.attempts = Attempts(engine)
        self.meta = Meta(engine)
        self.second_factors = SecondFactors(engine)
        self.renewals = Renewals(engine)
        self.quarantine = Quarantine(engine)
        self.photos = Photos(engine)
        self.uploads = Uploads(engine)
        self.entitlements = Entitlements(engine)
        self.after_approval = AfterApproval(engine)
        self.on_phone = OnPhone(engine)
        self.processing = Processing(engine)
        self.registrations = Registrations(engine)
        self.erasing = Erasing(engine)
        self.fields = fields_of(engine)
        self._engine = engine

    def fill_claims(self, keys: Keys, phase: Phase = quiet) -> int:
        """Write the keys by which what stands is found, where a kind of key is new (M73)."""
        return fill_claims(self._engine, keys, phase)

    def enter_late(self, *, at: str, upgraded: bool) -> int:
        """Give a line of the ledger to what processes of before it took (P231); how many."""
        return enter_late(self._engine, at=at, upgraded=upgraded)

    def fill_since(self, phase: Phase = quiet) -> int:
        """Write since when registrations wait, where a version that did not know it left it out."""
        return fill_since(self._engine, phase)

    def recorded(self, doing: Doing) -> Journal:
        """The journal for erasing under an entry of the record of processing (P230)."""
        return RecordedJournal(self._engine, doing)

    def begin_key(self, keys: FieldKeys) -> str:
        """Make a key and write under it from the next start on; its id (P193)."""
        return begin_key(self._engine, keys)

    def rotate(self, moves: Moves, blobs: Blobs) -> Iterator[int]:
        """Bring everything under the newest key, photos first; how many things each step saw (P193, P233)."""
        yield from reseal(self._engine, blobs, self.fields)
        yield from rotate(self._engine, self.fields, moves)

    def under_keys(self, blobs: Blobs) -> Mapping[str, int]:
        """How many texts and photos are under each key, in clear under the empty one."""
        return Counter(counts(self._engine)) + Counter(photos_under_keys(self._engine, blobs))

    def migrated(self) -> bool:
        """Whether the database has tables of ours."""
        return has_schema(self._engine)

    def figures(self) -> Figures:
        """Return what an operator is woken by."""
        return read_figures(self._engine)

    def schema(self) -> str:
        """Return the name of the database's schema; raises what the driver raises where it cannot answer."""
        return read_schema(self._engine)


def open_store(app: Flask, keys: FieldKeys) -> Store:
    """Bind Flask-SQLAlchemy to ``app`` at ``SQLALCHEMY_DATABASE_URI`` and return its store, which keeps
    people's data under these keys.

    The database must have been migrated (:func:`server.store.migrate.upgrade`).
    """
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", serving_options(url))
    db.init_app(app)
    with app.app_context():
        engine = db.engine
    prepare(engine)
    bind_keys(engine, keys)
    return Store(engine)
