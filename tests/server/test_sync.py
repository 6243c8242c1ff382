"""The main job over HTTP, on each database: captured, sent, reviewed, a conflict settled."""

from typing import Any

from server.schemas.entry import ENTRIES
from server.store import Store
from server.store.engine import open_engine
from tests.server.conftest import NewPhone
from tests.server.people import (
    ADMIN,
    BUDI,
    HERE,
    JOKO,
    RINA,
    SARI,
    TUTI,
    made_id,
    units,
)
from tests.server.phone import Phone, only_receipt

ONE, TWO = made_id("registration one"), made_id("registration two")


def contact(phone: str) -> dict[str, Any]:
    return {"contact": {"phone": phone, "email": None}}


def assert_well_formed(phone: Phone) -> None:
    """What the feed said is what its schemas say."""
    for entry in phone.entries.values():
        assert ENTRIES[entry["flag"]]().validate(entry) == {}


def test_sign_up_reaches_the_supervisor_and_the_approval_comes_back(
    new_phone: NewPhone,
) -> None:
    rina, sari = new_phone(RINA), new_phone(SARI)

    answer = rina.sync(rina.create(ONE))
    assert answer["receipts"] | {"chain": ""} == {
        "through": 1,
        "chain": "",
        "chain_matches": True,
        "exceptions": [],
        "kept_through": None,
    }
    assert answer["feed"]["covers"] == 1
    assert answer["reading"] == "ok"

    sari.sync()
    seen = sari.entries[ONE]
    assert seen["status"] == "submitted"
    assert seen["units"] == units()
    assert seen["consent"]["signature"]

    verdict: dict[str, Any] = {"verdict": "approve", "remarks": {}, "message": None}
    sari.sync(sari.operation("review", ONE, base=seen["version"], **verdict))
    rina.sync()
    assert rina.entries[ONE]["status"] == "approved"
    assert rina.entries[ONE]["review"]["by"] == SARI.id
    assert "signature" not in rina.entries[ONE]["consent"]
    for phone in (rina, sari):
        assert_well_formed(phone)


def test_returned_with_remarks_is_corrected_and_goes_again(new_phone: NewPhone) -> None:
    rina, sari = new_phone(RINA), new_phone(SARI)
    rina.sync(rina.create(ONE))
    verdict = {
        "verdict": "return",
        "remarks": {"phone": "Nomor salah"},
        "message": None,
    }
    sari.sync(sari.operation("review", ONE, base=1, **verdict))

    rina.sync()
    assert rina.entries[ONE]["review"]["remarks"] == {"phone": "Nomor salah"}
    base = rina.entries[ONE]["version"]
    amend = {"set": contact("+628129999999"), "was": {"contact": units()["contact"]}}
    rina.sync(rina.operation("amend", ONE, base=base, **amend))
    assert rina.entries[ONE]["status"] == "submitted"


def test_two_phones_conflict_and_an_admin_settles_it(new_phone: NewPhone) -> None:
    first, second, admin = new_phone(RINA), new_phone(RINA, "b"), new_phone(ADMIN)
    first.sync(first.create(ONE))
    second.sync()
    was = {"contact": units()["contact"]}
    first.sync(first.operation("amend", ONE, base=1, set=contact("+628121111111"), was=was))
    answer = second.sync(
        second.operation("amend", ONE, base=1, set=contact("+628122222222"), was=was)
    )
    receipt = only_receipt(answer)
    assert (receipt["result"], receipt["units"]) == (
        "conflict",
        {"contact": "conflict"},
    )

    admin.sync()
    (thread,) = admin.entries[ONE]["threads"]
    (proposal,) = thread["proposals"]
    assert proposal["value"] == contact("+628122222222")["contact"]
    assert_well_formed(admin)

    choice = {"thread": thread["id"], "moves": thread["moves"], "choice": "proposed"}
    admin.sync(
        admin.operation(
            "resolve",
            ONE,
            base=admin.entries[ONE]["version"],
            choices=[choice | {"proposal": proposal["stamp"]["op"]}],
            claims=[],
        )
    )
    for phone in (first, second):
        phone.sync()
        assert phone.entries[ONE]["units"]["contact"] == proposal["value"]
        assert_well_formed(phone)
    assert admin.entries[ONE]["flag"] == "left"


def test_the_same_nik_twice_opens_a_duplicate(new_phone: NewPhone) -> None:
    rina, budi, admin = new_phone(RINA), new_phone(BUDI), new_phone(ADMIN)
    rina.sync(rina.create(ONE))
    budi.sync(budi.create(TWO))
    admin.sync()
    assert set(admin.entries) == {ONE, TWO}
    assert {t["kind"] for e in admin.entries.values() for t in e["threads"]} == {"duplicate"}
    assert_well_formed(admin)


def test_I11_nobody_sees_beyond_their_scope(new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    rina.sync(rina.create(ONE))
    for stranger in (BUDI, JOKO, TUTI, ADMIN):
        phone = new_phone(stranger)
        phone.sync()
        assert phone.entries == {}


def test_P43_a_repeated_push_changes_nothing(new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    request = rina.request(rina.create(ONE))
    first = rina.post(request).get_json()
    again = rina.post(request).get_json()
    assert again["receipts"] == first["receipts"]
    assert again["feed"] == first["feed"]


def test_P54_pages_add_up_and_P56_the_last_cursor_comes_back(
    new_phone: NewPhone,
) -> None:
    rina = new_phone(RINA)
    made = [made_id(f"page {i}") for i in range(5)]
    rina.post(rina.request(*(rina.create(key, i) for i, key in enumerate(made, 1))))
    seen: list[str] = []
    cursor, more = None, True
    while more:
        feed = rina.post(rina.request(cursor=cursor, limit=2)).get_json()["feed"]
        assert (feed["covers"] is None) == feed["more"]
        seen += [entry["registration"] for entry in feed["entries"]]
        cursor, more = feed["cursor"], feed["more"]
    assert sorted(seen) == sorted(made)
    assert rina.post(rina.request(cursor=cursor)).get_json()["feed"]["cursor"] == cursor


def test_P33_a_chain_that_does_not_match_is_told(new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    rina.sync(rina.create(ONE))
    answer = rina.post(rina.request(chain={"n": 1, "hash": "00" * 32})).get_json()
    assert answer["receipts"]["chain_matches"] is False


def test_P4_waiting_receipts_are_repeated(new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    answer = rina.sync(rina.operation("withdraw", TWO, base=1, reason="Batal"))
    assert only_receipt(answer)["result"] == "held"
    asked = rina.post(rina.request(waiting=[1])).get_json()
    assert only_receipt(asked) == only_receipt(answer)


def test_P5_skew_is_measured_and_P6_health_is_kept(new_phone: NewPhone) -> None:
    rina, sari = new_phone(RINA), new_phone(SARI)
    answer = rina.post(rina.request(sent_at="2026-11-23T02:59:59.520Z")).get_json()
    assert answer["skew_ms"] == -480
    devices = {d["id"]: d for d in sari.get("/api/v1/devices").get_json()["devices"]}
    assert devices[rina.device]["skew_ms"] == -480
    assert devices[rina.device]["last_contact_at"] == "2026-11-23T03:00:00.000Z"


def test_clinics_of_a_registration_are_the_recruiters(new_phone: NewPhone) -> None:
    joko = new_phone(JOKO)
    answer = joko.sync(joko.create(ONE, clinic=HERE.id))
    assert only_receipt(answer)["code"] == "foreign_clinic"
    assert joko.entries == {}


def test_P3_operations_may_come_in_any_order_and_are_taken_in_order_of_n(
    new_phone: NewPhone,
) -> None:
    rina = new_phone(RINA)
    first = rina.create(ONE)
    second = rina.operation("withdraw", ONE, base=1, reason="Batal")
    answer = rina.post(rina.request(second, first)).get_json()
    assert (answer["receipts"]["through"], answer["receipts"]["exceptions"]) == (2, [])
    assert answer["feed"]["entries"][0]["status"] == "withdrawn"


def test_P12_was_decides_nothing(new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    rina.sync(rina.create(ONE))
    untrue = {"contact": {"phone": "+628120000001", "email": None}}
    amend = {"set": contact("+628129999999"), "was": untrue}
    answer = rina.sync(rina.operation("amend", ONE, base=1, **amend))
    assert answer["receipts"]["exceptions"] == []
    assert rina.entries[ONE]["units"]["contact"]["phone"] == "+628129999999"


def test_P11_the_base_is_taken_as_it_was_frozen(new_phone: NewPhone) -> None:
    first, second = new_phone(RINA), new_phone(RINA, "b")
    first.sync(first.create(ONE))
    was = {"contact": units()["contact"]}
    made_before = second.operation("amend", ONE, base=1, set=contact("+628122222222"), was=was)
    first.sync(first.operation("amend", ONE, base=1, set=contact("+628121111111"), was=was))
    second.sync()  # it has pulled the newer version, and its operation still says what was seen
    assert only_receipt(second.sync(made_before))["result"] == "conflict"


def test_P40_what_was_answered_is_in_custody_for_every_other_connection(
    new_phone: NewPhone, database_url: str
) -> None:
    rina = new_phone(RINA)
    through = rina.sync(rina.create(ONE), rina.create(TWO, 2))["receipts"]["through"]
    engine = open_engine(database_url)
    known = Store(engine).devices.device_by_id(rina.device)
    engine.dispose()
    assert known is not None
    assert known.through == through == 2
