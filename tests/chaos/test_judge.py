"""The judge of the chaos run sees what is wrong: a small right world, and each way to spoil it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from sync.canonical import GENESIS, canonical, digest, link
from tests.chaos.evidence import Books, Copy
from tests.chaos.judge import Verdict, judge


@dataclass(frozen=True, slots=True)
class Row:
    device: str
    n: int
    op: str
    hash: str
    chain: str
    raw: str


RAW: Mapping[str, Any] = {"n": 1, "op": "op-1", "registration": "r-1"}
CHAIN = link(GENESIS, digest(RAW))
ROW = Row("d-1", 1, "op-1", digest(RAW), CHAIN, canonical(RAW).decode())
COPY = Copy(
    name="rina-1",
    setup={"author": {"device": "d-1"}},
    operations={1: ("op-1", digest(RAW), CHAIN)},
    witnessed={1: ("op-1", digest(RAW))},
    receipts={1: ("applied", "null")},
    replica={"r-1": "{}"},
    troubles=[],
)
RECEIPT = {"n": 1, "op": "op-1", "registration": "r-1", "result": "applied", "version": 1}
STATE = {"version": 1, "history": [{"op": "op-1"}], "threads": {}}
BOOKS = Books(
    log=[ROW],
    receipts={("d-1", 1): RECEIPT},
    devices={"d-1": (1, CHAIN)},
    registrations={"r-1": STATE},
    strays=0,
    waiting=0,
)
PULLED = {"rina-1": {"r-1": "{}"}}


def counted(verdict: Verdict) -> tuple[bool, bool, bool]:
    return bool(verdict.lost), bool(verdict.doubled), bool(verdict.diverged)


def test_a_right_world_is_found_right() -> None:
    verdict = judge([COPY], BOOKS, PULLED)
    assert counted(verdict) == (False, False, False)
    assert verdict.operations == 1


EMPTY_LOG = replace(BOOKS, log=[], receipts={}, devices={"d-1": (0, GENESIS)}, registrations={})
FORGOTTEN = replace(COPY, operations={}, receipts={})
OTHER_BYTES = replace(ROW, raw=canonical({**RAW, "n": 2}).decode())
TWICE = {**STATE, "history": [{"op": "op-1"}, {"op": "op-1"}]}


@pytest.mark.parametrize("copy", [COPY, FORGOTTEN, replace(COPY, witnessed={})])
def test_I1_an_operation_that_the_log_has_not_is_lost(copy: Copy) -> None:
    assert judge([copy], EMPTY_LOG, PULLED).lost


def test_I1_what_was_told_saved_and_is_gone_from_the_phone_is_lost() -> None:
    assert judge([FORGOTTEN], BOOKS, PULLED).lost


@pytest.mark.parametrize(
    "books",
    [
        replace(BOOKS, log=[ROW, replace(ROW, device="d-2")]),
        replace(BOOKS, strays=1),
        replace(BOOKS, registrations={"r-1": TWICE}),
        replace(BOOKS, registrations={"r-1": {**STATE, "version": 2}}),
    ],
    ids=[
        "logged by two devices",
        "a repeat taken for reuse",
        "twice in history",
        "a second effect",
    ],
)
def test_I2_what_took_effect_twice_is_doubled(books: Books) -> None:
    assert judge([COPY], books, PULLED).doubled


@pytest.mark.parametrize(
    "copy",
    [
        replace(COPY, receipts={1: ("merged", canonical(RECEIPT).decode())}),
        replace(COPY, receipts={}),
        replace(COPY, replica={"r-1": '{"version":1}'}),
        replace(COPY, replica={}),
        replace(COPY, replica={"r-1": "{}", "r-2": "{}"}),
        replace(COPY, operations={1: ("op-1", digest(RAW), GENESIS)}),
        replace(COPY, troubles=["P32 chain at 1 differs"]),
    ],
    ids=["receipt", "no receipt", "bytes", "missing", "left over", "chain", "told by the phone"],
)
def test_I9_I12_P41_a_phone_that_knows_otherwise_has_diverged(copy: Copy) -> None:
    assert judge([copy], BOOKS, PULLED).diverged


@pytest.mark.parametrize(
    "books",
    [
        replace(BOOKS, log=[OTHER_BYTES]),
        replace(BOOKS, log=[replace(ROW, chain=GENESIS)]),
        replace(BOOKS, devices={"d-1": (0, GENESIS)}),
        replace(BOOKS, waiting=1),
    ],
    ids=["bytes", "chain", "high-water mark", "held"],
)
def test_P31_P40_P46_a_server_at_odds_with_its_log_has_diverged(books: Books) -> None:
    assert judge([COPY], books, PULLED).diverged
