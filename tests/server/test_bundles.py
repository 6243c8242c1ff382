"""Bundles that a colleague's phone brings, over HTTP (P94-P97)."""

import logging
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.moments import moment
from sync.canonical import canonical
from tests.client.sealing import Signer, item, text_of
from tests.server.conftest import Clock, NewPhone
from tests.server.people import BUDI, JOKO, RINA, SARI, made_id, units
from tests.server.phone import Phone
from tests.server.test_quarantine import waiting
from tests.server.test_sealed import OTHER_KEY, chain_of, key_of

REG = made_id("registration")
AT = "2026-11-23T02:00:00.000Z"


class Origin:
    """Rina's phone, which told its key and meets no network any more."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self.signer = Signer(phone.device)
        self.key = key_of(phone)
        assert self.tell().status_code == 204

    def tell(self, **fields: Any) -> TestResponse:
        headers = {"Authorization": f"Device {self.phone.device_token}"}
        body = {"public_key": self.signer.public_key} | fields
        return self.phone.client.post("/api/v1/device-key", json=body, headers=headers)

    def bundle(self, *operations: dict[str, Any]) -> dict[str, Any]:
        return self.signer.bundle(AT, [item(self.key, one) for one in operations])


@pytest.fixture
def origin(new_phone: NewPhone) -> Origin:
    return Origin(new_phone(RINA))


@pytest.fixture
def budi(new_phone: NewPhone) -> Phone:
    return new_phone(BUDI)


def post(carrier: Phone, bundle: Any, credential: str | None = None) -> TestResponse:
    headers = {"Authorization": credential or f"Bearer {carrier.token}"}
    return carrier.client.post("/api/v1/bundles", json=bundle, headers=headers)


def carry(carrier: Phone, bundle: dict[str, Any], credential: str | None = None) -> dict[str, Any]:
    answer = post(carrier, bundle, credential)
    assert answer.status_code == 200, answer.get_json()
    told: dict[str, Any] = answer.get_json()
    return told


def told(device: str, result: str, taken: int = 0, through: int | None = None) -> dict[str, Any]:
    return {"device": device, "result": result, "taken": taken, "through": through}


def test_P96_P97_what_is_carried_is_as_if_its_device_had_sent_it(
    origin: Origin, budi: Phone, new_phone: NewPhone
) -> None:
    rina = origin.phone
    create, other = rina.create(REG), rina.create(made_id("other"), 2)
    answer = carry(budi, origin.bundle(create, other))
    assert answer == told(rina.device, "taken", 2, 2)
    sari = new_phone(SARI)
    sari.sync()
    assert sari.entries[REG]["units"] == units(1)
    assert sari.entries[REG]["recruiter"] == RINA.id
    budi.sync()
    assert budi.entries == {}
    receipts = rina.sync(create, other)["receipts"]
    assert (receipts["through"], receipts["exceptions"]) == (2, [])
    assert receipts["chain"] == chain_of(create, other)
    assert rina.entries[REG]["version"] == 1


@pytest.mark.parametrize("who", ["colleague", "another clinic", "supervisor", "ended", "itself"])
def test_P96_whoever_carries_it(
    origin: Origin, new_phone: NewPhone, admin: Phone, who: str
) -> None:
    carriers = {"colleague": BUDI, "another clinic": JOKO, "supervisor": SARI, "ended": BUDI}
    carrier = new_phone(carriers[who]) if who in carriers else origin.phone
    credential = None
    if who == "ended":
        path = f"/api/v1/devices/{carrier.device}/end"
        admin.client.post(path, headers={"Authorization": f"Bearer {admin.token}"})
        credential = f"Device {carrier.device_token}"
    answer = carry(carrier, origin.bundle(origin.phone.create(REG)), credential)
    assert answer == told(origin.phone.device, "taken", 1, 1)


def test_P97_replays_and_both_roads_change_nothing(
    origin: Origin, budi: Phone, new_phone: NewPhone
) -> None:
    rina, joko = origin.phone, new_phone(JOKO)
    create, withdraw = rina.create(REG), rina.operation("withdraw", REG, reason="Pindah kerja")
    first, both = origin.bundle(create), origin.bundle(create, withdraw)
    assert carry(budi, first) == told(rina.device, "taken", 1, 1)
    assert carry(joko, first) == told(rina.device, "known", 0, 1)
    rina.sync(create)
    assert carry(joko, both) == told(rina.device, "taken", 1, 2)
    rina.sync(withdraw)
    for carrier in (budi, joko):
        for bundle in (first, both, origin.bundle(withdraw)):
            assert carry(carrier, bundle) == told(rina.device, "known", 0, 2)
    rina.cursor = None
    rina.sync()
    assert [e["what"] for e in rina.entries[REG]["history"]] == ["create", "withdraw"]


def test_P46_P97_bundles_may_come_in_any_order(origin: Origin, budi: Phone) -> None:
    rina = origin.phone
    create, withdraw = rina.create(REG), rina.operation("withdraw", REG, reason="Pindah kerja")
    assert carry(budi, origin.bundle(withdraw)) == told(rina.device, "taken", 1, 0)
    assert carry(budi, origin.bundle(create)) == told(rina.device, "taken", 1, 2)
    rina.sync(create, withdraw)
    assert rina.entries[REG]["status"] == "withdrawn"


def test_P17_P97_only_the_devices_own_word_counts(
    origin: Origin, budi: Phone, admin: Phone
) -> None:
    create = origin.phone.create(REG)
    create["author"] = create["author"] | {"account": BUDI.id}
    assert carry(budi, origin.bundle(create))["result"] == "taken"
    (waits,) = waiting(admin)["items"]
    assert (waits["code"], waits["account"]) == ("wrong_author", RINA.id)


def test_P48_P97_an_expired_gap_is_seen_by_this_road_too(
    origin: Origin, budi: Phone, clock: Clock
) -> None:
    rina = origin.phone
    rina.n = 1
    late = origin.bundle(rina.create(REG))
    assert carry(budi, late)["through"] == 0
    clock.forward(days=6)
    assert carry(budi, origin.bundle(rina.create(made_id("other"), 2)))["through"] == 3


def test_P47_P97_more_than_can_wait_is_asked_for_again(origin: Origin, budi: Phone) -> None:
    rina = origin.phone
    rina.n = 1
    small = [rina.operation("withdraw", REG, reason="x") for _ in range(501)]
    key, device = origin.key, origin.signer
    halves = [
        device.bundle(AT, [item(key, one) for one in part]) for part in (small[:250], small[250:])
    ]
    assert [carry(budi, half)["result"] for half in halves] == ["taken", "retry"]


def test_P96_a_strangers_bundle(origin: Origin, budi: Phone, new_phone: NewPhone) -> None:
    nobody, mute = Signer(made_id("nobody")), new_phone(RINA, "b")
    boxed = [item(origin.key, origin.phone.create(REG))]
    assert carry(budi, nobody.bundle(AT, boxed)) == told(nobody.device, "unknown_device")
    assert carry(budi, Signer(mute.device).bundle(AT, boxed))["result"] == "unknown_device"


def test_P96_a_forged_bundle(origin: Origin, budi: Phone) -> None:
    good = origin.bundle(origin.phone.create(REG))
    forger = Signer(origin.phone.device)
    said = {name: value for name, value in good.items() if name != "signature"}
    half = good["signature"][:43]
    forged: list[dict[str, Any]] = [
        forger.sign(said),
        good | {"signature": ""},
        good | {"signature": "!"},
        good | {"signature": text_of(bytes(64))},
        good | {"signature": half + half},
        good | {"made_at": "2026-11-23T02:00:00.001Z"},
        good | {"padding": good["padding"] + "A"},
        good | {"items": [good["items"][0] | {"n": 2}]},
        good | {"items": [*good["items"], good["items"][0] | {"n": 2}]},
    ]
    for bundle in forged:
        assert carry(budi, bundle) == told(origin.phone.device, "bad_signature")
    assert carry(budi, good)["result"] == "taken"


def test_P95_P96_a_key_that_was_changed_signs_no_more(origin: Origin, budi: Phone) -> None:
    create = origin.phone.create(REG)
    old = origin.bundle(create)
    assert origin.tell().status_code == 204  # the same again
    assert carry(budi, old)["result"] == "taken"
    origin.signer = Signer(origin.phone.device)
    assert origin.tell().status_code == 204
    assert carry(budi, old) == told(origin.phone.device, "old_key")
    assert carry(budi, origin.bundle(create))["result"] == "known"


@pytest.mark.parametrize(
    "key", ["", "x", text_of(bytes(65)), text_of(b"\4" + bytes(64)), OTHER_KEY["public_key"] + "A"]
)
def test_P95_what_is_no_key_is_refused(origin: Origin, key: str) -> None:
    answer = origin.tell(public_key=key)
    assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid_request")


def test_P97_of_what_cannot_be_opened_no_custody_is_taken(
    origin: Origin, budi: Phone, admin: Phone
) -> None:
    rina, signer = origin.phone, origin.signer
    shut, fine = rina.create(REG), rina.create(made_id("other"), 2)
    none = signer.bundle(AT, [item(OTHER_KEY, shut)])
    assert carry(budi, none) == told(rina.device, "unsealable")
    some = signer.bundle(AT, [item(OTHER_KEY, shut), item(origin.key, fine)])
    assert carry(budi, some) == told(rina.device, "taken", 1, 0)
    assert [w["result"] for w in waiting(admin)["items"]] == ["held"]
    assert rina.sync(shut, fine)["receipts"]["exceptions"] == []


@pytest.mark.parametrize(
    "broken",
    [
        {"format": "perisai-bundle-2"},
        {"device": "x"},
        {"items": []},
        {"items": None},
        {"padding": "B"},
        {"made_at": "today"},
        {"signature": None},
        {"more": 1},
    ],
)
def test_P94_what_is_no_bundle_is_refused(
    origin: Origin, budi: Phone, broken: dict[str, Any]
) -> None:
    answer = post(budi, origin.bundle(origin.phone.create(REG)) | broken)
    assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid_request")


def test_P94_limits(origin: Origin, budi: Phone) -> None:
    bundle = origin.bundle(origin.phone.create(REG))
    many = post(budi, bundle | {"items": [bundle["items"][0] | {"box": ""}] * 501})
    assert (many.status_code, many.get_json()["code"]) == (422, "too_many_operations")
    large = post(budi, bundle | {"padding": "A" * 600_000})
    assert (large.status_code, large.get_json()["code"]) == (413, "too_large")
    cut = canonical(bundle)[:-40]
    headers = {"Authorization": f"Bearer {budi.token}", "Content-Type": "application/json"}
    answer = budi.client.post("/api/v1/bundles", data=cut, headers=headers)
    assert (answer.status_code, answer.get_json()["code"]) == (400, "malformed_json")


def test_P96_nobody_carries_without_a_credential(origin: Origin, client: FlaskClient) -> None:
    for path in ("bundles", "device-key"):
        bundle = origin.bundle(origin.phone.create(REG))
        assert client.post(f"/api/v1/{path}", json=bundle).status_code == 401


def test_P94_the_size_tells_little(origin: Origin) -> None:
    rina = origin.phone
    sizes = {
        len(
            canonical(
                origin.bundle(*(rina.create(made_id(str(i)), i) for i in range(1, 1 + count)))
            )
        )
        for count in (1, 2)
    }
    assert sizes == {4096}


def test_P96_logs_name_ids_only(
    origin: Origin, budi: Phone, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    create = origin.phone.create(REG, captured_at=moment(clock.now))
    with caplog.at_level(logging.INFO):
        carry(budi, origin.bundle(create))
    said = f"carried device={origin.phone.device} by={budi.device} items=1 result=taken taken=1"
    assert said in caplog.text
    assert create["set"]["identity"]["nik"] not in caplog.text
