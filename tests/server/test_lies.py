"""A client that lies: each lie ends in a stated code, quarantine or waiting, is in the log by ids, and touches
nobody else."""

import gzip
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.pictures import picture
from tests.server.conftest import NewPhone
from tests.server.people import BUDI, JOKO, RINA, THERE, made_id
from tests.server.phone import Phone
from tests.server.uploading import Lane, code, metadata

MINE, THEIRS, OTHER = (made_id(f"registration {name}") for name in ("mine", "theirs", "other"))


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def liar(new_phone: NewPhone) -> Phone:
    phone = new_phone(BUDI)
    phone.sync(phone.create(MINE))
    return phone


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    logging.getLogger("server").addHandler(caplog.handler)
    yield caplog
    logging.getLogger("server").removeHandler(caplog.handler)


@pytest.fixture(autouse=True)
def others_are_untouched(
    new_phone: NewPhone, liar: Phone, log: pytest.LogCaptureFixture
) -> Iterator[None]:
    """Before and after it, others see the same; and no lie writes anybody's data into the log."""
    phones = new_phone(RINA), new_phone(JOKO)
    rina, joko = phones
    rina.sync(rina.create(THEIRS, 2))
    joko.sync(joko.create(OTHER, 3, clinic=THERE.id))
    before = [dict(phone.entries) for phone in phones]
    log.clear()
    yield
    for phone, held in zip(phones, before, strict=True):
        assert phone.sync()["feed"]["entries"] == []
        assert phone.entries == held
    for secret in (liar.token, liar.device_token, "32750407"):
        assert secret not in log.text


def amend(phone: Phone, registration: str = MINE, **changes: Any) -> dict[str, Any]:
    contact = {"phone": "+6281234567899", "email": None}
    said = {"base": 1, "set": {"contact": contact}, "was": {}} | changes
    return phone.operation("amend", registration, **said)


def bomb(phone: Phone) -> TestResponse:
    headers = {"Authorization": f"Bearer {phone.token}", "Content-Encoding": "gzip"}
    data = gzip.compress(b" " * 64_000_000)
    kind = "application/json"
    return phone.client.post("/api/v1/sync", data=data, headers=headers, content_type=kind)


def _falsely_named(phone: Phone) -> Lane:
    lane = Lane(phone, MINE, picture())
    lane.metadata = metadata(sha256="0" * 64, registration=MINE, type="image/jpeg")
    return lane


def _too_long(phone: Phone) -> TestResponse:
    lane = Lane(phone, MINE, picture())
    lane.length = str(len(lane.data) - 1)
    return lane.send()


REFUSED: dict[str, tuple[Callable[[Phone], TestResponse], int, str]] = {
    "a gzip bomb": (bomb, 413, "too_large"),
    "10,000 operations": (
        lambda phone: phone.post(phone.request(*[{}] * 10_000)),
        422,
        "too_many_operations",
    ),
    "a forged cursor": (
        lambda phone: phone.post(phone.request(cursor="A" * 60)),
        400,
        "bad_cursor",
    ),
    "another's device": (
        lambda phone: phone.post(phone.request(device=made_id("phone of others"))),
        403,
        "wrong_device",
    ),
    "a photo that is none": (
        lambda phone: Lane(phone, MINE, b"no picture at all").send(),
        422,
        "not_a_photo",
    ),
    "a photo of another hash": (lambda phone: _falsely_named(phone).send(), 422, "photo_hash"),
    "an upload past its length": (_too_long, 413, "too_large"),
}


@pytest.mark.parametrize("lie", REFUSED)
def test_a_request_is_refused_by_its_code(
    liar: Phone, log: pytest.LogCaptureFixture, lie: str
) -> None:
    act, status, word = REFUSED[lie]
    assert code(act(liar)) == (status, word)
    assert f"refused code={word}" in log.text
    assert f"device={liar.device}" in log.text
    assert liar.sync(amend(liar))["receipts"]["exceptions"] == []


TAKEN: dict[str, tuple[Callable[[Phone], dict[str, Any]], str, str | None]] = {
    "a reused op": (
        lambda phone: amend(phone, op=made_id(f"{phone.device} op 1")),
        "id_reuse",
        None,
    ),
    "a reused n": (lambda phone: amend(phone, n=1), "id_reuse", None),
    "a gap in n": (lambda phone: amend(phone, n=9), "held", None),
    "a registration of others": (
        lambda phone: amend(phone, THEIRS),
        "quarantined",
        "foreign_registration",
    ),
    "another's clinic": (
        lambda phone: phone.create(made_id("new"), 4, clinic=THERE.id),
        "quarantined",
        "foreign_clinic",
    ),
}


@pytest.mark.parametrize("lie", TAKEN)
def test_an_operation_is_taken_into_custody_and_has_no_effect(
    liar: Phone, log: pytest.LogCaptureFixture, lie: str
) -> None:
    make, result, word = TAKEN[lie]
    said = make(liar)
    before = liar.sync()["feed"]["cursor"]
    asked = liar.post(liar.request(said)).get_json()
    (receipt,) = asked["receipts"]["exceptions"]
    assert (receipt["result"], receipt.get("code")) == (result, word)
    assert asked["feed"]["cursor"] == before, "nothing has moved"
    assert f"pushed device={liar.device} operations=1" in log.text
    assert "exceptions=1" in log.text


def test_P111_a_base_from_the_future_overwrites_nothing(liar: Phone, new_phone: NewPhone) -> None:
    other = new_phone(BUDI, "b")
    other.sync()
    other.sync(amend(other))
    liar.sync()
    unseen = {"phone": "+6281200000000", "email": None}
    said = amend(liar, base=10**15, set={"contact": unseen}, was={"contact": unseen})
    (receipt,) = liar.sync(said)["receipts"]["exceptions"]
    assert (receipt["result"], receipt["code"]) == ("held", "lost_base")
    other.sync()
    assert other.entries[MINE]["units"]["contact"]["phone"] == "+6281234567899"


def test_P33_a_chain_that_is_not_the_logs_is_told_so(liar: Phone) -> None:
    answer = liar.post(liar.request(chain={"n": 1, "hash": "0" * 64})).get_json()
    assert answer["receipts"]["chain_matches"] is False
    assert answer["receipts"]["through"] == 1
