"""Counting and hashing what a view holds, so that a phone can tell whether it holds the same (P57).

A live entry weighs SHA-256 of ``<registration>:<sequence>``, read as a number. A tally is how many
entries there are and the sum of their weights modulo 2^256: it knows no order, and an entry that
comes, moves or leaves changes it by one addition, so nobody ever has to look at all of them. By 64
buckets of registrations, a difference can be narrowed down to the rows that make it (P58).

A sum of hashes does not withstand somebody who makes up registrations to hide a difference; nobody
gains by that here. It finds what was lost, left over or stayed old by accident.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BUCKETS = 64
_MODULUS = 1 << 256


@dataclass(frozen=True, slots=True)
class Tally:
    """``count`` entries whose weights add up to ``total``."""

    count: int = 0
    total: int = 0

    def plus(self, other: "Tally") -> "Tally":
        return Tally(self.count + other.count, (self.total + other.total) % _MODULUS)

    def minus(self, other: "Tally") -> "Tally":
        return Tally(self.count - other.count, (self.total - other.total) % _MODULUS)

    @property
    def digest(self) -> str:
        """``total`` as 64 hex digits."""
        return f"{self.total:064x}"


def read_tally(count: int, digest: str) -> Tally:
    """The inverse of :attr:`Tally.digest`."""
    return Tally(count, int(digest, 16))


def bucket_of(registration: str) -> int:
    """The bucket of a registration: the first byte of its SHA-256, modulo 64."""
    return hashlib.sha256(registration.encode()).digest()[0] % BUCKETS


def tally_of(registration: str, seq: int) -> Tally:
    """The tally of one live entry."""
    weight = hashlib.sha256(f"{registration}:{seq}".encode()).digest()
    return Tally(1, int.from_bytes(weight))


def together(tallies: Iterable[Tally]) -> Tally:
    """The tally of everything that these tallies count."""
    sum_of_all = Tally()
    for tally in tallies:
        sum_of_all = sum_of_all.plus(tally)
    return sum_of_all


def in_buckets(entries: Iterable[tuple[str, int]]) -> tuple[Tally, ...]:
    """The tally of each bucket, of (registration, sequence) pairs."""
    tallies = [Tally()] * BUCKETS
    for registration, seq in entries:
        bucket = bucket_of(registration)
        tallies[bucket] = tallies[bucket].plus(tally_of(registration, seq))
    return tuple(tallies)


def differing(held: Sequence[str], standing: Sequence[Tally]) -> tuple[int, ...]:
    """The numbers of the buckets whose digest is not the one held."""
    return tuple(number for number, tally in enumerate(standing) if held[number] != tally.digest)
