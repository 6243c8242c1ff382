"""A phone and its copy both go on: nothing is lost, nothing is done twice (P100-P107, M90-M93)."""

from pathlib import Path

import pytest

from tests.conversation.phone import NewPhone, Phone
from tests.conversation.site import Site
from tests.conversation.weather import FAULTS, Fault
from tests.conversation.words import agree, call_at, sign_up, withdrawn
from tests.server.people import RINA, made_id

ONE, TWO, THREE = (made_id(f"registration {number}") for number in (1, 2, 3))


def copied(new_phone: NewPhone) -> tuple[Phone, Phone]:
    """A phone that has signed somebody up, and its copy."""
    rina = new_phone(RINA)
    rina.say(sign_up(1))
    rina.sync()
    return rina, rina.copy()


def settled(site: Site, phone: Phone) -> None:
    """Everything that the phone said is in custody, and it speaks for itself alone."""
    assert phone.pending() == []
    assert phone.trusts()
    assert phone.chain() == site.chain(phone.device)


def done_once(site: Site, *registrations: str) -> None:
    for registration in registrations:
        history = site.history(registration)
        assert len(history) == len(set(history))


def test_P102_P104_P105_both_go_on_as_two_phones(site: Site, new_phone: NewPhone) -> None:
    rina, copy = copied(new_phone)
    first = rina.device
    rina.sync()
    rina.sync()
    copy.say(call_at(ONE, "+6281200000032"))
    seen = copy.sees(ONE)
    copy.sync()
    settled(site, copy)
    assert rina.device == first
    assert site.origin_of(copy.device) == (first, 1, "copied")
    assert copy.receipts() == {1: "applied"}
    assert copy.sees(ONE) == seen
    rina.sync()
    settled(site, rina)
    assert rina.sees(ONE) == seen
    agree(copy, new_phone, RINA)


def test_P102_M93_what_each_says_after_the_fork_meets_as_strangers(
    site: Site, new_phone: NewPhone
) -> None:
    rina, copy = copied(new_phone)
    rina.say(call_at(ONE, "+6281200000031"))
    copy.say(call_at(ONE, "+6281200000032"))
    rina.sync()
    copy.sync()
    settled(site, copy)
    assert copy.receipts() == {1: "conflict"}
    rina.sync()
    settled(site, rina)
    done_once(site, ONE)
    agree(rina, new_phone, RINA)


def test_P106_M92_what_both_had_to_send_is_done_once(site: Site, new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    rina.sync()
    rina.say(sign_up(1))
    rina.say(call_at(ONE, "+6281200000041"))
    copy = rina.copy()
    rina.sync()
    rina.sync()
    copy.say(call_at(ONE, "+6281200000042"))
    copy.sync()
    settled(site, copy)
    done_once(site, ONE)
    assert copy.receipts() == {1: "same", 2: "same", 3: "applied"}, "its own words, no conflict"
    seen = copy.sees(ONE)
    assert seen is not None
    assert seen.units["contact"]["phone"] == "+6281200000042"
    agree(copy, new_phone, RINA)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("at", [0, 1, 2])
def test_P104_P105_P106_no_weather_loses_or_doubles_a_renewal(
    site: Site, new_phone: NewPhone, fault: Fault, at: int
) -> None:
    """The fault meets the refused request, the renewal, or the first request after it."""
    rina, copy = copied(new_phone)
    rina.say(call_at(ONE, "+6281200000031"))
    rina.sync()
    copy.say(sign_up(2))
    seen = copy.sees(TWO)
    site.weather.order(*[None] * at, fault)
    copy.sync()
    copy.restart()
    assert copy.sees(TWO) == seen
    copy.sync()
    settled(site, copy)
    assert copy.device != rina.device
    done_once(site, ONE, TWO)
    assert len(site.ops()) == 3
    agree(copy, new_phone, RINA)


def test_P104_signed_out_the_copy_still_hands_over(site: Site, new_phone: NewPhone) -> None:
    rina, copy = copied(new_phone)
    rina.sync()
    rina.sync()
    copy.say(sign_up(2))
    site.clock.forward(days=40)
    copy.sync()
    settled(site, copy)
    assert copy.reading() == "session_expired"
    assert copy.sign_in() == 201
    copy.sync()
    assert copy.replica().keys() == {ONE, TWO}
    rina.sync()
    settled(site, rina)


def test_P104_an_ended_phones_copy_is_ended_too(site: Site, new_phone: NewPhone) -> None:
    rina, copy = copied(new_phone)
    rina.sync()
    rina.sync()
    site.end(rina.device)
    copy.say(sign_up(2))
    copy.sync()
    settled(site, copy)
    assert copy.device != rina.device
    assert copy.reading() == "device_ended"
    assert copy.sign_in() == 403


def test_P102_a_phone_put_back_to_an_older_state_loses_nothing(
    site: Site, new_phone: NewPhone
) -> None:
    """A backup of the phone is put back on it: the one that went on is gone."""
    rina, kept = copied(new_phone)
    rina.say(call_at(ONE, "+6281200000031"))
    rina.say(sign_up(2))
    rina.sync()
    kept.sync()
    settled(site, kept)
    assert kept.device != rina.device
    assert kept.replica().keys() == {ONE, TWO}
    kept.say(call_at(TWO, "+6281200000033"))
    kept.sync()
    assert list(kept.receipts().values())[-1] == "applied"
    agree(kept, new_phone, RINA)


def test_P102_three_of_one(site: Site, new_phone: NewPhone) -> None:
    rina, second = copied(new_phone)
    third = second.copy()
    everyone = (rina, second, third)
    for number, phone in enumerate(everyone, start=2):
        phone.say(sign_up(number))
        phone.say(call_at(ONE, f"+628120000009{number}"))
    for _ in range(2):
        for phone in everyone:
            phone.sync()
    assert len({phone.device for phone in everyone}) == 3
    for phone in everyone:
        settled(site, phone)
        assert phone.replica().keys() == {ONE, TWO, THREE, made_id("registration 4")}
    done_once(site, ONE, TWO, THREE)


def test_P106_P4_what_waits_is_heard_of_under_the_new_number(
    site: Site, new_phone: NewPhone
) -> None:
    rina = new_phone(RINA)
    rina.say(withdrawn(TWO))
    rina.sync()
    copy = rina.copy()
    rina.sync()
    rina.sync()
    copy.sync()
    copy.sync()
    assert copy.receipts() == {1: "held"}
    rina.say(sign_up(2))
    rina.sync()
    copy.sync()
    assert copy.receipts() != {1: "held"}
    settled(site, copy)
    agree(copy, new_phone, RINA)


def test_P32_P103_a_broken_chain_ends_in_a_new_identity(site: Site, new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    rina.say(sign_up(1))
    rina.sync()
    first = rina.device
    site.garble(first)
    rina.say(call_at(ONE, "+6281200000051"))
    seen = rina.sees(ONE)
    rina.sync()
    rina.sync()
    settled(site, rina)
    origin = site.origin_of(rina.device)
    # Where the fork is hangs on how much was pending again by then (P32); repeats are own anyway (M92).
    assert origin is not None
    assert (origin[0], origin[2]) == (first, "chain")
    assert rina.sees(ONE) == seen
    agree(rina, new_phone, RINA)


def test_P107_after_a_restore_what_was_covered_before_comes_back(
    site: Site, new_phone: NewPhone, tmp_path: Path
) -> None:
    rina, copy = copied(new_phone)
    rina.sync()
    rina.sync()
    copy.sync()
    site.backup(tmp_path / "kept.sqlite3")
    copy.say(sign_up(2))
    copy.sync()
    second = copy.copy()
    copy.sync()
    copy.sync()
    second.sync()
    assert second.device != copy.device
    seen = copy.sees(TWO)
    site.restore(tmp_path / "kept.sqlite3")
    copy.sync()
    settled(site, copy)
    assert copy.sees(TWO) == seen
    done_once(site, ONE, TWO)
    agree(copy, new_phone, RINA)


def test_P130_words_of_the_other_under_lost_numbers_are_not_ones_own(
    site: Site, new_phone: NewPhone, tmp_path: Path
) -> None:
    rina, copy = copied(new_phone)
    site.backup(tmp_path / "kept")
    copy.say(call_at(ONE, "+6281200000051"))
    copy.sync()
    site.restore(tmp_path / "kept")
    rina.say(call_at(ONE, "+6281200000052"))
    rina.sync()
    rina.sync()
    copy.say(call_at(ONE, "+6281200000053"))
    copy.sync()
    settled(site, copy)
    assert site.origin_of(copy.device) == (rina.device, 0, "copied")
    assert copy.receipts() == {1: "same", 2: "conflict", 3: "held"}
    rina.sync()
    settled(site, rina)
    assert rina.replica()[ONE]["units"]["contact"]["phone"] == "+6281200000052"
    done_once(site, ONE)
    agree(rina, new_phone, RINA)
