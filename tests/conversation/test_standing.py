"""Sessions that end, devices that are ended, views that change, servers that were restored."""

from pathlib import Path

import pytest

from tests.conversation.phone import NewPhone, Phone
from tests.conversation.site import Site
from tests.conversation.words import agree, call_at, sign_up, verdict
from tests.server.people import BUDI, HERE, JOKO, RINA, SARI, THERE, made_id

ONE, TWO, THREE = (made_id(f"registration {number}") for number in (1, 2, 3))
MORE_THAN_A_BATCH = 110  # the second one is of 100


def handed_over(site: Site, phone: Phone, reading: str) -> None:
    """What was said is in custody, and what was pulled and laid over it still stands."""
    assert phone.pending() == []
    assert phone.reading() == reading
    assert phone.chain() == site.chain(phone.device)
    assert phone.trusts()


def test_P2_P74_an_expired_session_still_hands_over(site: Site, new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    rina.say(sign_up(1))
    rina.sync()
    site.clock.forward(days=40)
    rina.say(sign_up(2))
    rina.say(call_at(ONE, "+6281200000021"))
    seen = rina.sees(ONE), rina.sees(TWO)
    rina.sync()
    handed_over(site, rina, "session_expired")
    assert list(rina.replica()) == [ONE], "reading has stopped"
    assert (rina.sees(ONE), rina.sees(TWO)) == seen
    assert rina.sign_in() == 201
    rina.sync()
    assert (rina.sees(ONE), rina.sees(TWO)) == seen
    assert rina.reading() == "ok"
    agree(rina, new_phone, RINA)


def test_P1_P74_signed_out_the_device_still_hands_over(site: Site, new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    rina.say(sign_up(1))
    rina.sign_out()
    rina.restart()
    rina.sync()
    handed_over(site, rina, "session_expired")
    assert rina.replica() == {}
    assert rina.sign_in() == 201
    rina.sync()
    agree(rina, new_phone, RINA)


def test_P1_an_ended_device_still_hands_over(site: Site, new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    rina.say(sign_up(1))
    rina.sync()
    site.end(rina.device)
    rina.say(sign_up(2))
    rina.sync()
    handed_over(site, rina, "device_ended")
    assert rina.receipts() == {1: "applied", 2: "applied"}
    assert rina.sign_in() == 403
    assert list(rina.replica()) == [ONE]


def test_P53_P74_a_changed_role_resets_the_view_and_no_outbox(
    site: Site, new_phone: NewPhone
) -> None:
    rina, budi = new_phone(RINA), new_phone(BUDI)
    budi.say(sign_up(2))
    budi.sync()
    rina.say(sign_up(1))
    rina.sync()
    assert list(rina.replica()) == [ONE]
    site.change_role(RINA, "supervisor")
    rina.say(call_at(ONE, "+6281200000022"))
    seen = rina.sees(ONE)
    site.weather.order("lost_answer")
    rina.sync()
    assert (rina.pending(), rina.sees(ONE)) == ([2], seen)
    rina.sync()
    assert rina.receipts() == {1: "applied", 2: "applied"}
    assert rina.replica().keys() == {ONE, TWO}, "the clinic's registrations now"
    assert rina.sees(ONE) == seen
    agree(rina, new_phone, RINA)
    rina.say(verdict(TWO, "approve"))
    rina.sync()
    assert rina.receipts()[3] == "applied", "in the new role"


def test_P51_P53_another_clinic_is_another_view(site: Site, new_phone: NewPhone) -> None:
    rina, joko, sari = new_phone(RINA), new_phone(JOKO), new_phone(SARI)
    rina.say(sign_up(1))
    rina.sync()
    joko.say(sign_up(3, clinic=THERE))
    joko.sync()
    sari.sync()
    assert list(sari.replica()) == [ONE]
    sari.say(verdict(ONE, "approve"))
    site.move(SARI, THERE)
    site.weather.order("lost_request")
    sari.sync()
    assert sari.pending() == [1]
    sari.sync()
    assert sari.receipts() == {1: "quarantined"}, "no longer a clinic of theirs"
    assert list(sari.replica()) == [THREE]
    agree(sari, new_phone, SARI)
    site.move(SARI, HERE)
    sari.sync()
    assert list(sari.replica()) == [ONE]
    agree(sari, new_phone, SARI)


def test_P53_P74_a_new_epoch_refills_the_replica_and_no_outbox(
    site: Site, new_phone: NewPhone
) -> None:
    rina = new_phone(RINA)
    rina.say(sign_up(1))
    rina.sync()
    site.new_epoch()
    for number in range(2, MORE_THAN_A_BATCH + 2):
        rina.say(sign_up(number))
    seen = rina.sees(ONE)
    site.weather.order(None, "lost_request")
    rina.sync()
    left = rina.pending()
    assert left
    assert left[-1] == MORE_THAN_A_BATCH + 1
    rina.restart()
    assert rina.sees(ONE) == seen
    assert rina.sees(made_id(f"registration {left[-1]}")) is not None
    rina.sync()
    assert site.log(rina.device) == list(range(1, MORE_THAN_A_BATCH + 2))
    assert rina.chain() == site.chain(rina.device)
    agree(rina, new_phone, RINA)


def test_P35_P53_a_restored_server_is_filled_again(
    site: Site, new_phone: NewPhone, tmp_path: Path
) -> None:
    rina = new_phone(RINA)
    rina.say(sign_up(1))
    rina.sync()
    site.backup(tmp_path / "kept.sqlite3")
    rina.say(sign_up(2))
    rina.say(call_at(ONE, "+6281200000041"))
    rina.sync()
    seen = rina.sees(ONE), rina.sees(TWO)
    site.restore(tmp_path / "kept.sqlite3")
    assert site.log(rina.device) == [1]
    site.weather.order(None, "lost_request")
    rina.sync()
    assert rina.pending() == [2, 3]
    assert (rina.sees(ONE), rina.sees(TWO)) == seen
    rina.sync()
    assert site.log(rina.device) == [1, 2, 3]
    assert rina.receipts() == {1: "applied", 2: "applied", 3: "applied"}
    assert (rina.sees(ONE), rina.sees(TWO)) == seen
    assert rina.chain() == site.chain(rina.device)
    agree(rina, new_phone, RINA)


def test_P52_a_forged_cursor_costs_a_refill(site: Site, new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    rina.say(sign_up(1))
    rina.sync()
    rina.forge_cursor()
    rina.say(sign_up(2))
    rina.sync()
    assert rina.receipts() == {1: "applied", 2: "applied"}
    assert site.log(rina.device) == [1, 2]
    agree(rina, new_phone, RINA)


@pytest.mark.parametrize("lost", [1, 12])
def test_P57_P58_P74_a_spoilt_replica_heals_and_the_outbox_stays(
    site: Site, new_phone: NewPhone, lost: int
) -> None:
    rina = new_phone(RINA)
    for number in range(1, 13):
        rina.say(sign_up(number))
    rina.sync()
    whole = dict(rina.replica())
    rina.spoil(*sorted(whole)[:lost])
    rina.say(sign_up(13))
    rina.sync()
    assert {key: rina.replica()[key] for key in whole} == whole
    assert site.log(rina.device) == list(range(1, 14))
    agree(rina, new_phone, RINA)


@pytest.mark.parametrize("cut", [1, 2])
def test_P54_pulling_goes_on_where_it_broke(
    site: Site, new_phone: NewPhone, cut: int
) -> None:  # fmt: skip
    rina = new_phone(RINA)
    for number in range(1, 211):
        rina.say(sign_up(number))
    rina.sync()
    other = new_phone(RINA)
    site.weather.order(*[None] * (cut - 1), "lost_answer")
    other.sync()
    other.restart()
    other.sync()
    assert len(other.replica()) == 210
    assert other.replica() == rina.replica()
