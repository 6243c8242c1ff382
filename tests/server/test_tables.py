"""Tables as offices send them: any encoding and separator, workbooks, formulas, 200,000 rows, rubbish."""

import io

import openpyxl
import pytest

from tests.server.branch import CODES, Branch, code, counts, flaws, nik, table
from tests.server.conftest import NewPhone
from tests.server.people import ADMIN, RINA, SARI


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind is enough: nothing here depends on it."""
    return sqlite_url


@pytest.fixture
def branch(new_phone: NewPhone) -> Branch:
    return Branch(new_phone(RINA), new_phone(SARI), new_phone(ADMIN))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"Nama;Umur\nA;3\n", "no_header"),
        (b"NIK;Jumlah\n1;2\n", "columns"),
        (b"NIK;No KTP;KPJ\n1;2;3\n", "twice"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not_a_table"),
        (b"PK\x03\x04 this is no workbook", "not_a_table"),
        (b"NIK;KPJ\n\x81\x8d;\x90", "encoding"),
        (b'NIK;KPJ\n"' + b"x" * 200_000, "not_a_table"),
        (b"NIK;KPJ\n" + b";" * 500, "not_a_table"),
    ],
)
def test_P163_rubbish_has_its_words(branch: Branch, data: bytes, why: str) -> None:
    answer = branch.preview(data)
    assert (answer["state"], answer["why"]) == ("unfit", why)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_P163_any_common_encoding_is_read(branch: Branch, encoding: str, separator: str) -> None:
    branch.approve(1)
    lines = [("Catatan \u00e9", *CODES), ("\u00bd", *map(str, code(1)))]
    text = "\r\n".join(separator.join(line) for line in lines)
    answer = branch.preview(text.encode(encoding))
    assert counts(answer) == (1, 0, 0)
    assert answer["unused"] == ["Catatan \u00e9"]


def test_P163_a_workbook_is_read(branch: Branch) -> None:
    branch.approve(1, 2)
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(CODES))
    sheet.append([nik(1), 888100000001, "2026-12-20", 84000.0])
    sheet.append([int(nik(2)), 888100000002, "2026-12-20", 84000])
    file = io.BytesIO()
    book.save(file)
    answer = branch.take(file.getvalue())
    assert counts(answer) == (1, 0, 1)
    assert flaws(answer) == [(3, "nik", "rounded")]
    assert branch.standing(1)["progress"]["payment_code"] == "888100000001"


def test_P163_a_table_of_200000_rows_is_read_as_it_comes(branch: Branch) -> None:
    branch.approve(1)
    rows = [code(1), *(("3275", "8881", "2026-12-20", 1) for _ in range(199_999))]
    lines = branch.send(table(CODES, *rows))
    assert counts(lines[-1]) == (1, 0, 199_999)
    assert [line["read"] for line in lines[:3]] == [500, 1000, 1500]
    assert len(lines[-1]["errors"]) == 200


def test_P163_a_longer_table_is_unfit(branch: Branch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.sheets.reading.MOST_ROWS", 3)
    assert branch.preview(table(CODES, *[code(1)] * 3))["state"] == "preview"
    answer = branch.preview(table(CODES, *[code(1)] * 4))
    assert (answer["why"], answer["detail"]) == ("too_many_rows", "3")


def test_P163_a_file_beyond_the_limit_is_refused(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.api.tables.LARGEST", 1000)
    answer = branch.admin_post(b"NIK;KPJ\n" + b"1;2\n" * 1000, "payments")
    assert (answer.status_code, answer.get_json()["code"]) == (413, "too_large")
