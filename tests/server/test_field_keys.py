"""Sealing what a column holds, and the file of keys (docs/security.md, P190, P191)."""

import stat
from pathlib import Path

import pytest

from server.field_keys import FieldKeys, MissingKey, read_field_keys
from server.store.fields import EMPTY, Fields, Spoilt, registration_place

PLACE = registration_place("one")
TEXT = '{"units":{"name":"Siti \\u2603"}}'


@pytest.fixture
def keys(tmp_path: Path) -> FieldKeys:
    return FieldKeys(tmp_path / "field-keys")


def using(keys: FieldKeys, *ids: str) -> Fields:
    return Fields(keys, lambda: ids)


def test_P190_what_is_sealed_says_nothing_and_comes_back(keys: FieldKeys) -> None:
    fields = using(keys, keys.add())
    sealed = fields.seal(PLACE, TEXT)
    assert sealed.isascii()
    assert "Siti" not in sealed
    assert sealed != fields.seal(PLACE, TEXT), "never twice the same nonce"
    assert fields.open(PLACE, sealed) == TEXT


def test_P190_in_another_row_it_does_not_open(keys: FieldKeys) -> None:
    fields = using(keys, keys.add())
    with pytest.raises(Spoilt):
        fields.open(registration_place("other"), fields.seal(PLACE, TEXT))


def test_P190_changed_by_one_letter_it_does_not_open(keys: FieldKeys) -> None:
    fields = using(keys, keys.add())
    sealed = fields.seal(PLACE, TEXT)
    for at in (10, 30, len(sealed) - 3):
        other = "A" if sealed[at] != "A" else "B"
        with pytest.raises(Spoilt):
            fields.open(PLACE, sealed[:at] + other + sealed[at + 1 :])


def test_P190_an_erased_payload_is_told_by_its_text(keys: FieldKeys) -> None:
    assert using(keys, keys.add()).seal(PLACE, EMPTY) == EMPTY


def test_P194_text_of_before_is_read_and_written_in_clear_without_a_key(keys: FieldKeys) -> None:
    before = using(keys)
    assert before.seal(PLACE, TEXT) == TEXT
    assert using(keys, keys.add()).open(PLACE, TEXT) == TEXT


def test_P193_the_newest_writes_and_older_ones_open(keys: FieldKeys) -> None:
    old = keys.add()
    sealed = using(keys, old).seal(PLACE, TEXT)
    new = keys.add()
    fields = using(keys, new, old)
    assert fields.open(PLACE, sealed) == TEXT
    assert fields.seal(PLACE, TEXT).startswith(f"~{new}.")


def test_P193_a_process_opens_what_is_under_a_key_made_since_it_started(keys: FieldKeys) -> None:
    old = keys.add()
    running = using(keys, old)
    running.seal(PLACE, TEXT)
    elsewhere = FieldKeys(keys.file)
    new = elsewhere.add()
    assert running.open(PLACE, using(elsewhere, new, old).seal(PLACE, TEXT)) == TEXT


def test_P191_a_key_that_is_not_there_is_named_with_the_mend(keys: FieldKeys) -> None:
    keys.add()
    with pytest.raises(MissingKey, match=r"0badc0de is not in .*put the line of that key back"):
        using(keys, "0badc0de").check()


def test_P191_the_file_is_its_owners_alone_and_keeps_older_keys(keys: FieldKeys) -> None:
    made = [keys.add(), keys.add(), keys.add()]
    assert [*read_field_keys(keys.file.read_text())] == made
    assert stat.S_IMODE(keys.file.stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR


def test_P191_a_line_that_is_no_key_is_named_and_not_quoted() -> None:
    with pytest.raises(ValueError, match="line 2 is not 32 bytes") as refused:
        read_field_keys("# keys\nnot-a-key\n")
    assert "not-a-key" not in str(refused.value)
