"""The portal's news from a table (docs/tables.md): previewed, taken once, and never by halves."""

from typing import Any

import pytest
from flask import Flask

from server.api import news_import
from server.api.services import services
from sync.exchange import exchange
from tests.server.branch import CODES, Branch, code, counts, flaws, nik, registration, table
from tests.server.conftest import NewPhone
from tests.server.people import ADMIN, RINA, SARI

ALL = ("Referensi", "Kode iuran", "Berlaku sampai", "Jumlah", "Tanggal bayar", "KPJ")


@pytest.fixture
def branch(new_phone: NewPhone) -> Branch:
    return Branch(new_phone(RINA), new_phone(SARI), new_phone(ADMIN))


def test_P160_rows_become_operations_of_who_sends_them(branch: Branch) -> None:
    branch.approve(1, 2)
    answer = branch.take(table(CODES, code(1), code(2)))
    assert (answer["state"], *counts(answer)) == ("taken", 2, 0, 0)
    standing = branch.standing(1)
    assert standing["status"] == "code_issued"
    assert standing["progress"] == {
        "payment_code": "888100000001",
        "valid_until": "2026-12-20",
        "amount": 84000,
    }
    event = standing["history"][-1]
    assert (event["what"], event["by"]) == ("code_issued", ADMIN.id)


def test_P160_the_device_of_an_import_is_no_phone(branch: Branch) -> None:
    branch.approve(1)
    branch.take(table(CODES, code(1)))
    listed = branch.admin.get("/api/v1/devices").get_json()["devices"]
    assert {one["id"] for one in listed} == {
        phone.device for phone in (branch.recruiter, branch.supervisor, branch.admin)
    }


def test_P161_the_same_table_twice_changes_nothing(branch: Branch) -> None:
    branch.approve(1, 2)
    file = table(CODES, code(1), code(2))
    branch.take(file)
    before = [branch.standing(1), branch.standing(2)]
    again = branch.take(file)
    assert (again["state"], *counts(again)) == ("taken", 0, 2, 0)
    assert [branch.standing(1), branch.standing(2)] == before


def test_P161_an_older_code_does_not_come_back(branch: Branch) -> None:
    branch.approve(1)
    branch.take(table(CODES, code(1, "2026-12-20")))
    branch.take(table(CODES, (nik(1), "NEW-CODE", "2027-01-31", 84000)))
    old = branch.take(table(CODES, code(1, "2026-12-20")))
    assert flaws(old) == [(2, "valid_until", "older")]
    assert branch.standing(1)["progress"]["payment_code"] == "NEW-CODE"


def test_P161_a_lapsed_code_is_issued_anew_on_the_same_record(branch: Branch) -> None:
    branch.approve(1)
    branch.take(table(CODES, code(1, "2026-11-20")))
    lapsed = branch.admin.get("/api/v1/approved?stage=lapsed").get_json()
    assert [one["registration"] for one in lapsed["items"]] == [registration(1)]
    answer = branch.take(table(CODES, (nik(1), "9000-0001", "2026-12-31", 84000)))
    assert counts(answer) == (1, 0, 0)
    events = [event["what"] for event in branch.standing(1)["history"]]
    assert events[-2:] == ["code_issued", "code_issued"]


def test_P161_a_payment_that_stands_is_not_overwritten(branch: Branch) -> None:
    branch.approve(1)
    row = (registration(1), "8881-0001", "2026-12-20", 84000, "2026-11-22", "26123456789")
    assert counts(branch.take(table(ALL, row))) == (1, 0, 0)
    other = (registration(1), "8881-0001", "2026-12-20", 90000, "2026-11-22", "26123456789")
    assert flaws(branch.take(table(ALL, other))) == [(2, "paid_at", "paid_otherwise")]
    number = (registration(1), "8881-0001", "2026-12-20", 84000, "2026-11-22", "26999999999")
    assert flaws(branch.take(table(ALL, number))) == [(2, "kpj", "number_otherwise")]
    assert branch.standing(1)["progress"]["amount"] == 84000


def test_P162_the_steps_of_a_row_are_taken_together(branch: Branch) -> None:
    branch.approve(1)
    row = (registration(1), "8881-0001", "20/12/2026", "Rp 84.000,00", "22-11-2026", "26123456789")
    branch.take(table(ALL, row))
    standing = branch.standing(1)
    assert standing["status"] == "registered"
    events = [event["what"] for event in standing["history"]]
    assert events[-3:] == ["code_issued", "paid", "registered"]


def test_P162_what_breaks_leaves_whole_portions(
    branch: Branch, monkeypatch: pytest.MonkeyPatch, app: Flask
) -> None:
    """The second transaction fails: the first portion is in, of the second nothing; sent again, the rest follows."""
    branch.approve(1, 2, 3, 4)
    monkeypatch.setattr(news_import.NewsImport, "portion", 2)
    file = table(CODES, *(code(number) for number in range(1, 5)))
    digest = branch.preview(file)["digest"]
    calls: list[int] = []

    def breaks(*args: Any, **named: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise ConnectionError
        return exchange(*args, **named)

    with app.app_context(), monkeypatch.context() as broken:
        assert services()
        broken.setattr(news_import, "exchange", breaks)
        with pytest.raises(ConnectionError):
            branch.send(file, taking=digest)
    statuses = [branch.standing(number)["status"] for number in range(1, 5)]
    assert statuses == ["code_issued", "code_issued", "approved", "approved"]
    assert counts(branch.take(file)) == (2, 2, 0)


def test_P163_a_preview_takes_nothing(branch: Branch) -> None:
    branch.approve(1)
    answer = branch.preview(table(CODES, code(1)))
    assert (answer["state"], *counts(answer)) == ("preview", 1, 0, 0)
    assert branch.standing(1)["status"] == "approved"


def test_P163_another_preview_is_not_taken(branch: Branch) -> None:
    """Somebody records a code meanwhile: what was previewed is not what would be taken."""
    branch.approve(1)
    file = table(CODES, code(1))
    digest = branch.preview(file)["digest"]
    branch.progress(1, "code_issued", payment_code="OTHER-1", valid_until="2026-12-24")
    answer = branch.send(file, taking=digest)[-1]
    assert answer["state"] == "moved"
    assert flaws(answer) == [(2, "valid_until", "older")]
    assert branch.standing(1)["progress"]["payment_code"] == "OTHER-1"


def test_P163_a_wrong_row_costs_itself_only(branch: Branch) -> None:
    branch.approve(1, 2)
    branch.recruiter.sync(branch.recruiter.create(registration(3), 3))
    file = table(
        CODES,
        code(1),
        ("3275", "8881-0002", "2026-12-20", 84000),
        ("3.27504070884E+15", "8881-0002", "2026-12-20", 84000),
        (nik(9), "8881-0002", "2026-12-20", 84000),
        (nik(3), "8881-0003", "2026-12-20", 84000),
        (nik(2), "=1+1", "2026-12-20", 84000),
        (nik(2), "8881-0002", "31.02.2026", 84000),
        (nik(2), "8881-0002", "", 84000),
        (nik(2), "8881-0002", "2026-12-20", "84.5"),
        code(1),
    )
    answer = branch.take(file)
    assert counts(answer) == (1, 0, 9)
    assert flaws(answer) == [
        (3, "nik", "not_a_nik"),
        (4, "nik", "rounded"),
        (5, "nik", "unknown"),
        (6, "reference", "not_now"),
        (7, "payment_code", "formula"),
        (8, "valid_until", "not_a_date"),
        (9, "valid_until", "missing"),
        (10, "amount", "not_an_amount"),
        (11, "reference", "twice"),
    ]
    assert branch.standing(1)["status"] == "code_issued"


def test_P163_a_payment_is_found_by_its_code(branch: Branch) -> None:
    branch.approve(1)
    branch.take(table(CODES, code(1)))
    paid = table(("Kode iuran", "Tgl. Bayar", "Nominal"), ("888100000001", "2026-11-22", "84.000"))
    assert counts(branch.take(paid)) == (1, 0, 0)
    assert branch.standing(1)["status"] == "paid"
