"""Sealed operations in a sync request, over HTTP: as if in clear, or kept as boxes (P92, P93)."""

import logging
from typing import Any

import pytest
from flask import Flask

from server.api.services import services
from server.sealing import new_key
from server.store import Store
from server.store.base import db
from sync.canonical import GENESIS, canonical, digest, link
from tests.client.sealing import box, box_of, text_of
from tests.server.conftest import NewPhone
from tests.server.people import BUDI, RINA, SARI, made_id, units
from tests.server.phone import Phone, only_receipt
from tests.server.test_quarantine import decide, told, waiting
from tests.vectors import vectors

REG = made_id("registration")
OTHER_KEY: dict[str, str] = vectors("seal")["key"]


@pytest.fixture
def rina(new_phone: NewPhone) -> Phone:
    return new_phone(RINA)


def key_of(phone: Phone) -> dict[str, str]:
    told: dict[str, str] = phone.get("/api/v1/me").get_json()["seal"]
    return told


def sealed(key: dict[str, str], operation: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "n": operation["n"],
        "op": operation["op"],
        "hash": digest(operation),
        "box": box(key, operation),
    } | fields


def push(phone: Phone, *clear: dict[str, Any], shut: list[dict[str, Any]]) -> dict[str, Any]:
    answer = phone.post(phone.request(*clear, sealed=shut))
    assert answer.status_code == 200, answer.get_json()
    told: dict[str, Any] = answer.get_json()
    return told


def chain_of(*operations: dict[str, Any]) -> str:
    chain = GENESIS
    for operation in operations:
        chain = link(chain, digest(operation))
    return chain


def test_P92_sealed_is_as_if_in_clear(rina: Phone, new_phone: NewPhone) -> None:
    create = rina.create(REG)
    receipts = push(rina, shut=[sealed(key_of(rina), create)])["receipts"]
    assert receipts == {
        "through": 1,
        "chain": chain_of(create),
        "chain_matches": True,
        "exceptions": [],
        "kept_through": None,
    }
    sari = new_phone(SARI)
    sari.sync()
    assert sari.entries[REG]["units"] == units(1)


def test_P92_by_the_devices_own_credential(rina: Phone) -> None:
    request = rina.request(sealed=[sealed(key_of(rina), rina.create(REG))])
    answer = rina.post(request, f"Device {rina.device_token}").get_json()
    assert (answer["receipts"]["through"], answer["feed"]) == (1, None)


def test_P92_a_mix_is_taken_in_order_of_n(rina: Phone) -> None:
    key = key_of(rina)
    create, other = rina.create(REG), rina.create(made_id("other"), 2)
    withdraw = rina.operation("withdraw", REG, base=0, reason="Pindah kerja")
    last = rina.create(made_id("third"), 3)
    mixed = push(rina, withdraw, create, shut=[sealed(key, last), sealed(key, other)])
    assert mixed["receipts"]["chain"] == chain_of(create, other, withdraw, last)
    assert mixed["receipts"]["exceptions"] == []
    status = {e["registration"]: e["status"] for e in mixed["feed"]["entries"]}
    assert status == {
        REG: "withdrawn",
        made_id("other"): "submitted",
        made_id("third"): "submitted",
    }


@pytest.mark.parametrize("first", ["sealed", "clear"])
def test_P43_P92_once_sealed_and_once_clear_is_one_operation(rina: Phone, first: str) -> None:
    create = rina.create(REG)
    box = sealed(key_of(rina), create)
    both: list[tuple[list[dict[str, Any]], list[dict[str, Any]]]] = [([], [box]), ([create], [])]
    if first == "clear":
        both.reverse()
    ways = [push(rina, *clear, shut=shut) for clear, shut in [*both, ([create], [box])]]
    assert [answer["receipts"] for answer in ways] == [ways[0]["receipts"]] * 3
    (entry,) = ways[0]["feed"]["entries"]
    assert entry["version"] == 1


def test_P44_P92_a_sealed_one_may_not_reuse_a_number(rina: Phone) -> None:
    rina.sync(rina.create(REG))
    rina.n = 0
    other = rina.create(made_id("other"), 2)
    assert only_receipt(push(rina, shut=[sealed(key_of(rina), other)]))["result"] == "id_reuse"


def test_P90_P92_what_was_sealed_to_an_earlier_key_opens(rina: Phone, app: Flask) -> None:
    key, create = key_of(rina), rina.create(REG)
    with app.app_context():
        Store(db.engine).meta.add_seal_key(new_key())
        services().seal_keys._keys.clear()  # noqa: SLF001  as after a start
    assert key_of(rina)["id"] != key["id"]
    assert push(rina, shut=[sealed(key, create)])["receipts"]["exceptions"] == []


def test_P92_500_of_both_together_is_the_limit(rina: Phone) -> None:
    one = sealed(key_of(rina), rina.create(REG))
    over = rina.post(rina.request(*[{"op": one["op"], "n": 1}] * 250, sealed=[one] * 251))
    assert (over.status_code, over.get_json()["code"]) == (422, "too_many_operations")


@pytest.mark.parametrize(
    "broken", [{"n": 0}, {"op": "x"}, {"hash": "x"}, {"box": 7}, {"box": None}, {"extra": 1}]
)
def test_P8_P92_what_no_receipt_could_name_is_refused(rina: Phone, broken: dict[str, Any]) -> None:
    item = sealed(key_of(rina), rina.create(REG)) | broken
    answer = rina.post(rina.request(sealed=[item]))
    assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid_request")


def bad_boxes(key: dict[str, str], create: dict[str, Any], device: str) -> dict[str, str]:
    bound = (device, create["n"], create["op"])
    return {
        "not base64url": "!" * 40,
        "another key": box(OTHER_KEY, create),
        "another operation": box_of(key, canonical(create), (device, 2, create["op"])),
        "another number inside": box_of(key, canonical({**create, "n": 7}), bound),
        "no JSON inside": box_of(key, b"{", bound),
        "no object inside": box_of(key, b"[]", bound),
        "too deep inside": box_of(key, b'{"a":' * 20 + b"1" + b"}" * 20, bound),
        "a bomb": box_of(key, b" " * 9_000_000, bound),
        "96 KiB and one": text_of(bytes(96 * 1024 + 1)),
    }


BAD = list(bad_boxes(OTHER_KEY, {"n": 1, "op": "x", "author": {"device": "x"}}, "x"))


@pytest.mark.parametrize("how", BAD)
def test_P93_what_cannot_be_opened_is_in_custody_as_it_is(
    rina: Phone, admin: Phone, how: str
) -> None:
    key, create = key_of(rina), rina.create(REG)
    item = sealed(key, create, box=bad_boxes(key, create, rina.device)[how])
    good = rina.create(made_id("other"), 2)
    answer = push(rina, good, shut=[item])
    assert answer["receipts"]["chain"] == chain_of(create, good)
    receipt = only_receipt(answer)
    assert (receipt["n"], receipt["result"], receipt["code"]) == (1, "quarantined", "unsealable")
    (listed,) = waiting(admin)["items"]
    assert (listed["n"], listed["code"], listed["kind"]) == (1, "unsealable", "")
    assert listed["set"] == {}


def test_P93_sent_again_in_clear_it_takes_effect(rina: Phone, admin: Phone) -> None:
    create, good = rina.create(REG), rina.create(made_id("other"), 2)
    push(rina, good, shut=[sealed(OTHER_KEY, create)])
    answer = push(rina, create, shut=[])
    assert answer["receipts"]["exceptions"] == []
    assert answer["receipts"]["chain"] == chain_of(create, good)
    assert {e["registration"] for e in answer["feed"]["entries"]} >= {REG}
    assert waiting(admin)["count"] == 0
    assert push(rina, create, shut=[])["receipts"] == answer["receipts"]
    (entry,) = [e for e in answer["feed"]["entries"] if e["registration"] == REG]
    assert entry["version"] == 1


def test_P93_sent_again_as_a_box_that_stays_shut_nothing_changes(rina: Phone) -> None:
    item = sealed(OTHER_KEY, rina.create(REG))
    first = push(rina, shut=[item])
    assert push(rina, shut=[item])["receipts"] == first["receipts"]


def test_P93_other_content_in_its_place_is_a_reuse(rina: Phone) -> None:
    create = rina.create(REG)
    push(rina, shut=[sealed(OTHER_KEY, create)])
    answer = push(rina, create | {"clinic": made_id("x")}, shut=[])
    assert only_receipt(answer)["result"] == "id_reuse"


def test_M60_P93_with_its_key_back_an_admin_takes_it(rina: Phone, admin: Phone, app: Flask) -> None:
    create = rina.create(REG)
    push(rina, shut=[sealed(OTHER_KEY, create)])
    rina.chain = (1, chain_of(create))
    (item,) = waiting(admin)["items"]
    refused = only_receipt(decide(admin, item, "take", reason=None))
    assert (refused["result"], refused["code"]) == ("stale", "not_takable")
    with app.app_context():
        Store(db.engine).meta.add_seal_key(vectors("seal")["private_pem"])
    assert decide(admin, item, "take", reason=None)["receipts"]["exceptions"] == []
    assert told(rina, 1) is None
    assert waiting(admin)["count"] == 0
    rina.sync()
    assert rina.entries[REG]["status"] == "submitted"
    assert [event["what"] for event in rina.entries[REG]["history"]] == ["create", "take"]


def test_M61_P93_an_admin_may_dismiss_it(rina: Phone, admin: Phone) -> None:
    create = rina.create(REG)
    push(rina, shut=[sealed(OTHER_KEY, create)])
    (item,) = waiting(admin)["items"]
    decide(admin, item, "dismiss")
    assert only_receipt(push(rina, create, shut=[]))["code"] == "dismissed"


def test_P93_nobody_hands_over_anothers_box_as_an_operation(
    rina: Phone, new_phone: NewPhone, admin: Phone
) -> None:
    budi = new_phone(BUDI)
    stolen = sealed(key_of(rina), rina.create(REG)) | {"device": rina.device}
    budi.sync(stolen)
    (item,) = waiting(admin)["items"]
    assert (item["code"], item["device"]) == ("malformed", budi.device)
    assert only_receipt(decide(admin, item, "take", reason=None))["code"] == "not_takable"


def test_P92_logs_name_numbers_only(rina: Phone, caplog: pytest.LogCaptureFixture) -> None:
    create = rina.create(REG)
    with caplog.at_level(logging.INFO):
        push(rina, shut=[sealed(key_of(rina), create)])
    assert f"device={rina.device} operations=1 sealed=1 through=1" in caplog.text
    for secret in (create["set"]["identity"]["nik"], create["set"]["name"]["full_name"]):
        assert secret not in caplog.text
