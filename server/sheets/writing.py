"""Writing a table as CSV or XLSX, row by row, so that a year of sign-ups needs no more memory than a page.

A spreadsheet takes a text that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return for a
formula (OWASP, "CSV Injection"). In CSV such a text gets an apostrophe before it, which our own import takes
off again; in XLSX a cell says itself that it is a text.
"""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

import xlsxwriter

Cell = str | int | None
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PIECE = 64 * 1024
_WIDEST = 32_767
"""Characters that a cell of Excel holds."""


def defused(cell: Cell) -> Cell:
    """The cell as CSV may carry it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def as_csv(rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, by which Excel knows it; lines end as RFC 4180 has them."""
    line = io.StringIO(newline="")
    writer = csv.writer(line)
    yield b"\xef\xbb\xbf"
    for row in rows:
        writer.writerow([defused(cell) for cell in row])
        if line.tell() >= _PIECE:
            yield _emptied(line)
    yield _emptied(line)


def _emptied(line: io.StringIO) -> bytes:
    text = line.getvalue()
    line.seek(0)
    line.truncate()
    return text.encode()


def as_xlsx(rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """One sheet. It is a ZIP, so it is written to a temporary file as the rows come, and sent once it is whole."""
    with tempfile.TemporaryFile() as file:
        _write(file, rows)
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def _write(file: BinaryIO, rows: Iterable[Sequence[Cell]]) -> None:
    kept_plain = {"strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, {"constant_memory": True, **kept_plain})
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell[:_WIDEST])
            elif cell is not None:
                sheet.write_number(number, column, cell)
    book.close()
