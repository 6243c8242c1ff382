"""What docs/protocol.md says in examples and tables, said to the real server."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from server.store import Store
from server.store.base import db
from sync.units import UNITS
from tests.client.canonical import GENESIS, canonical, link
from tests.client.wire import Answered, Refused, Reply, over_http
from tests.conversation.site import Site
from tests.server.people import HERE, PASSWORD, account

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "protocol.md").read_text()
SECTION = DOCUMENT.partition("## 8. One exchange")[2]
FENCED = re.compile(r"^```json\n(.*?)\n```", re.MULTILINE | re.DOTALL)
OPERATION, REQUEST, ANSWER = FENCED.findall(SECTION)


@pytest.fixture
def token(site: Site) -> str:
    """Of the person and the device of section 8."""
    author = json.loads(OPERATION)["author"]
    sari = account("sari of section 8", "supervisor", HERE)
    Store(db.engine).accounts.add_accounts([_with(sari, id=author["account"])])
    device = {"id": author["device"], "label": "HP", "app": "0.1.0"}
    given = {"username": sari.username, "password": PASSWORD, "device": device}
    signed = over_http(site.origin)("POST", "/session", None, given)
    assert isinstance(signed, Answered)
    return f"Bearer {signed.body['token']}"


def _with(value: Any, **change: Any) -> Any:
    return type(value)(**{name: getattr(value, name) for name in value.__slots__} | change)


def sent(site: Site, token: str, **change: Any) -> Reply:
    """The answer to section 8's request with a change to it."""
    return over_http(site.origin)("POST", "/sync", token, json.loads(REQUEST) | change)


def exceptions(reply: Reply) -> list[tuple[int, str, str | None]]:
    assert isinstance(reply, Answered)
    told = reply.body["receipts"]["exceptions"]
    return [(receipt["n"], receipt["result"], receipt.get("code")) for receipt in told]


def test_P30_P31_the_hashes_of_section_8() -> None:
    operation = json.loads(REQUEST)["operations"][0]
    assert canonical(operation).decode() == OPERATION
    assert f"`{hashlib.sha256(OPERATION.encode()).hexdigest()}`" in SECTION
    assert json.loads(ANSWER)["receipts"]["chain"] == link(GENESIS, OPERATION.encode())


def test_P46_the_answer_of_section_8(site: Site, token: str) -> None:
    reply = sent(site, token)
    assert isinstance(reply, Answered)
    assert reply.body["feed"].pop("cursor")
    expected = json.loads(ANSWER)
    del expected["feed"]["cursor"]
    assert reply.body.pop("incarnation") != expected.pop("incarnation"), "both are opaque"
    assert reply.body == expected


def test_P14_the_table_of_units() -> None:
    table = re.findall(r"^\| `(\w+)` \| (.*) \|$", DOCUMENT.partition("### ")[0], re.MULTILINE)
    told = {unit: row for unit, row in table if unit in UNITS}
    assert told.keys() == UNITS.keys()
    named = {unit: set(re.findall(r"`(\w+)`", row)) for unit, row in told.items()}
    assert {
        u: set(fields) - named[u] for u, fields in UNITS.items() if set(fields) - named[u]
    } == {}


@pytest.mark.parametrize("field", sorted(json.loads(REQUEST).keys() - {"buckets", "incarnation"}))
def test_P8_every_field_is_required(site: Site, token: str, field: str) -> None:
    request = {key: value for key, value in json.loads(REQUEST).items() if key != field}
    reply = over_http(site.origin)("POST", "/sync", token, request)
    assert reply == Refused(422, "invalid_request")


def test_P9_an_older_app_leaves_out_what_came_later(site: Site, token: str) -> None:
    request = json.loads(REQUEST)
    del request["buckets"], request["health"]["repair"], request["health"]["repaired_at"]
    del request["incarnation"]
    reply = over_http(site.origin)("POST", "/sync", token, request)
    assert isinstance(reply, Answered)
    assert reply.body["incarnation"] is None, "P101: it is told nothing that it does not know"


@pytest.mark.parametrize(("field", "value"), [("op", "no id"), ("op", None), ("n", 0), ("n", "1")])
def test_P8_an_operation_that_no_receipt_could_name(
    site: Site, token: str, field: str, value: object
) -> None:
    operation = json.loads(OPERATION) | {field: value}
    reply = sent(site, token, operations=[operation])
    assert reply == Refused(422, "invalid_request")


def test_P8_P17_what_is_wrong_costs_its_operation_only(site: Site, token: str) -> None:
    first = json.loads(OPERATION)
    ids = [f"{first['op'][:-2]}{number:02d}" for number in (21, 22)]
    stranger = first | {"n": 2, "op": ids[0], "author": first["author"] | {"account": HERE.id}}
    strange = first | {"n": 3, "op": ids[1], "colour": "green"}
    reply = sent(site, token, operations=[first, stranger, strange])
    assert exceptions(reply) == [
        (1, "held", "no_registration"),
        (2, "quarantined", "wrong_author"),
        (3, "quarantined", "malformed"),
    ]


def test_P34_what_is_in_the_chain(site: Site, token: str) -> None:
    first = json.loads(OPERATION)
    other = first | {"reason": "Lain"}
    same_op = other | {"n": 2}
    assert sent(site, token, operations=[first, other, same_op]) == Refused(409, "copied")
    request = json.loads(REQUEST) | {"operations": [first, other, same_op]}
    del request["incarnation"]  # an older app's
    reply = over_http(site.origin)("POST", "/sync", token, request)
    assert exceptions(reply)[-1] == (2, "id_reuse", None)
    assert isinstance(reply, Answered)
    chain = link(link(GENESIS, canonical(first)), canonical(same_op))
    assert reply.body["receipts"]["chain"] == chain
    assert reply.body["receipts"]["through"] == 2


def test_P7_a_device_is_of_one_account(site: Site, token: str) -> None:
    assert token
    device = {"id": json.loads(REQUEST)["device"], "label": "HP", "app": "0.1.0"}
    given = {"username": "rina", "password": PASSWORD, "device": device}
    reply = over_http(site.origin)("POST", "/session", None, given)
    assert reply == Refused(403, "wrong_device")
