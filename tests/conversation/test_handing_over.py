"""Handing over in all weathers: nothing lost, nothing doubled (rules P40 to P47, P70, P73, P74)."""

import pytest

from tests.conversation.phone import NewPhone
from tests.conversation.site import Site
from tests.conversation.weather import FAULTS, Fault
from tests.conversation.words import agree, call_at, sign_up, withdrawn
from tests.server.people import RINA, made_id

ONE = made_id("registration 1")
MANY = 210  # more than a page


@pytest.mark.parametrize("kind", ["sqlite_url", "postgres_url"])
class TestOnEachDatabase:
    @pytest.fixture
    def database_url(self, kind: str, request: pytest.FixtureRequest) -> str:
        url: str = request.getfixturevalue(kind)
        return url

    def test_P40_P41_P75_a_sign_up_is_seen_at_once_and_stays(
        self, site: Site, new_phone: NewPhone
    ) -> None:
        rina = new_phone(RINA)
        assert rina.say(sign_up()) == 1
        before = rina.sees(ONE)
        assert before is not None
        assert rina.pending() == [1]
        rina.sync()
        assert rina.pending() == []
        assert rina.receipts() == {1: "applied"}
        assert rina.sees(ONE) == before
        assert rina.replica()[ONE]["status"] == "submitted"
        assert rina.chain() == site.chain(rina.device)
        agree(rina, new_phone, RINA)

    def test_P43_a_lost_answer_is_asked_for_again(self, site: Site, new_phone: NewPhone) -> None:
        rina = new_phone(RINA)
        rina.say(sign_up())
        site.weather.order("lost_answer")
        rina.sync()
        assert rina.pending() == [1]
        assert site.log(rina.device) == [1]
        rina.sync()
        assert rina.receipts() == {1: "applied"}
        assert site.log(rina.device) == [1]
        agree(rina, new_phone, RINA)


@pytest.mark.parametrize("fault", FAULTS)
def test_P43_P49_P74_no_weather_loses_or_doubles(
    site: Site, new_phone: NewPhone, fault: Fault
) -> None:
    rina = new_phone(RINA)
    rina.sync()
    rina.say(sign_up())
    rina.say(call_at(ONE, "+6281200000077"))
    seen = rina.sees(ONE)
    site.weather.order(fault)
    rina.sync()
    assert rina.sees(ONE) == seen
    assert site.weather.met == 1
    rina.restart()
    assert rina.sees(ONE) == seen
    rina.sync()
    assert rina.receipts() == {1: "applied", 2: "applied"}
    assert site.log(rina.device) == [1, 2]
    assert rina.sees(ONE) == seen
    assert rina.chain() == site.chain(rina.device)
    agree(rina, new_phone, RINA)


def test_P3_P32_P73_many_go_in_batches_without_a_gap(site: Site, new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    for number in range(1, MANY + 1):
        rina.say(sign_up(number))
    site.weather.order(None, "lost_answer")
    rina.sync()
    assert rina.pending() == list(range(51, MANY + 1)), "the first batch is 50, the second unheard"
    assert len(site.log(rina.device)) > 50
    rina.restart()
    rina.sync()
    assert rina.pending() == []
    assert site.log(rina.device) == list(range(1, MANY + 1))
    assert set(rina.receipts().values()) == {"applied"}
    assert rina.chain() == site.chain(rina.device)
    assert len(rina.replica()) == MANY
    agree(rina, new_phone, RINA)


def test_P10_P46_a_phone_leaves_no_gap_whatever_gets_lost(site: Site, new_phone: NewPhone) -> None:
    """Each operation is said while the weather keeps the one before from being heard of."""
    rina = new_phone(RINA)
    for number, fault in enumerate(FAULTS, start=1):
        assert rina.say(sign_up(number)) == number
        site.weather.order(fault)
        rina.sync()
        rina.restart()
        assert site.log(rina.device) == list(range(1, len(site.log(rina.device)) + 1))
    site.weather.clear()
    rina.sync()
    assert site.log(rina.device) == list(range(1, len(FAULTS) + 1))
    assert set(rina.receipts().values()) == {"applied"}
    agree(rina, new_phone, RINA)


def test_P41_what_is_not_allowed_is_told_and_delays_nothing(
    site: Site, new_phone: NewPhone
) -> None:
    rina = new_phone(RINA)
    nowhere = made_id("a registration that nobody made")
    rina.say(withdrawn(nowhere))
    rina.say(sign_up(1, contact={"phone": "0812", "email": None}))
    rina.say(sign_up(2))
    rina.sync()
    assert rina.receipts() == {1: "held", 2: "quarantined", 3: "applied"}
    assert rina.pending() == []
    assert site.chain(rina.device) == rina.chain()


def test_P4_P46_held_is_asked_about_until_its_create_comes(site: Site, new_phone: NewPhone) -> None:
    first, second = new_phone(RINA), new_phone(RINA)
    second.say(call_at(ONE, "+6281200000055"))
    second.sync()
    assert second.receipts() == {1: "held"}
    first.say(sign_up())
    first.sync()
    second.sync()
    assert second.receipts() != {1: "held"}
    assert site.log(second.device) == [1]
    agree(second, new_phone, RINA)
