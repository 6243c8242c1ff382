"""What a phone holds is not told again, and a request costs one commit, on each database: P220 to P226."""

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from server.json_text import digest
from server.moments import moment
from server.store import Store
from server.store.base import db
from tests.server.conftest import NewPhone
from tests.server.people import RINA, made_id
from tests.server.phone import Phone

IDS = [made_id(f"registration {n}") for n in range(3)]
HEALTH = {
    "app": "0.1.0",
    "pending": 7,
    "oldest_pending_at": None,
    "persisted": None,
    "free_bytes": 5,
}


def fed(phone: Phone, *operations: dict[str, Any], **fields: Any) -> Any:
    response = phone.post(phone.request(*operations, **fields))
    assert response.status_code == 200, response.get_json()
    return response.get_json()["feed"]


def caught_up(phone: Phone) -> str:
    creates = [phone.create(key, number) for number, key in enumerate(IDS, 1)]
    cursor: str = fed(phone, *creates, holds=True)["cursor"]
    return cursor


def amend(phone: Phone, n: int, contact: dict[str, Any]) -> dict[str, Any]:
    made = phone.operation("amend", IDS[1], base=n - 3, set={"contact": contact}, was={})
    assert made["n"] == n
    return made


def test_P222_P223_what_changed_is_told_without_the_rest(new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    cursor = caught_up(rina)
    contact = {"phone": "+6281234567899", "email": None}
    feed = fed(rina, amend(rina, 4, contact), cursor=cursor, holds=True)
    assert feed["entries"] == []
    (news,) = feed["changed"]["entries"]
    assert (news["registration"], news["since"], news["units"]) == (IDS[1], 1, {"contact": contact})
    (whole,) = fed(rina, cursor=cursor)["entries"]
    assert feed["changed"]["digest"] == digest([whole])


def test_P227_an_older_app_is_given_a_cursor_that_an_older_server_reads(
    new_phone: NewPhone,
) -> None:
    rina = new_phone(RINA)
    short = caught_up(rina)
    named = fed(rina, cursor=short)["cursor"]
    _, view, after = json.loads(base64.urlsafe_b64decode(named + "=" * (-len(named) % 4))[16:])
    assert (len(view), sum(after.values())) == (16, len(IDS))
    assert fed(rina, cursor=named, holds=True)["cursor"] == short


def test_P223_what_moved_twice_is_told_whole(new_phone: NewPhone) -> None:
    rina = new_phone(RINA)
    cursor = caught_up(rina)
    for n in (4, 5):
        fed(rina, amend(rina, n, {"phone": f"+628123456789{n}", "email": None}))
    feed = fed(rina, cursor=cursor, holds=True)
    assert [entry["registration"] for entry in feed["entries"]] == [IDS[1]]
    assert not {"changed", "own"} & set(feed), "left out where they are null (P226)"
    older = fed(rina, cursor=cursor)
    assert (older["own"], older["changed"]) == (None, None)


@pytest.mark.parametrize("pushes", [0, 1])
def test_P220_a_request_costs_one_commit(new_phone: NewPhone, *, pushes: int) -> None:
    """What the phone says of itself is in it: a second commit would wait for the disk once more."""
    rina = new_phone(RINA)
    commits: list[str] = []

    def wrote(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            connection.info["wrote"] = True

    def committed(connection: Connection) -> None:
        if connection.info.pop("wrote", False):
            commits.append("durable")

    with listening(db.engine, before_cursor_execute=wrote, commit=committed):
        operations = [rina.create(key, n) for n, key in enumerate(IDS[:pushes], 1)]
        fed(rina, *operations, health=HEALTH)
    assert commits == ["durable"]
    heard = Store(db.engine).devices.device_by_id(rina.device)
    assert heard is not None
    assert (heard.pending, heard.free_bytes, heard.last_contact_at) == (7, 5, moment(rina.clock()))


@contextmanager
def listening(engine: Engine, **hooks: Callable[..., None]) -> Iterator[None]:
    for name, hook in hooks.items():
        event.listen(engine, name, hook)
    yield
    for name, hook in hooks.items():
        event.remove(engine, name, hook)
