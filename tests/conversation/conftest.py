"""A real server behind the weather, and phones of both makes."""

import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Literal

import pytest
from argon2 import PasswordHasher, profiles
from werkzeug.serving import WSGIRequestHandler, make_server

from server.accounts import passwords
from server.app import create_app
from server.settings import Settings
from server.store import Store
from server.store.accounts import Account
from server.store.base import db
from tests.conversation.browser_phone import BrowserPhone, Driver
from tests.conversation.phone import NewPhone, Phone
from tests.conversation.python_phone import PythonPhone
from tests.conversation.site import Site
from tests.conversation.weather import Weather
from tests.server.conftest import Clock
from tests.server.people import made_id, settle

Make = Literal["python", "browser"]


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002
        """A line for every request would bury what pytest has to say."""


@pytest.fixture(scope="session")
def stage() -> Iterator[tuple[str, Weather]]:
    """One socket for all conversations; each brings its own server behind it."""
    weather = Weather()
    server = make_server("127.0.0.1", 0, weather, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.port}", weather
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Conversations that the database has a part in ask for both kinds by themselves."""
    return sqlite_url


@pytest.fixture
def site(
    stage: tuple[str, Weather],
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Site]:
    quick = PasswordHasher.from_parameters(profiles.CHEAPEST)
    monkeypatch.setattr(passwords, "_HASHER", quick)
    origin, weather = stage
    clock = Clock()
    settings = Settings(database_url=database_url, web_dist=tmp_path, secret="s" * 40)
    app = create_app(settings, clock=clock)
    weather.app = app.wsgi_app
    with app.app_context():
        settle(Store(db.engine))
        yield Site(app, origin, weather, clock)
        db.engine.dispose()
    weather.clear()


@pytest.fixture(scope="session")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    """The browser's core in Node, built from the sources as they are now."""
    running = Driver(tmp_path_factory.mktemp("browser"))
    yield running
    running.close()


@pytest.fixture(params=["python", "browser"])
def make(request: pytest.FixtureRequest) -> Make:
    made: Make = request.param
    return made


@pytest.fixture
def new_phone(
    make: Make, site: Site, tmp_path: Path, request: pytest.FixtureRequest
) -> NewPhone:  # fmt: skip
    """Phones of one make, signed in. Each call is another device."""
    numbers = count(1)

    def new(account: Account) -> Phone:
        device = made_id(f"{account.username}'s {make} {next(numbers)}")
        phone: Phone
        if make == "python":
            phone = PythonPhone(site, account, tmp_path / f"{device}.sqlite3")
        else:
            phone = BrowserPhone(request.getfixturevalue("driver"), site, account, device)
        assert phone.sign_in() == 201
        return phone

    return new
