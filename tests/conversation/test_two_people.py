"""Several people about the same registration, each by what they saw (docs/merge.md over the wire)."""

from tests.conversation.phone import NewPhone, Phone
from tests.conversation.site import Site
from tests.conversation.words import agree, call_at, resolution, sign_up, verdict
from tests.server.people import ADMIN, BUDI, RINA, SARI, made_id, units

ONE, TWO = made_id("registration 1"), made_id("registration 2")


def contact(phone: Phone, registration: str = ONE) -> str:
    seen = phone.sees(registration)
    assert seen is not None
    return str(seen.units["contact"]["phone"])


def status(phone: Phone, registration: str = ONE) -> str:
    seen = phone.sees(registration)
    assert seen is not None
    return seen.status


def test_M15_M31_M33_P55_a_conflict_and_its_resolution(new_phone: NewPhone) -> None:
    rina, sari, admin = new_phone(RINA), new_phone(SARI), new_phone(ADMIN)
    rina.say(sign_up())
    rina.sync()
    sari.sync()
    sari.say(call_at(ONE, "+6281200000012"))
    rina.say(call_at(ONE, "+6281200000011"))
    sari.sync()
    assert contact(rina) == "+6281200000011"
    rina.sync()
    assert rina.receipts() == {1: "applied", 2: "conflict"}
    assert contact(rina) == contact(sari) == "+6281200000012"
    admin.sync()
    [thread] = admin.replica()[ONE]["threads"]
    [proposal] = thread["proposals"]
    choice = {"choice": "proposed", "proposal": proposal["stamp"]["op"]}
    admin.say(resolution(ONE, thread, choice))
    admin.sync()
    assert admin.receipts() == {1: "applied"}
    assert admin.replica() == {}, "P51: it has left the desk"
    for phone, account in ((rina, RINA), (sari, SARI), (admin, ADMIN)):
        phone.sync()
        agree(phone, new_phone, account)
    assert contact(rina) == contact(sari) == "+6281200000011"


def test_M13_two_devices_of_one_account_have_words_too(
    site: Site, new_phone: NewPhone
) -> None:  # fmt: skip
    first, second = new_phone(RINA), new_phone(RINA)
    first.say(sign_up())
    first.sync()
    second.sync()
    second.say(call_at(ONE, "+6281200000012"))
    second.sync()
    assert second.receipts() == {1: "applied"}, "seen, so written"
    first.say(call_at(ONE, "+6281200000011"))
    first.sync()
    assert first.receipts() == {1: "applied", 2: "conflict"}, "unseen, so asked about"
    first.say(call_at(ONE, "+6281200000003"))
    first.sync()
    assert first.receipts()[3] == "applied", "M13, M17: seen by now, and the older word withdrawn"
    second.sync()
    assert contact(first) == contact(second) == "+6281200000003"
    agree(second, new_phone, RINA)
    assert site.chain(first.device) == first.chain()


def test_P11_M14_a_phone_never_conflicts_with_itself(new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    rina.say(sign_up())
    rina.say(call_at(ONE, "+6281200000011"))
    rina.sync()
    rina.say(call_at(ONE, "+6281200000012"))
    rina.say(call_at(ONE, "+6281200000003"))
    rina.sync()
    assert set(rina.receipts().values()) == {"applied"}
    assert contact(rina) == "+6281200000003"
    agree(rina, new_phone, RINA)


def test_M20_returned_and_sent_again(new_phone: NewPhone) -> None:
    rina, sari = new_phone(RINA), new_phone(SARI)
    rina.say(sign_up())
    rina.sync()
    sari.sync()
    sari.say(verdict(ONE, "return", remarks={"phone": "Tidak aktif"}, message="Tolong dicek"))
    assert status(sari) == "returned"
    sari.sync()
    rina.sync()
    assert status(rina) == "returned"
    assert rina.replica()[ONE]["review"]["remarks"] == {"phone": "Tidak aktif"}
    rina.say(call_at(ONE, "+6281200000009"))
    assert status(rina) == "submitted"
    rina.sync()
    assert status(rina) == "submitted"
    sari.sync()
    sari.say(verdict(ONE, "approve"))
    sari.sync()
    rina.sync()
    assert status(rina) == status(sari) == "approved"
    agree(rina, new_phone, RINA)
    agree(sari, new_phone, SARI)


def test_M24_a_verdict_about_what_has_moved_is_not_taken(new_phone: NewPhone) -> None:
    rina, sari = new_phone(RINA), new_phone(SARI)
    rina.say(sign_up())
    rina.sync()
    sari.sync()
    sari.say(verdict(ONE, "approve"))
    rina.say(call_at(ONE, "+6281200000004"))
    rina.sync()
    sari.sync()
    assert sari.receipts() == {1: "stale"}
    assert status(sari) == "submitted"
    assert contact(sari) == "+6281200000004"
    sari.say(verdict(ONE, "approve"))
    sari.sync()
    assert sari.receipts() == {1: "stale", 2: "applied"}
    assert status(sari) == "approved"
    agree(sari, new_phone, SARI)


def test_M40_M41_the_same_person_twice(new_phone: NewPhone) -> None:
    rina, budi, admin = new_phone(RINA), new_phone(BUDI), new_phone(ADMIN)
    rina.say(sign_up(1))
    budi.say(sign_up(2, identity=units(1)["identity"]))
    rina.sync()
    budi.sync()
    assert budi.receipts() == {1: "applied"}, "nothing delays the claim itself"
    admin.sync()
    threads = [t for t in admin.replica()[TWO]["threads"] if t["kind"] == "duplicate"]
    assert sorted(threads[0]["claims"]) == sorted([ONE, TWO])
    choice = {"choice": "keep", "keep": ONE, "credit": RINA.id}
    admin.say(resolution(TWO, threads[0], choice))
    admin.sync()
    assert admin.receipts() == {1: "applied"}
    for phone, account in ((rina, RINA), (budi, BUDI), (admin, ADMIN)):
        phone.sync()
        agree(phone, new_phone, account)
    assert status(rina) == "submitted"
    assert budi.replica()[TWO]["status"] == "rejected"
    assert budi.replica()[TWO]["duplicate_of"] == ONE
