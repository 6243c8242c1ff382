"""Requests that are refused: each has its problem code and changes nothing else."""

import gzip
import json
from typing import Any

import pytest
from werkzeug.test import TestResponse

from server.api.body import INFLATED_BYTES, RAW_BYTES
from tests.server.conftest import NewPhone
from tests.server.people import RINA, made_id
from tests.server.phone import Phone


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind is enough: nothing here depends on it."""
    return sqlite_url


ONE = made_id("registration one")


def send(phone: Phone, body: bytes, **headers: str) -> TestResponse:
    given = {
        "Content-Type": "application/json",
        "Authorization": f"Bearer {phone.token}",
    }
    return phone.client.post("/api/v1/sync", data=body, headers=given | headers)


def refused(response: TestResponse, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.mimetype == "application/problem+json"
    problem: dict[str, Any] = json.loads(response.text)
    assert problem["code"] == code
    return problem


@pytest.fixture
def rina(new_phone: NewPhone) -> Phone:
    return new_phone(RINA)


@pytest.fixture(autouse=True)
def nothing_is_changed(rina: Phone) -> Any:
    """After each refusal the same phone pushes its first operation as if nothing had been."""
    yield
    answer = rina.post(rina.request(rina.create(ONE, op=made_id("first"), n=1))).get_json()
    assert answer["receipts"]["through"] == 1
    assert answer["receipts"]["exceptions"] == []
    assert len(answer["feed"]["entries"]) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"rubbish",
        b"[]",
        b"1",
        b"{",
        b'{"protocol": NaN}',
        b'{"protocol": 1e999}',
        b'{"device": "\xff"}',
        b'\xef\xbb\xbf{"protocol": 1}',
        b'{"protocol": ' + b"9" * 5000 + b"}",
        '{"protocol": 1}'.encode("utf-16"),
        b"[" * 10 + b'"' + b"[" * 50_000,
    ],
)
def test_rubbish(rina: Phone, body: bytes) -> None:
    refused(send(rina, body), 400, "malformed_json")


def test_too_large_as_sent(rina: Phone) -> None:
    refused(send(rina, b" " * (RAW_BYTES + 1)), 413, "too_large")


def test_too_large_without_a_length(rina: Phone) -> None:
    response = rina.client.post(
        "/api/v1/sync",
        headers={
            "Content-Type": "application/json",
            "Authorization": f"Bearer {rina.token}",
        },
        environ_overrides={
            "wsgi.input": Endless(),
            "wsgi.input_terminated": True,
            "CONTENT_LENGTH": "",
        },
    )
    refused(response, 413, "too_large")


class Endless:
    """A body that never ends, as a chunked one may."""

    def read(self, size: int = -1) -> bytes:
        return b" " * (size if size > 0 else 1 << 16)

    readline = read

    def readinto(self, buffer: Any) -> int:
        buffer[:] = b" " * len(buffer)
        return len(buffer)


def test_gzip_bomb(rina: Phone) -> None:
    bomb = gzip.compress(b" " * (INFLATED_BYTES * 8))
    assert len(bomb) < RAW_BYTES
    refused(send(rina, bomb, **{"Content-Encoding": "gzip"}), 413, "too_large")


@pytest.mark.parametrize("cut", [0, 1, 5, -9, -1])
def test_gzip_cut_off(rina: Phone, cut: int) -> None:
    whole = gzip.compress(json.dumps(rina.request()).encode())
    refused(send(rina, whole[:cut], **{"Content-Encoding": "gzip"}), 400, "bad_encoding")


def test_gzip_with_something_behind_it(rina: Phone) -> None:
    whole = gzip.compress(json.dumps(rina.request()).encode())
    refused(send(rina, whole + b"x", **{"Content-Encoding": "gzip"}), 400, "bad_encoding")


def test_gzip_that_is_none(rina: Phone) -> None:
    refused(send(rina, b"{}", **{"Content-Encoding": "gzip"}), 400, "bad_encoding")


@pytest.mark.parametrize("encoding", ["deflate", "br", "gzip, gzip", "GZIP2"])
def test_other_encodings(rina: Phone, encoding: str) -> None:
    refused(send(rina, b"{}", **{"Content-Encoding": encoding}), 415, "unsupported_encoding")


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded"])
def test_other_media_types(rina: Phone, kind: str) -> None:
    refused(send(rina, b"{}", **{"Content-Type": kind}), 415, "unsupported_media_type")


@pytest.mark.parametrize(
    "body",
    [
        b'{"a":' * 17 + b"1" + b"}" * 17,
        b"[" * 17 + b"]" * 17,
        b"[" * 200_000,
        b'{"a":[' * 50_000,
    ],
)
def test_too_deep(rina: Phone, body: bytes) -> None:
    refused(send(rina, body), 422, "too_deep")


def test_as_deep_as_allowed_is_read(rina: Phone) -> None:
    body = b'{"a":' * 16 + b'"[[[[{{\\"["' + b"}" * 16
    refused(send(rina, body), 422, "invalid_request")


def test_too_many_operations(rina: Phone) -> None:
    request = rina.request() | {"operations": [{}] * 501}
    refused(rina.post(request), 422, "too_many_operations")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"surprise": 1}, "surprise"),
        ({"protocol": 2}, "protocol"),
        ({"protocol": "1"}, "protocol"),
        ({"protocol": True}, "protocol"),
        ({"device": "not an id"}, "device"),
        ({"device": made_id("x").upper()}, "device"),
        ({"chain": {"n": -1, "hash": "00" * 32}}, "chain.n"),
        ({"chain": {"n": 0, "hash": "0"}}, "chain.hash"),
        ({"chain": None}, "chain"),
        ({"operations": None}, "operations"),
        ({"operations": [1]}, "operations.0"),
        ({"operations": [{"n": 0, "op": made_id("x")}]}, "operations.0.n"),
        ({"operations": [{"n": 1.5, "op": made_id("x")}]}, "operations.0.n"),
        ({"operations": [{"n": 2**53, "op": made_id("x")}]}, "operations.0.n"),
        ({"operations": [{"n": 1, "op": "x"}]}, "operations.0.op"),
        ({"operations": [{"n": 1}]}, "operations.0.op"),
        ({"waiting": [0]}, "waiting.0"),
        ({"waiting": [1] * 501}, "waiting"),
        ({"cursor": 7}, "cursor"),
        ({"limit": 0}, "limit"),
        ({"limit": 501}, "limit"),
        ({"sent_at": "2026-11-23T03:00:00"}, "sent_at"),
        ({"sent_at": "2026-02-30T03:00:00.000Z"}, "sent_at"),
        ({"sent_at": "2026-11-23T03:00:00.000+07:00"}, "sent_at"),
        ({"health": {}}, "health.app"),
    ],
)
def test_wrong_fields_are_named(rina: Phone, change: dict[str, Any], field: str) -> None:
    problem = refused(rina.post(rina.request() | change), 422, "invalid_request")
    assert field in problem["errors"]


def test_missing_fields_are_named(rina: Phone) -> None:
    problem = refused(rina.post({}), 422, "invalid_request")
    assert set(problem["errors"]) == set(rina.request())


def test_a_small_request_gets_no_huge_answer(rina: Phone) -> None:
    flood = rina.request() | {f"x{i}": 1 for i in range(5000)}
    problem = refused(rina.post(flood), 422, "invalid_request")
    assert len(problem["errors"]) == 50


@pytest.mark.parametrize("cursor", ["", "x", "é", "A" * 60, "A" * 61])
def test_bad_cursor(rina: Phone, cursor: str) -> None:
    refused(rina.post(rina.request(cursor=cursor)), 400, "bad_cursor")


def test_another_devices_push(rina: Phone) -> None:
    refused(rina.post(rina.request() | {"device": made_id("other")}), 403, "wrong_device")


@pytest.mark.parametrize("credential", ["Bearer x", "Device x", "Basic eDp4", "Bearer", "\xff"])
def test_unknown_credentials(rina: Phone, credential: str) -> None:
    refused(rina.post(rina.request(), credential), 401, "unauthenticated")


def test_gzip_is_welcome(rina: Phone) -> None:
    body = gzip.compress(json.dumps(rina.request()).encode())
    assert send(rina, body, **{"Content-Encoding": "gzip"}).status_code == 200


def test_P13_a_whole_number_may_have_a_point(rina: Phone) -> None:
    body = json.dumps(rina.request()).replace('"limit": 200', '"limit": 2.0e2').encode()
    assert send(rina, body).status_code == 200
