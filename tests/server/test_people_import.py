"""Clinics and accounts from a table: all of its good rows in one transaction, each flaw by its row."""

import pytest

from server.api import people_import
from server.store.accounts import UsernameTaken
from tests.server.branch import Branch, counts, flaws, table
from tests.server.conftest import NewPhone
from tests.server.people import ADMIN, HERE, RINA, SARI, THERE

ACCOUNTS = ("Nama pengguna", "Nama", "Peran", "Klinik")


@pytest.fixture
def branch(new_phone: NewPhone) -> Branch:
    return Branch(new_phone(RINA), new_phone(SARI), new_phone(ADMIN))


def accounts(branch: Branch) -> dict[str, dict[str, object]]:
    listed = branch.admin.get("/api/v1/accounts").get_json()["accounts"]
    return {one["username"]: one for one in listed}


def test_P163_accounts_open_with_passwords_told_once(branch: Branch) -> None:
    file = table(
        ACCOUNTS,
        ("wati", "Wati Lestari", "Perekrut", HERE.name.upper()),
        ("agus", "Agus Salim", "supervisor", f"{HERE.id} | {THERE.name}"),
        ("dewi", "Dewi Kartika", "admin", ""),
    )
    preview = branch.preview(file, "accounts")
    assert (counts(preview), preview["passwords"]) == ((3, 0, 0), [])
    assert "wati" not in accounts(branch)
    taken = branch.take(file, "accounts")
    assert [one["username"] for one in taken["passwords"]] == ["wati", "agus", "dewi"]
    opened = accounts(branch)
    assert opened["agus"]["clinics"] == sorted([HERE.id, THERE.id])
    signed_in = branch.admin.client.post(
        "/api/v1/session",
        json={
            "username": "wati",
            "password": taken["passwords"][0]["password"],
            "new_password": "sepeda pagi tetangga",
            "device": {"id": HERE.id, "label": "HP", "app": "0.1.0"},
        },
    )
    assert signed_in.status_code == 201


def test_P161_people_twice_change_nothing(branch: Branch) -> None:
    file = table(ACCOUNTS, ("wati", "Wati Lestari", "Perekrut", HERE.name))
    branch.take(file, "accounts")
    again = branch.take(file, "accounts")
    assert (counts(again), again["passwords"]) == ((0, 1, 0), [])


def test_P163_a_wrong_person_is_named_by_row_and_field(branch: Branch) -> None:
    file = table(
        ACCOUNTS,
        ("wati", "Wati", "perekrut", "Klinik Entah"),
        ("w", "Wati", "perekrut", HERE.name),
        ("wati", "", "perekrut", HERE.name),
        ("wati", "Wati", "direktur", HERE.name),
        ("wati", "Wati", "supervisor", ""),
        ("wati", "Wati", "admin", HERE.name),
        ("rina", "Orang Lain", "perekrut", HERE.name),
        ("wati", "=1+1", "perekrut", HERE.name),
        ("wati", "Wati", "perekrut", HERE.name),
        ("WATI", "Wati", "perekrut", HERE.name),
    )
    answer = branch.take(file, "accounts")
    assert flaws(answer) == [
        (2, "clinics", "unknown_clinic"),
        (3, "username", "not_a_username"),
        (4, "name", "missing"),
        (5, "role", "not_a_role"),
        (6, "clinics", "missing"),
        (7, "clinics", "needless"),
        (8, "username", "taken"),
        (9, "name", "formula"),
        (11, "username", "twice"),
    ]
    assert accounts(branch)["wati"]["name"] == "Wati"


def test_P163_where_one_cannot_be_opened_none_is(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody opens one of the accounts between the judging and the transaction."""
    file = table(
        ACCOUNTS,
        ("wati", "Wati", "perekrut", HERE.name),
        ("agus", "Agus", "perekrut", HERE.name),
    )
    digest = branch.preview(file, "accounts")["digest"]

    def taken(*_: object, **__: object) -> None:
        raise UsernameTaken

    monkeypatch.setattr("server.store.accounts.Accounts.add_accounts", taken)
    answer = branch.send(file, "accounts", taking=digest)[-1]
    assert (answer["take"], answer["left_out"], answer["passwords"]) == (0, 2, [])
    assert not {"wati", "agus"} & accounts(branch).keys()


def test_P163_clinics_come_from_a_table(branch: Branch) -> None:
    file = table(
        ("Nama klinik", "Kode kecamatan"),
        ("Klinik Baru", "327505"),
        (HERE.name, HERE.district_code),
        (THERE.name, HERE.district_code),
        ("Klinik Lain", "99.99.99"),
        ("klinik  baru", "32.75.05"),
    )
    answer = branch.take(file, "clinics")
    assert counts(answer) == (1, 1, 3)
    assert flaws(answer) == [
        (4, "district", "otherwise"),
        (5, "district", "not_a_district"),
        (6, "name", "twice"),
    ]
    known = branch.admin.get("/api/v1/me").get_json()["clinics"]
    assert ("Klinik Baru", "32.75.05") in {(one["name"], one["district"]) for one in known}


def test_P163_a_table_of_people_has_its_own_limit(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_import, "MOST_PEOPLE", 2)
    monkeypatch.setattr(people_import.AccountsImport, "portion", 2)
    rows = [(f"orang{n}", "Orang", "perekrut", HERE.name) for n in range(3)]
    answer = branch.preview(table(ACCOUNTS, *rows), "accounts")
    assert (answer["state"], answer["why"], answer["detail"]) == ("unfit", "too_many_rows", "2")
