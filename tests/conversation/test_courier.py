"""What a colleague's phone carries, by both clients (rules P94 to P98)."""

import json

from server.api.services import services
from tests.conversation.phone import NewPhone
from tests.conversation.site import Site
from tests.conversation.words import agree, call_at, sign_up, withdrawn
from tests.server.people import BUDI, RINA, made_id

ONE = made_id("registration 1")


def test_P97_both_roads_bring_each_operation_once(site: Site, new_phone: NewPhone) -> None:
    rina, budi = new_phone(RINA), new_phone(BUDI)
    rina.sync()
    rina.say(sign_up())
    first = rina.entrusts()
    rina.say(call_at(ONE, "+6281200000077"))
    both = rina.entrusts()
    assert budi.brings(both) == "taken"
    assert site.log(rina.device) == [1, 2]
    assert budi.brings(first) == "known"
    assert rina.pending() == [1, 2]
    rina.sync()
    assert rina.pending() == []
    assert rina.receipts() == {1: "applied", 2: "applied"}
    assert rina.chain() == site.chain(rina.device)
    rina.say(withdrawn(ONE))
    last = rina.entrusts()
    rina.sync()
    assert budi.brings(last) == "known"
    assert rina.replica()[ONE]["version"] == 3
    budi.sync()
    assert budi.sees(ONE) is None
    assert rina.trusts()
    agree(rina, new_phone, RINA)


def test_P43_P97_a_file_of_long_ago_changes_nothing(new_phone: NewPhone) -> None:
    rina, budi = new_phone(RINA), new_phone(BUDI)
    rina.sync()
    rina.say(sign_up())
    early = rina.entrusts()
    rina.sync()
    rina.say(call_at(ONE, "+6281200000077"))
    assert budi.brings(rina.entrusts()) == "taken"
    assert budi.brings(early) == "known"
    rina.sync()
    assert rina.receipts() == {1: "applied", 2: "applied"}
    agree(rina, new_phone, RINA)


def test_P94_P96_nobody_reads_it_and_nobody_changes_it(site: Site, new_phone: NewPhone) -> None:
    rina, budi = new_phone(RINA), new_phone(BUDI)
    rina.sync()
    rina.say(sign_up())
    text = rina.entrusts()
    bundle = json.loads(text)
    assert len(text) == 4096
    assert {row["n"] for row in bundle["items"]} == {1}
    changed = json.dumps(bundle | {"made_at": "2026-11-23T03:00:00.001Z"})
    assert budi.brings(changed) == "bad_signature"
    assert site.log(rina.device) == []
    with site.app.app_context():
        assert services().seal_keys.announced()["id"] not in text


def test_P96_a_key_that_was_never_told(new_phone: NewPhone) -> None:
    rina, budi = new_phone(RINA), new_phone(BUDI)
    rina.say(sign_up())
    assert budi.brings(rina.entrusts()) == "unknown_device"
