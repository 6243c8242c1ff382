"""A table that somebody sends: previewed, and taken when that preview is named (P161-P163).

The answer is lines of JSON, since 200,000 rows take their time: how far it has come, and at last what
came of it. Nothing is kept between the preview and the taking but the file in the sender's hands.
"""

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, BinaryIO, Protocol

from flask import Response, request, stream_with_context

from server.api import problems
from server.sheets.columns import Columns, Names, columns
from server.sheets.reading import Row, Unfit, rows_of

LARGEST = 32 * 1024 * 1024
"""Bytes of a file."""
LINES = "application/x-ndjson"
MOST_ERRORS = 200
"""Wrong rows that an answer names; all of them are counted."""
_PIECE = 256 * 1024


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a row."""

    field: str
    why: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with what it would change (JSON-ready; None where all of it is known) or its flaw."""

    row: int
    change: Any = None
    flaw: Flaw | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What one transaction came to: rows that were not taken after all, and passwords that were made."""

    left_out: Sequence[Judged] = ()
    passwords: Sequence[Mapping[str, str]] = ()


class Import(Protocol):
    """One kind of table; an object lives for one pass over the file."""

    names: Names
    portion: int
    """Rows that are looked up, and taken, together: one transaction."""

    def fits(self, found: Columns) -> None:
        """Raises `Unfit` where columns are missing."""
        ...

    def judge(self, rows: Sequence[tuple[int, Mapping[str, str]]]) -> Iterable[Judged]:
        """Each row as it would be taken now."""
        ...

    def take(self, changes: Sequence[Judged]) -> Taken:
        """Take these, all of them or, where the transaction fails, none."""
        ...


@dataclass(slots=True)
class Tally:
    """What a pass over the file has found so far."""

    rows: int = 0
    take: int = 0
    known: int = 0
    wrong: int = 0
    left_out: int = 0
    unused: Sequence[str] = ()
    errors: list[Mapping[str, Any]] = field(default_factory=list)
    passwords: list[Mapping[str, str]] = field(default_factory=list)

    def count(self, judged: Judged) -> None:
        self.rows += 1
        if judged.flaw is not None:
            self.wrong += 1
            self.name(judged)
        elif judged.change is None:
            self.known += 1
        else:
            self.take += 1

    def name(self, judged: Judged) -> None:
        """Name a row that is not taken, as long as there is room."""
        if judged.flaw is not None and len(self.errors) < MOST_ERRORS:
            flaw = judged.flaw
            named = {"row": judged.row, "field": flaw.field, "why": flaw.why}
            self.errors.append({**named, "detail": flaw.detail or None})

    def told(self, state: str, digest: str | None) -> dict[str, Any]:
        return {
            "state": state,
            "why": None,
            "detail": None,
            "digest": digest,
            "rows": self.rows,
            "take": self.take,
            "known": self.known,
            "wrong": self.wrong,
            "left_out": self.left_out,
            "unused": list(self.unused),
            "errors": self.errors,
            "passwords": self.passwords,
        }


def answered(begin: Callable[[], Import], taking: str | None) -> Response:
    """The answer to a file: its preview, or with that preview's digest what was taken. Raises `TooLarge`."""
    file = _received()
    lines = (json.dumps(line) + "\n" for line in _lines(file, begin, taking))
    headers = {"Cache-Control": "private, no-store"}
    return Response(stream_with_context(lines), content_type=LINES, headers=headers)


def _received() -> BinaryIO:
    request.max_content_length = LARGEST + 1
    file = tempfile.TemporaryFile()  # noqa: SIM115  whoever streams the answer closes it
    while piece := request.stream.read(_PIECE):
        if file.tell() + len(piece) > LARGEST:
            file.close()
            raise problems.TooLarge(f"The limit is {LARGEST} bytes.")
        file.write(piece)
    file.seek(0)
    return file


def _lines(
    file: BinaryIO, begin: Callable[[], Import], taking: str | None
) -> Iterator[Mapping[str, Any]]:
    with file:
        try:
            tally, found = Tally(), hashlib.sha256()
            for portion in _judged(file, begin(), tally):
                for judged in portion:
                    found.update(json.dumps([judged.row, judged.change], sort_keys=True).encode())
                yield {"read": tally.rows}
            digest = found.hexdigest()
            if taking != digest:
                yield tally.told("preview" if taking is None else "moved", digest)
                return
            yield from _taken(file, begin())
        except Unfit as unfit:
            yield Tally().told("unfit", None) | {"why": unfit.why, "detail": unfit.detail or None}


def _taken(file: BinaryIO, kind: Import) -> Iterator[Mapping[str, Any]]:
    """Portion by portion: judged anew, then one transaction, and only then told."""
    file.seek(0)
    tally = Tally()
    for portion in _judged(file, kind, tally):
        changes = [one for one in portion if one.change is not None]
        if changes:
            done = kind.take(changes)
            tally.passwords += done.passwords
            for judged in done.left_out:
                tally.take, tally.left_out = tally.take - 1, tally.left_out + 1
                tally.name(judged)
        yield {"taken": tally.take}
    yield tally.told("taken", None)


def _judged(file: BinaryIO, kind: Import, tally: Tally) -> Iterator[Sequence[Judged]]:
    """The rows in portions, counted. Raises `Unfit`."""
    rows = rows_of(file)
    found = columns(next(rows), kind.names)
    kind.fits(found)
    tally.unused = found.unused
    while portion := [*islice(rows, kind.portion)]:
        judged = [*kind.judge([_named(row, found) for row in portion])]
        for one in judged:
            tally.count(one)
        yield judged


def _named(row: Row, found: Columns) -> tuple[int, Mapping[str, str]]:
    return row.number, found.of(row)
