"""Tables written and read: no formula goes out, and what goes out comes back as it was."""

import io
import random

import openpyxl
import pytest

from server.sheets.columns import columns, require
from server.sheets.reading import Row, Unfit, rows_of
from server.sheets.writing import as_csv, as_xlsx, defused

SEED = 20261123


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_P164_no_text_that_begins_like_a_formula_goes_out_as_one(sign: str) -> None:
    assert defused(f"{sign}1+1") == f"'{sign}1+1"
    (line,) = b"".join(as_csv([[f"{sign}1+1"]])).decode("utf-8-sig").split("\r\n")[:1]
    assert line.lstrip('"').startswith("'")


def test_P164_what_is_no_formula_goes_out_as_it_is() -> None:
    assert [defused(cell) for cell in ("Siti", 84_000, -5, None, "a=b")] == [
        "Siti",
        84_000,
        -5,
        None,
        "a=b",
    ]


def test_P164_a_workbook_holds_texts_and_no_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(b"".join(as_xlsx([["A"], ["=1+1"], ["0812"]]))))
    cells = [cell for (cell,) in book.worksheets[0].iter_rows()]
    assert [(cell.value, cell.data_type) for cell in cells] == [
        ("A", "s"),
        ("=1+1", "s"),
        ("0812", "s"),
    ]


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_what_goes_out_comes_back(write: object) -> None:
    """Random tables of awkward texts; the seed is printed."""
    print("seed", SEED)  # noqa: T201  a failure can be played again
    chance = random.Random(SEED)
    signs = "abc,;|\"'=+-@ \u00e9\n0"
    rows = [["Kepala", "B"]]
    for _ in range(200):
        texts = ("".join(chance.choices(signs, k=chance.randrange(1, 9))) for _ in range(2))
        rows.append([f"x{text.strip()}x" for text in texts])
    rows.append(["=1+1", "+62812"])
    data = b"".join(write(rows))  # type: ignore[operator]
    found = [list(row.cells) for row in rows_of(io.BytesIO(data))]
    if write is as_xlsx:
        rows[-1] = ["=1+1", "+62812"]
    assert found == rows


def test_a_header_is_known_in_any_order_by_any_of_its_names() -> None:
    names = {"nik": ("NIK", "No KTP"), "paid_at": ("Tanggal bayar", "Tgl bayar")}
    found = columns(Row(1, ["Catatan", "tgl. BAYAR", "No. KTP"]), names)
    assert found.places == {"paid_at": 1, "nik": 2}
    assert found.unused == ("Catatan",)
    assert found.of(Row(2, ["x", "2026-11-22"])) == {"paid_at": "2026-11-22", "nik": ""}
    with pytest.raises(Unfit) as unfit:
        require(columns(Row(1, ["NIK"]), names), names, ("nik",), ("paid_at",))
    assert (unfit.value.why, unfit.value.detail) == ("columns", "Tanggal bayar")
