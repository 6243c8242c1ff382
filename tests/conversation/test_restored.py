"""The drill with both clients: a server put back to a backup, and filled again (docs/recovery.md)."""

from pathlib import Path

import pytest

from tests.conversation.phone import NewPhone, Phone
from tests.conversation.site import Site
from tests.conversation.words import agree, call_at, sign_up, verdict, withdrawn
from tests.server.people import RINA, SARI, made_id

ONE, TWO, THREE = (made_id(f"registration {number}") for number in (1, 2, 3))


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "kept.backup"


def alike(site: Site, new_phone: NewPhone, *phones: Phone) -> None:
    """Chains end alike (I12) and each holds what a fresh phone of its account pulls (I9)."""
    for phone in phones:
        phone.sync()
        assert phone.pending() == []
        assert phone.chain() == site.chain(phone.device)
    for phone, account in zip(phones, (RINA, SARI), strict=False):
        agree(phone, new_phone, account)


def test_I14_P112_P113_verdicts_that_come_back_first_wait_for_what_they_read(
    site: Site, new_phone: NewPhone, kept: Path
) -> None:
    rina, sari = new_phone(RINA), new_phone(SARI)
    rina.say(sign_up(3))
    rina.sync()
    site.backup(kept)
    rina.say(sign_up(1))
    rina.say(call_at(ONE, "+6281200000041"))
    rina.say(call_at(THREE, "+6281200000043"))
    rina.sync()
    sari.sync()
    sari.say(verdict(ONE, "approve"))
    sari.say(verdict(THREE, "return", message="Nomor tidak aktif."))
    sari.sync()
    rina.sync()
    rina.say(call_at(THREE, "+6281200000044"))
    rina.sync()
    sari.sync()
    before = {key: sari.sees(key) for key in (ONE, THREE)}
    site.restore(kept)
    sari.sync()
    assert sari.receipts() == {1: "held", 2: "held"}
    rina.sync()
    sari.sync()
    rina.sync()
    assert {key: sari.sees(key) for key in (ONE, THREE)} == before
    assert site.log(rina.device) == [1, 2, 3, 4, 5]
    assert site.log(sari.device) == [1, 2]
    assert sari.receipts() == {1: "applied", 2: "applied"}
    alike(site, new_phone, rina, sari)


def test_P115_a_phone_that_the_backup_does_not_know_signs_in_and_goes_on(
    site: Site, new_phone: NewPhone, kept: Path
) -> None:
    site.backup(kept)
    rina = new_phone(RINA)
    rina.say(sign_up(1))
    rina.sync()
    rina.say(sign_up(2))
    chain = rina.chain()
    site.restore(kept)
    rina.sync()
    assert rina.pending() == [2]
    assert (rina.sees(ONE), rina.sees(TWO)) != (None, None)
    assert rina.sign_in() == 201
    rina.sync()
    assert site.log(rina.device) == [1, 2]
    assert rina.chain() == chain
    alike(site, new_phone, rina)


def test_P115_so_does_one_whose_credentials_are_younger_than_the_backup(
    site: Site, new_phone: NewPhone, kept: Path
) -> None:
    rina = new_phone(RINA)
    rina.say(sign_up(1))
    rina.sync()
    site.backup(kept)
    assert rina.sign_in() == 201
    rina.say(sign_up(2))
    rina.sync()
    rina.say(sign_up(3))
    site.restore(kept)
    rina.sync()
    assert rina.pending() == [3]
    assert rina.sign_in() == 201
    rina.sync()
    assert site.log(rina.device) == [1, 2, 3]
    alike(site, new_phone, rina)


def test_P109_I14_what_no_backup_holds_is_kept_however_old(
    site: Site, new_phone: NewPhone, kept: Path
) -> None:
    rina = new_phone(RINA)
    rina.say(sign_up(1))
    rina.sync()
    site.backup(kept)
    rina.say(sign_up(2))
    rina.sync()
    site.clock.forward(days=60)
    assert rina.sign_in() == 201
    rina.sync()
    site.restore(kept)
    assert rina.sign_in() == 201
    rina.sync()
    assert site.log(rina.device) == [1, 2]
    alike(site, new_phone, rina)


def test_P109_P110_what_a_backup_holds_is_let_go_after_a_week(
    site: Site, new_phone: NewPhone, tmp_path: Path, kept: Path
) -> None:
    """And then an older backup than that lacks it, for good: the rest waits behind the gap (P46)."""
    rina = new_phone(RINA)
    site.backup(tmp_path / "older.backup")
    rina.say(sign_up(1))
    rina.sync()
    site.backup(kept)
    site.clock.forward(days=8)
    rina.say(sign_up(2))
    rina.sync()
    site.restore(tmp_path / "older.backup")
    rina.sync()
    rina.sync()
    assert site.log(rina.device) == []
    assert rina.receipts()[2] == "held"
    site.restore(kept)
    rina.sync()
    rina.sync()
    assert rina.pending() == []
    assert rina.replica().keys() == {ONE, TWO}, "whatever identity it goes on with (P103)"


def test_P114_a_receipt_from_before_its_last_word_is_told_anew(
    site: Site, new_phone: NewPhone, kept: Path
) -> None:
    rina, sari = new_phone(RINA), new_phone(SARI)
    rina.say(sign_up(1))
    sari.say(withdrawn(ONE))
    sari.sync()
    assert sari.receipts() == {1: "held"}
    site.backup(kept)
    rina.sync()
    sari.sync()
    assert sari.receipts() == {1: "merged"}
    site.restore(kept)
    sari.sync()
    assert sari.receipts() == {1: "held"}
    rina.sync()
    sari.sync()
    assert sari.receipts() == {1: "merged"}
    alike(site, new_phone, rina, sari)
    assert rina.replica()[ONE]["status"] == "withdrawn"
