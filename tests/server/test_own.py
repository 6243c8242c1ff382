"""What a phone has said itself is not told back over HTTP, on each database: P180 to P184."""

from typing import Any

from tests.server.conftest import NewPhone
from tests.server.people import RINA, made_id
from tests.server.phone import Phone

IDS = [made_id(f"registration {n}") for n in range(40)]


def pushed(rina: Phone, *operations: dict[str, Any], **fields: Any) -> Any:
    response = rina.post(rina.request(*operations, **fields))
    assert response.status_code == 200, response.get_json()
    return response


def test_P181_P182_a_push_is_answered_without_an_echo(new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    creates = [rina.create(key, number) for number, key in enumerate(IDS, 1)]
    response = pushed(rina, *creates, own_from=1)
    feed = response.get_json()["feed"]
    assert feed["entries"] == []
    (part,) = feed["own"]["made"]
    assert (part["n"], part["seq"]) == ([[1, 40]], 1)
    assert len(response.data) < 1500, "whatever was pushed"
    assert (feed["covers"], feed["check"]["count"]) == (40, 40)
    again = pushed(rina, cursor=feed["cursor"], chain={"n": 0, "hash": "0" * 64}).get_json()["feed"]
    assert (again["entries"], again["own"]) == ([], None), "nor later"


def test_P180_an_app_that_announces_nothing_is_told_everything(new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    feed = pushed(rina, rina.create(IDS[0]), rina.create(IDS[1], 2)).get_json()["feed"]
    assert ({e["registration"] for e in feed["entries"]}, feed["own"]) == (set(IDS[:2]), None)


def test_P181_a_phone_speaking_as_its_device_is_told_nothing(new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    body = rina.request(rina.create(IDS[0]), own_from=1)
    assert rina.post(body, f"Device {rina.device_token}").get_json()["feed"] is None
    feed = pushed(rina, own_from=1).get_json()["feed"]
    assert feed["own"]["made"][0]["n"] == [[1, 1]], "and when its person is back, it is named"
