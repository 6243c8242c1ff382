"""``perisai keys``: from clear to sealed, from key to key, killed and gone on with (docs/security.md, P191-P194)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from server.app import create_app
from server.cli import main
from server.field_keys import FieldKeys, read_field_keys
from server.settings import Settings, SettingsError
from server.store import Store
from server.store.audit import Fault, verify
from server.store.base import db
from server.store.engine import open_engine
from server.store.rekeying import SLICE, active_keys, counts, rotate
from server.store.store import bind_keys
from tests.server.branch import CODES, Branch, code, nik, registration, table
from tests.server.people import ADMIN, RINA, SARI, settle
from tests.server.phone import Phone


@pytest.fixture
def field_keys(tmp_path: Path) -> Path:
    """Where there is no file of keys yet: a database of before there were any."""
    return tmp_path / "field-keys"


class Office:
    """A server that is started anew as often as the test wants, and the people who work with it."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime]) -> None:
        self.settings, self.clock = settings, clock
        self.branch: Branch | None = None

    @contextmanager
    def serving(self) -> Iterator[Flask]:
        """A process from its start to its end; the phones are the same ones each time."""
        app = create_app(self.settings, clock=self.clock)
        with app.app_context():
            if self.branch is None:
                settle(Store(db.engine))
                rina, sari, admin = (
                    Phone(app.test_client(), who, self.clock) for who in (RINA, SARI, ADMIN)
                )
                for phone in (rina, sari, admin):
                    phone.sign_in()
                self.branch = Branch(rina, sari, admin)
            for phone in (self.branch.recruiter, self.branch.supervisor, self.branch.admin):
                phone.client = app.test_client()
            yield app
            db.engine.dispose()

    def typed(self, *words: str) -> Result:
        """A command as an operator types it, in a process of its own."""
        return CliRunner().invoke(main, list(words), prog_name="perisai")

    def said(self, *words: str) -> str:
        done = self.typed(*words)
        assert done.exit_code == 0, done.output
        return done.stdout


@pytest.fixture
def office(
    settings: Settings, clock: Callable[[], datetime], monkeypatch: pytest.MonkeyPatch
) -> Office:
    monkeypatch.setenv("PERISAI_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("PERISAI_FIELD_KEYS", str(settings.field_keys_at))
    monkeypatch.setenv("PERISAI_SECRET", settings.secret or "")
    monkeypatch.setenv("PERISAI_PHOTOS", settings.photos_at)
    return Office(settings, clock)


def finds(office: Office, number: int) -> list[str]:
    """Whom the admin's search by NIK finds."""
    assert office.branch is not None
    admin = office.branch.admin
    asked = {"nik": nik(number), "name": None, "clinic": None, "status": None, "after": None}
    headers = {"Authorization": f"Bearer {admin.token}"}
    answer = admin.client.post("/api/v1/registrations/search", json=asked, headers=headers)
    return sorted(one["id"] for one in answer.get_json()["items"])


def works(office: Office, number: int) -> None:
    """A person comes twice and is asked about, is searched, paid for, and the log is whole."""
    branch = office.branch
    assert branch is not None
    branch.approve(number)
    branch.recruiter.sync(branch.recruiter.create(registration(number + 100), number))
    twice = sorted([registration(number), registration(number + 100)])
    assert finds(office, number) == twice
    assert [t["kind"] for t in branch.standing(number)["threads"]] == ["duplicate"]
    assert branch.take(table(CODES, code(number)))["state"] == "taken"
    assert [told for told in verify(db.engine) if isinstance(told, Fault)] == []


def clear(office: Office) -> int:
    engine = open_engine(office.settings.database_url)
    found = counts(engine).get("", 0)
    engine.dispose()
    return found


def test_P194_what_was_in_clear_is_sealed_beside_running_processes(office: Office) -> None:
    with office.serving():
        works(office, 1)
        assert clear(office) > 0
        assert "perisai keys new" in office.typed("keys", "rotate").output
        office.said("keys", "new")
        works(office, 2)  # a process of before goes on in clear
        with office.serving():
            works(office, 3)
            assert finds(office, 1), "people of before are found"
        works(office, 4)  # and reads what the new one sealed
        assert finds(office, 3)
    before = clear(office)
    assert before > 0
    with office.serving():
        told = office.said("keys", "rotate")
        assert told.endswith(" left=0\n")
        assert clear(office) == 0
        works(office, 5)
        for number in (1, 2, 3, 4, 5):
            assert finds(office, number), number
    assert "in clear=0" in office.said("keys", "list")


def test_P193_an_old_key_may_go_once_nothing_is_under_it(office: Office) -> None:
    office.said("migrate")
    with office.serving():
        works(office, 1)
    office.said("keys", "new")
    with office.serving():
        works(office, 2)
        assert office.said("keys", "rotate").endswith(" left=0\n")
        works(office, 3)
    file = office.settings.field_keys_at
    old, new = read_field_keys(file.read_text())
    assert office.said("keys", "list").splitlines()[0].startswith(f"key={new} ")
    assert f"key={old}" not in office.said("keys", "list")
    file.write_text(file.read_text().strip().splitlines()[-1] + "\n")
    with office.serving():
        works(office, 4)
        for number in (1, 2, 3):
            assert len(finds(office, number)) == 2
    assert office.said("audit", "verify").endswith(" faults=0\n")


def test_P193_a_rotation_that_is_killed_is_gone_on_with(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.store.rekeying.SLICE", 2)
    assert SLICE > 2
    office.said("migrate")
    with office.serving():
        works(office, 1)
        works(office, 2)
    office.said("keys", "new")
    engine = open_engine(office.settings.database_url)
    fields = bind_keys(engine, FieldKeys(office.settings.field_keys_at))
    with office.serving() as app:
        moves = app.extensions["perisai"].rules.moves
        for stop in range(1, 5):  # ended after each of its first transactions
            steps = rotate(engine, fields, moves)
            for _ in range(stop):
                next(steps)
            steps.close()
            assert len(finds(office, 1)) == 2
        works(office, 3)
        old, new = [*read_field_keys(office.settings.field_keys_at.read_text())]
        assert counts(engine)[old] > 0
        assert counts(engine)[new] > 0
        assert office.said("keys", "rotate").endswith(" left=0\n")
        assert active_keys(engine) == (new,)
        works(office, 4)
    engine.dispose()


def test_P192_a_person_of_either_key_is_asked_about_while_keys_are_rotated(office: Office) -> None:
    office.said("migrate")
    with office.serving():
        assert office.branch
        office.branch.approve(1)
        office.said("keys", "new")
        with office.serving():  # of the new key
            rina = office.branch.recruiter
            rina.sync(rina.create(registration(50), 1))
            assert [t["kind"] for t in office.branch.standing(50)["threads"]] == ["duplicate"]
        rina.sync(rina.create(registration(51), 1))  # by a process of the old key
        assert len(finds(office, 1)) == 3
        assert [t["kind"] for t in office.branch.standing(51)["threads"]] == ["duplicate"]


def test_P191_without_its_key_a_server_does_not_start(office: Office) -> None:
    office.said("migrate")
    with office.serving():
        works(office, 1)
    file = office.settings.field_keys_at
    kept = file.read_text()
    file.unlink()
    with pytest.raises(SettingsError, match=r"PERISAI_FIELD_KEYS does not fit .*is not in"):
        create_app(office.settings)
    for command in (("keys", "list"), ("audit", "verify"), ("migrate",)):
        refused = office.typed(*command)
        assert refused.exit_code == 1
        assert "put the line of that key back" in refused.output
    FieldKeys(file).add()  # another key is no help
    with pytest.raises(SettingsError, match=r"is not in"):
        create_app(office.settings)
    file.write_text(kept)
    with office.serving():
        assert len(finds(office, 1)) == 2


def test_P191_a_file_of_keys_that_cannot_be_written_has_a_mend(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = office.settings.field_keys_at
    (place.parent / "file").write_text("")
    monkeypatch.setenv("PERISAI_FIELD_KEYS", str(place.parent / "file" / "keys"))
    refused = office.typed("migrate")
    assert refused.exit_code == 1
    assert "do this where it can be" in refused.output


def test_P194_a_database_that_nobody_has_used_is_sealed_from_its_first_day(office: Office) -> None:
    office.said("migrate")
    office.said("migrate")
    assert len(read_field_keys(office.settings.field_keys_at.read_text())) == 1
    with office.serving():
        works(office, 1)
    assert clear(office) == 0
