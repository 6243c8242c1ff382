"""Operations that cannot be done: taken into custody under a code, never in the way of others (P42)."""

from typing import Any

import pytest

from tests.server.conftest import Clock, NewPhone
from tests.server.people import BUDI, JOKO, RINA, SARI, THERE, made_id, units
from tests.server.phone import Phone, only_receipt

ONE, TWO = made_id("registration one"), made_id("registration two")


def without(raw: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in raw.items() if key != name}


def changed_unit(unit: str, **fields: Any) -> dict[str, Any]:
    return {"set": units() | {unit: units()[unit] | fields}}


BAD_CREATES: list[tuple[dict[str, Any], str, str]] = [
    ({"kind": "teleport"}, "unknown_kind", "kind"),
    ({"kind": 7}, "malformed", "kind"),
    ({"kind": "\x00"}, "unknown_kind", "kind"),
    ({"schema": 99}, "unknown_schema", "schema"),
    ({"schema": "1"}, "malformed", "schema"),
    ({"schema": True}, "malformed", "schema"),
    ({"registration": "not an id"}, "malformed", "registration"),
    ({"registration": "\x00"}, "malformed", "registration"),
    ({"registration": "\ud800"}, "malformed", "registration"),
    ({"registration": {"deep": [1]}}, "malformed", "registration"),
    ({"base": 1}, "malformed", "base"),
    ({"author": None}, "malformed", "author"),
    ({"surprise": "x"}, "malformed", "surprise"),
    ({"recorded_at": "yesterday"}, "malformed", "recorded_at"),
    (
        {"location": {"lat_e6": 1.5, "lon_e6": 0, "accuracy_m": 1}},
        "malformed",
        "location",
    ),
    ({"consent": None}, "malformed", "consent"),
    ({"set": without(units(), "note")}, "malformed", "set.note"),
    ({"set": units() | {"mother": {}}}, "malformed", "set.mother"),
    (changed_unit("identity", nik="327504"), "malformed", "set.identity.nik"),
    (
        changed_unit("identity", nik="3275040708840001\n"),
        "malformed",
        "set.identity.nik",
    ),
    (changed_unit("identity", nik="٣" * 16), "malformed", "set.identity.nik"),
    (
        changed_unit("identity", birth_date="1984-02-30"),
        "malformed",
        "set.identity.birth",
    ),
    (changed_unit("identity", sex="unknown"), "malformed", "set.identity.sex"),
    (
        changed_unit("identity", nik_confirmed="yes"),
        "malformed",
        "set.identity.nik_conf",
    ),
    (changed_unit("name", full_name=" "), "malformed", "set.name.full_name"),
    (changed_unit("name", full_name="A\x00B"), "malformed", "set.name.full_name"),
    (changed_unit("name", full_name="A\ud800"), "malformed", "set.name.full_name"),
    (
        changed_unit("address", village_code="3275041001"),
        "malformed",
        "set.address.village",
    ),
    (changed_unit("contact", phone="0812"), "malformed", "set.contact.phone"),
    (changed_unit("contact", email="x"), "invalid", "contact.email:format"),
    (
        changed_unit("work", work_starts="24:00"),
        "malformed",
        "set.work.work_starts",
    ),
    (
        changed_unit("contribution", months=2),
        "malformed",
        "set.contribution.months",
    ),
    (
        changed_unit("contribution", programmes=[]),
        "malformed",
        "set.contribution.prog",
    ),
    (
        changed_unit("contribution", programmes=["jkk"] * 2),
        "malformed",
        "set.contribution",
    ),
    (
        changed_unit("contribution", monthly_income="1"),
        "malformed",
        "set.contribution.mon",
    ),
    (changed_unit("note", note="x" * 70_000), "too_large", "65536"),
    ({"clinic": THERE.id}, "foreign_clinic", ""),
    (
        {
            "author": {
                "account": BUDI.id,
                "role": "recruiter",
                "device": made_id("x"),
            }
        },
        "wrong_author",
        "",
    ),
]
"""(change to a good create, code, a part of the receipt's detail)."""


def test_P42_bad_operations_are_quarantined_and_delay_nothing(new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    bad = [rina.create(ONE) | change for change, _, _ in BAD_CREATES]
    answer = rina.sync(*bad, rina.create(TWO, 2))
    receipts = answer["receipts"]["exceptions"]
    assert answer["receipts"]["through"] == len(receipts) + 1 == len(BAD_CREATES) + 1
    for receipt, (change, code, detail) in zip(receipts, BAD_CREATES, strict=True):
        assert (receipt["result"], receipt["code"]) == ("quarantined", code), change
        assert detail in receipt.get("detail", ""), change
    assert set(rina.entries) == {TWO}


BAD_OTHERS: list[tuple[str, dict[str, Any]]] = [
    ("amend", {"set": {}, "was": {}}),
    ("amend", {"set": {"contact": {"phone": "+62812000000"}}, "was": {}}),
    ("withdraw", {"reason": ""}),
    ("review", {"verdict": "bless", "remarks": {}, "message": None}),
    ("review", {"verdict": "return", "remarks": {"<b>": "x"}, "message": None}),
    ("resolve", {"choices": [], "claims": []}),
    (
        "resolve",
        {"choices": [{"thread": "t", "moves": 1, "choice": "coin"}], "claims": []},
    ),
    (
        "resolve",
        {
            "choices": [
                {
                    "thread": "t",
                    "moves": 1,
                    "choice": "value",
                    "value": {"phone": "+62812"},
                }
            ],
            "claims": [],
        },
    ),
    ("progress", {"step": "paid", "facts": {}}),
    (
        "progress",
        {"step": "registered", "facts": {"kpj": "12345678901", "amount": 1}},
    ),
]


def test_malformed_operations_of_every_kind(new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    rina.sync(rina.create(ONE))
    before = rina.entries[ONE]
    bad = [rina.operation(kind, ONE, base=1, **fields) for kind, fields in BAD_OTHERS]
    receipts = rina.sync(*bad)["receipts"]["exceptions"]
    for receipt, (kind, fields) in zip(receipts, BAD_OTHERS, strict=True):
        assert (receipt["result"], receipt["code"]) == ("quarantined", "malformed"), (kind, fields)
    assert rina.entries[ONE] == before


def test_M51_a_foreign_registration_is_not_touched(new_phone: NewPhone) -> None:
    rina, joko = new_phone(RINA), new_phone(JOKO)
    rina.sync(rina.create(ONE))
    amend = {"set": {"note": {"note": "x"}}, "was": {}}
    receipt = only_receipt(joko.sync(joko.operation("amend", ONE, base=1, **amend)))
    assert receipt["code"] == "foreign_registration"
    assert joko.entries == {}
    rina.sync()
    assert rina.entries[ONE]["units"]["note"] == {"note": None}


def test_M52_a_recruiter_may_not_review(new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    rina.sync(rina.create(ONE))
    verdict: dict[str, Any] = {"verdict": "approve", "remarks": {}, "message": None}
    receipt = only_receipt(rina.sync(rina.operation("review", ONE, base=1, **verdict)))
    assert receipt["code"] == "not_entitled"
    assert rina.entries[ONE]["status"] == "submitted"


def test_P44_a_number_used_for_other_content(new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    first = rina.create(ONE)
    rina.sync(first)
    other = first | {"captured_at": "2026-11-23T02:00:00.000Z"}
    answer = rina.post(rina.request(other)).get_json()
    assert only_receipt(answer)["result"] == "id_reuse"
    assert answer["receipts"]["through"] == 1


def test_P46_beyond_a_gap_is_held_until_it_fills(new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    first, second = rina.create(ONE), rina.create(TWO, 2)
    ahead = rina.post(rina.request(second, chain={"n": 0, "hash": "0" * 64})).get_json()
    assert only_receipt(ahead)["result"] == "held"
    assert ahead["receipts"]["through"] == 0
    rina.post(rina.request(first))
    rina.chain = (0, "0" * 64)
    caught_up = rina.post(rina.request(cursor=None)).get_json()
    assert caught_up["receipts"]["through"] == 2
    assert len(caught_up["feed"]["entries"]) == 2


def push_only(phone: Phone, credential: str, reading: str) -> None:
    """What is pending is taken, and nothing is told."""
    answer = phone.sync(phone.create(ONE), credential=credential)
    assert (answer["feed"], answer["reading"]) == (None, reading)
    assert answer["receipts"]["through"] == 1
    assert answer["receipts"]["exceptions"] == []


def test_P1_a_device_credential_only_pushes(new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    push_only(rina, f"Device {rina.device_token}", "session_expired")


def test_P2_an_expired_session_still_pushes(new_phone: NewPhone, clock: Clock) -> None:
    rina = new_phone(RINA)
    clock.forward(days=31)
    push_only(rina, f"Bearer {rina.token}", "session_expired")
    assert rina.get("/api/v1/me").get_json()["code"] == "session_expired"


def test_P1_a_signed_out_phone_still_pushes(new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    rina.client.delete("/api/v1/session", headers={"Authorization": f"Bearer {rina.token}"})
    push_only(rina, f"Device {rina.device_token}", "session_expired")


@pytest.mark.parametrize("scheme", ["Bearer", "Device"])
def test_P1_an_ended_device_still_pushes(new_phone: NewPhone, admin: Phone, scheme: str) -> None:
    rina = new_phone(RINA)
    ended = admin.client.post(
        f"/api/v1/devices/{rina.device}/end",
        headers={"Authorization": f"Bearer {admin.token}"},
    )
    assert ended.status_code == 204
    token = rina.token if scheme == "Bearer" else rina.device_token
    push_only(rina, f"{scheme} {token}", "device_ended")
    assert rina.get("/api/v1/me").get_json()["code"] == "device_ended"
    assert rina.sign_in().get_json()["code"] == "device_ended"


def test_a_push_only_answer_does_not_read_the_cursor(new_phone: NewPhone) -> None:
    sari = new_phone(SARI)
    request = sari.request(cursor="from an older key")
    assert sari.post(request, f"Device {sari.device_token}").status_code == 200
