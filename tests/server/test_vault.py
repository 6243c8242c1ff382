"""P123: a data key in escrow comes back to the account it was sealed for, after the password."""

from werkzeug.test import TestResponse

from server.sealing import from_base64url, to_base64url
from tests.client.sealing import sealed
from tests.server.conftest import Clock, NewPhone
from tests.server.people import ADMIN, BUDI, RINA
from tests.server.phone import Phone

KEY = to_base64url(bytes(range(32)))


def escrow(phone: Phone, *, account: str | None = None) -> str:
    """The box that this phone would have kept."""
    seal = phone.get("/api/v1/me").get_json()["seal"]
    context = f"perisai vault {account or phone.account.id}"
    return sealed(seal, context, KEY.encode())


def opened(phone: Phone, box: str) -> TestResponse:
    return post(phone, "/api/v1/vault/open", f"Bearer {phone.token}", json={"box": box})


def post(phone: Phone, path: str, credential: str, **body: object) -> TestResponse:
    return phone.client.post(path, headers={"Authorization": credential}, **body)


def test_the_key_comes_back_after_the_password(new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    answer = opened(rina, escrow(rina))
    assert (answer.status_code, answer.get_json()) == (200, {"key": KEY})


def test_to_no_other_account(new_phone: NewPhone) -> None:
    rina, budi = new_phone(RINA), new_phone(BUDI)
    for box in (escrow(rina), escrow(budi, account=RINA.id)):
        assert opened(budi, box).get_json()["code"] == "forbidden"


def test_not_long_after_the_password(new_phone: NewPhone, clock: Clock) -> None:
    rina = new_phone(RINA)
    box = escrow(rina)
    clock.forward(minutes=16)
    assert opened(rina, box).status_code == 403
    rina.sign_in()
    assert opened(rina, box).status_code == 200


def test_rubbish_is_refused(new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    assert opened(rina, "not base64url!").status_code == 422
    assert opened(rina, to_base64url(b"x" * 200)).status_code == 403
    box = bytearray(from_base64url(escrow(rina)))
    box[-1] ^= 1
    assert opened(rina, to_base64url(bytes(box))).status_code == 403


def test_a_devices_own_credential_opens_nothing(new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    box = escrow(rina)
    credential = f"Device {rina.device_token}"
    assert post(rina, "/api/v1/vault/open", credential, json={"box": box}).status_code == 401


def test_P128_an_ended_device_says_that_it_is_wiped(new_phone: NewPhone, clock: Clock) -> None:
    rina, admin = new_phone(RINA), new_phone(ADMIN)

    def says() -> int:
        credential = f"Device {rina.device_token}"
        return post(rina, "/api/v1/device/wiped", credential).status_code

    def told() -> object:
        rows = admin.get("/api/v1/devices").get_json()["devices"]
        return next(row["wiped_at"] for row in rows if row["id"] == rina.device)

    assert says() == 403
    post(admin, f"/api/v1/devices/{rina.device}/end", f"Bearer {admin.token}")
    assert told() is None
    assert says() == 204
    first = told()
    clock.forward(hours=1)
    assert says() == 204
    assert told() == first == "2026-11-23T03:00:00.000Z"
