"""Reading a table that somebody sends: CSV of any common encoding and separator, or XLSX; row by row, within limits."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO, Literal
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

Why = Literal[
    "empty",
    "not_a_table",
    "encoding",
    "too_many_rows",
    "too_large",
    "no_header",
    "columns",
    "twice",
]

MOST_ROWS = 200_000
MOST_COLUMNS = 100
_LONGEST_CELL = 4_000
_INFLATED = 256 * 1024 * 1024
"""Bytes of a workbook's parts together: a ZIP of some KB can say that it holds terabytes."""
_SEPARATORS = ";,\t|"
_EXACT = 10**15
"""Excel keeps fifteen digits of a number; a NIK has sixteen and must be a text."""
_ZIP = b"PK\x03\x04"
_RUBBISH = frozenset(range(32)) - {9, 10, 13}


class Unfit(Exception):
    """The file as a whole cannot be read; nothing of it was. ``detail`` names columns or a limit."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Row:
    """A row as texts; ``number`` is the one that a spreadsheet shows, 1 being the first of the file."""

    number: int
    cells: Sequence[str]


def rows_of(file: BinaryIO) -> Iterator[Row]:
    """The rows that are not empty, the header first. Raises `Unfit`, also half-way."""
    head = file.read(4)
    file.seek(0)
    if not head:
        raise Unfit("empty")
    cells = _of_workbook(file) if head == _ZIP else _of_text(file)
    found = 0
    for number, row in enumerate(cells, start=1):
        if len(row) > MOST_COLUMNS or any(len(cell) > _LONGEST_CELL for cell in row):
            raise Unfit("not_a_table", str(number))
        if not any(row):
            continue
        if found > MOST_ROWS:  # the header is not counted
            raise Unfit("too_many_rows", str(MOST_ROWS))
        found += 1
        yield Row(number, row)
    if found == 0:
        raise Unfit("empty")


def _of_text(file: BinaryIO) -> Iterator[Sequence[str]]:
    encoding = _encoding(file)
    text = io.TextIOWrapper(file, encoding, newline="")
    try:
        first = text.readline(_LONGEST_CELL * MOST_COLUMNS)
        separator = max(_SEPARATORS, key=first.count)
        text.seek(0)
        for row in csv.reader(text, delimiter=separator, strict=True):
            yield [_plain(cell) for cell in row]
    except UnicodeError:
        raise Unfit("encoding") from None
    except csv.Error:
        raise Unfit("not_a_table") from None
    finally:
        text.detach()


def _encoding(file: BinaryIO) -> str:
    """By its mark, by its zeros, or the first of UTF-8 and Windows-1252 that reads all of it. Raises `Unfit`."""
    start = file.read(4096)
    file.seek(0)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) > len(start) // 4 and not (even and odd):
        return "utf-16-le" if odd else "utf-16-be"
    if _RUBBISH.intersection(start):
        raise Unfit("not_a_table")
    for encoding in ("utf-8-sig", "cp1252"):
        if _reads(file, encoding):
            return encoding
    raise Unfit("encoding")


def _reads(file: BinaryIO, encoding: str) -> bool:
    text = io.TextIOWrapper(file, encoding, newline="")
    try:
        while text.read(1 << 20):
            pass
    except UnicodeError:
        return False
    finally:
        text.detach()
        file.seek(0)
    return True


def _of_workbook(file: BinaryIO) -> Iterator[Sequence[str]]:
    """The first sheet. What a formula came to when it was saved counts, not the formula."""
    try:
        with zipfile.ZipFile(file) as parts:
            if sum(part.file_size for part in parts.infolist()) > _INFLATED:
                raise Unfit("too_large")
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        for row in book.worksheets[0].iter_rows(values_only=True, max_col=MOST_COLUMNS + 1):
            yield _trimmed([_text(value) for value in row])
    except (zipfile.BadZipFile, InvalidFileException, ParseError, IndexError, KeyError):
        raise Unfit("not_a_table") from None
    except (ValueError, OSError, EOFError, TypeError, AttributeError):  # a part that lies of itself
        raise Unfit("not_a_table") from None


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case datetime() | date():
            return value.isoformat()[:10]
        case int() | float() if abs(value) >= _EXACT:
            return f"{value:E}"  # its last digits are Excel's, not the card's: nobody shall believe them
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return _plain(str(value))


def _plain(cell: str) -> str:
    """Without the apostrophe that keeps a text from being a formula, and without white space around."""
    text = cell.strip()
    return text[1:].strip() if text.startswith("'") else text
