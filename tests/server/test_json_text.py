"""Two ways to read and write JSON, held to one another: the quick one never says anything else."""

import json
import random
from typing import Any

import pytest

from server.json_text import canonical, digest, dump, load, loads, utf8, without_strings
from sync import canonical as plain
from tests.vectors import vectors

SEED = 20261123
_TEXTS = (
    *("", "a", "Nur'aini", 'said "so"', "back\\slash", "tab\t", "line\n", "\0", "\x1f", "\x7f"),
    *("é", "\u2028", "\uffff", "\U00010000", "😀", "\ud800", "\udc00\ud800", "1.5", "[1e5,", "{]"),
)
_NUMBERS = (
    *(0, -1, 7, 2**53, 2**63 - 1, -(2**63), 2**63, 2**64 - 1, 2**64, -(2**63) - 1, 10**30),
    *(1.5, -0.25, 1e-7, 1e-5, 0.1, 1e16, 1.5e300, 3.0, -0.0, 1e20),
)


def _value(chance: random.Random, depth: int = 0) -> Any:
    kind = chance.randrange(8 if depth < 4 else 5)
    if kind == 0:
        return chance.choice((None, True, False))
    if kind == 1:
        return chance.choice(_NUMBERS)
    if kind < 5:
        return "".join(chance.choices(_TEXTS, k=chance.randrange(4)))
    count = chance.randrange(5)
    if kind == 5:
        return [_value(chance, depth + 1) for _ in range(count)]
    return {_value_key(chance): _value(chance, depth + 1) for _ in range(count)}


def _value_key(chance: random.Random) -> str:
    return "".join(chance.choices(_TEXTS, k=chance.randrange(1, 3)))


def _whole(digits: str) -> int | float:
    number = float(digits)
    return int(number) if number.is_integer() else number


def _slowly(text: str) -> Any:
    return json.loads(text, parse_float=_whole)


def _same(one: Any, other: Any) -> bool:
    """Equal, and of the same kinds: 1 is not True, and 3 is not 3.0."""
    if isinstance(one, dict):
        alike = isinstance(other, dict) and list(one) == list(other)
        return alike and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        alike = isinstance(other, list) and len(one) == len(other)
        return alike and all(_same(a, b) for a, b in zip(one, other, strict=True))
    kinds = {isinstance(one, kind) == isinstance(other, kind) for kind in (bool, int, float, str)}
    return kinds == {True} and one == other


def test_what_is_read_is_what_the_standard_library_reads() -> None:
    chance = random.Random(SEED)
    for _ in range(3000):
        text = json.dumps(_value(chance), ensure_ascii=chance.random() < 0.5)
        data = text.encode("utf-8", "replace")
        told = loads(data, without_strings(data))
        assert _same(told, _slowly(data.decode())), (SEED, text)


def test_P30_what_is_read_is_hashed_as_the_core_hashes_it() -> None:
    chance = random.Random(SEED)
    for _ in range(3000):
        data = json.dumps(_value(chance)).encode()
        value = loads(data, without_strings(data))
        assert canonical(value) == plain.canonical(_slowly(data.decode())), (SEED, data)


def test_P30_vectors() -> None:
    for case in vectors("canonical")["canonical"]:
        assert canonical(case["value"]).decode() == case["text"], case["name"]
        assert digest(case["value"]) == case["digest"], case["name"]


def test_what_is_written_is_ascii_and_reads_back() -> None:
    chance = random.Random(SEED)
    for _ in range(3000):
        value = {"said": _value(chance)}
        text = dump(value)
        assert text.isascii(), (SEED, text)
        assert _same(json.loads(text), json.loads(json.dumps(value))), (SEED, text)


def test_what_has_no_fraction_is_written_as_the_standard_library_writes_it() -> None:
    texts = [text for text in _TEXTS if text != "\x7f"]  # legal text anywhere as it is
    whole = [number for number in _NUMBERS if isinstance(number, int)]
    for value in (*texts, *whole, {"a": [1, {"b": None}]}):
        assert dump(value) == json.dumps(value, separators=(",", ":"))
    for value in (*texts, *(number for number in whole if -(2**63) <= number < 2**64)):
        assert _same(load(dump(value)), value)


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "{",
        "[1,]",
        "01",
        "1.",
        "NaN",
        "-Infinity",
        "1e999",
        '"\t"',
        "\ufeff{}",
        "{'a':1}",
        "1 2",
    ],
)
def test_what_is_no_json_is_refused(broken: str) -> None:
    data = broken.encode()
    with pytest.raises(ValueError, match=r".*"):
        loads(data, without_strings(data))


def test_what_is_not_utf_8_is_refused() -> None:
    for data in (b'"\xff"', b'"\xed\xa0\x80"', b"\xff\xfe{\0}\0"):
        with pytest.raises(ValueError, match=r".*"):
            loads(data, without_strings(data))


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        (b'{"a":[1,"]"]}', b"{:[1,]}"),
        (rb'{"a\"[":"\\","b":[]}', b"{:,:[]}"),
        (b'["unended', b"["),
        (rb'["\"]', b"["),
        (b"", b""),
    ],
)
def test_a_text_without_its_strings(text: bytes, bare: bytes) -> None:
    assert without_strings(text) == bare


def test_a_number_that_is_not_whole_has_the_digest_it_always_had() -> None:
    """Such an operation is quarantined, and known again when it comes again (P43)."""
    data = b'{"n":1,"base":1e-7}'
    value = loads(data, without_strings(data))
    assert digest(value) == plain.digest({"n": 1, "base": 1e-7})
    assert digest(value) == plain.digest(json.loads(dump(value)))


def test_an_answer_is_the_same_value_in_bytes() -> None:
    chance = random.Random(SEED)
    for _ in range(300):
        value = {"value": _plain(_value(chance))}
        assert json.loads(utf8(value)) == json.loads(json.dumps(value))


def _plain(value: Any) -> Any:
    """The wire has no number that is no integer."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return 0 if isinstance(value, float) else value
