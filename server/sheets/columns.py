"""Which column of a table is what, by the names in its header, in any order."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.sheets.reading import Row, Unfit

Names = Mapping[str, tuple[str, ...]]
"""By field the names that a column of it may have; the first of them is the one that we write."""

_SIGNS = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field is, and the names of the columns that nobody asked for."""

    places: Mapping[str, int]
    unused: tuple[str, ...]

    def of(self, row: Row) -> dict[str, str]:
        """The fields of a row; what is not there is empty."""
        return {
            field: row.cells[place] if place < len(row.cells) else ""
            for field, place in self.places.items()
        }


def columns(header: Row, names: Names) -> Columns:
    """Read a header. Raises `Unfit`: ``no_header`` where nothing is known, ``twice`` with the name."""
    field_of = {_folded(name): field for field, known in names.items() for name in (field, *known)}
    places: dict[str, int] = {}
    unused: list[str] = []
    for place, name in enumerate(header.cells):
        field = field_of.get(_folded(name))
        if field is None:
            unused += [name] if name else []
        elif field in places:
            raise Unfit("twice", name)
        else:
            places[field] = place
    if not places:
        raise Unfit("no_header", ", ".join(known[0] for known in names.values()))
    return Columns(places, tuple(unused))


def require(found: Columns, names: Names, *choices: Sequence[str]) -> None:
    """Of each choice of fields one must be there. Raises `Unfit` with those that are not."""
    missing = [
        " / ".join(names[field][0] for field in some) for some in choices if not _any(found, some)
    ]
    if missing:
        raise Unfit("columns", ", ".join(missing))


def _any(found: Columns, some: Sequence[str]) -> bool:
    return any(field in found.places for field in some)


def _folded(name: str) -> str:
    """``Tgl. Bayar`` and ``tgl bayar`` are one name."""
    return _SIGNS.sub(" ", name.lower()).strip()
