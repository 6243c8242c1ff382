"""The server's app on each kind of database, with a clock that the test turns."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher, profiles
from flask import Flask
from flask.testing import FlaskClient

from server.accounts import passwords
from server.app import create_app
from server.field_keys import FieldKeys
from server.settings import IdPhoto, Settings
from server.store import Store
from server.store.accounts import Account
from server.store.base import db
from server.store.engine import open_engine
from server.store.rekeying import seal_unused
from tests.s3 import Storage
from tests.server.people import ADMIN, settle
from tests.server.phone import Phone

NewPhone = Callable[..., Phone]


class Clock:
    """Stands still until the test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **amount: float) -> None:
        self.now += timedelta(**amount)


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real argon2 with the cheapest parameters: a hundred sign-ins would else take a minute."""
    quick = PasswordHasher.from_parameters(profiles.CHEAPEST)
    monkeypatch.setattr(passwords, "_HASHER", quick)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """A built web app of three files."""
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Perisai</title>")
    (folder / "sw.js").write_text("export {};")
    (folder / "assets" / "app-0123abcd.js").write_text("export {};")
    return folder


@pytest.fixture
def id_photo() -> IdPhoto:
    """Whether a sign-up has a photo of the card."""
    return "optional"


@pytest.fixture
def photos_in_folder(tmp_path: Path) -> str:
    return str(tmp_path / "photos")


@pytest.fixture
def field_keys(database_url: str, tmp_path: Path) -> Path:
    """The file of the keys of people's data, which the database uses from its first day on."""
    file = tmp_path / "field-keys"
    engine = open_engine(database_url)
    assert seal_unused(engine, FieldKeys(file))
    engine.dispose()
    return file


@pytest.fixture
def photos_in_s3(s3: Storage) -> str:
    return s3.bucket()


@pytest.fixture
def photos(photos_in_folder: str) -> str:
    """Where their bytes are."""
    return photos_in_folder


@pytest.fixture
def settings(  # noqa: PLR0917  pytest hands fixtures over by name
    database_url: str, dist: Path, photos: str, id_photo: IdPhoto, field_keys: Path
) -> Settings:
    """What an operator has set."""
    return Settings(
        database_url=database_url,
        web_dist=dist,
        secret="s" * 40,
        photos=photos,
        id_photo=id_photo,
        field_keys=field_keys,
    )


@pytest.fixture
def app(settings: Settings, clock: Clock) -> Iterator[Flask]:
    """The server, with people in it."""
    made = create_app(settings, clock=clock)
    made.config["PROPAGATE_EXCEPTIONS"] = False
    with made.app_context():
        settle(Store(db.engine))
        yield made
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def new_phone(client: FlaskClient, clock: Clock) -> NewPhone:
    """Make a phone of an account, signed in."""

    def make(account: Account, name: str = "a") -> Phone:
        phone = Phone(client, account, clock, name)
        assert phone.sign_in().status_code == 201
        return phone

    return make


@pytest.fixture
def admin(new_phone: NewPhone) -> Phone:
    return new_phone(ADMIN)
