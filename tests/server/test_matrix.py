"""Every endpoint by role by foreign scope. An endpoint of the document without a line here is red.

A line says what a recruiter, a supervisor and an admin are answered about something that is *not theirs*: of
another account, another clinic, or nobody's. 403 is the role, 404 the scope, 2xx that the role may (and then the
line says by `hides` that nothing foreign is in the answer). What is theirs is in the tests of each endpoint.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from server.api.openapi import document
from sync.operation import Role
from tests.pictures import declared, picture, sha256
from tests.server.conftest import NewPhone
from tests.server.people import ADMIN, JOKO, RINA, SARI, THERE, TUTI, made_id, units
from tests.server.phone import Phone, only_receipt
from tests.server.uploading import Lane

THEIRS = made_id("registration of Joko")
PHOTO = picture()


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind is enough: nothing here depends on it."""
    return sqlite_url


@dataclass(frozen=True)
class World:
    """Joko's registration, photo, upload and phone are in THERE; who asks is of HERE, or an admin."""

    joko: Phone
    upload: str
    by: Mapping[Role, Phone]


@dataclass(frozen=True)
class Line:
    """Statuses by role; ``ask`` makes the request as a phone. ``hides``: Joko's ids are not in what is answered."""

    recruiter: int
    supervisor: int
    admin: int
    body: Callable[[Phone, World], dict[str, Any]] | None = None
    query: str = ""
    hides: tuple[Role, ...] = field(default=("recruiter", "supervisor"))

    def status(self, role: Role) -> int:
        match role:
            case "recruiter":
                return self.recruiter
            case "supervisor":
                return self.supervisor
            case "admin":
                return self.admin


def another_device(phone: Phone, world: World) -> dict[str, Any]:
    return phone.request() | {"device": world.joko.device}


def renewal_of_theirs(_phone: Phone, world: World) -> dict[str, Any]:
    device = {"id": world.joko.device, "label": "x", "app": "0.1.0"}
    return {"device": device, "reason": "copied", "n": 0, "hash": "0" * 64}


TABLE, MONTH = "format=csv&language=id", "month=2026-11"
EVERYBODY = "open to everybody"
LINES: Mapping[str, Line | str] = {
    "POST /session": EVERYBODY,
    "POST /session/factor": EVERYBODY,
    "OPTIONS /uploads": EVERYBODY,
    "GET /health": EVERYBODY,
    "GET /openapi.json": EVERYBODY,
    "DELETE /session": "one's own session, and no other can be named",
    "GET /me": "one's own account, and no other can be named",
    "POST /me/password": "one's own password, and no other account can be named",
    "POST /device-key": "the credential's own device, and no other can be named",
    "POST /bundles": "whose it is stands in the signature: tests/server/test_bundles.py",
    "POST /photo-pieces": "whose it is stands in the signature: tests/server/test_rescue.py",
    "POST /vault/open": "the box says whose it is: test_a_box_of_another_account below",
    "POST /sync": Line(403, 403, 403, another_device),
    "POST /device/wiped": Line(403, 403, 403),
    "POST /device/renew": Line(422, 422, 422, renewal_of_theirs),
    "POST /uploads": Line(400, 400, 400),
    "HEAD /uploads/{upload}": Line(404, 404, 404),
    "PATCH /uploads/{upload}": Line(404, 404, 404),
    "DELETE /uploads/{upload}": Line(404, 404, 404),
    "GET /registrations/{registration}/photo": Line(404, 404, 404),
    "GET /registrations/{registration}/proposals/{op}/photo": Line(403, 403, 404),
    "GET /registrations/{registration}/history": Line(403, 404, 200),
    "POST /registrations/{registration}/access-file": Line(403, 403, 200),
    "POST /registrations/search": Line(403, 403, 200, lambda *_: {"clinic": THERE.id}),
    "GET /processing": Line(403, 403, 200),
    "GET /approved": Line(403, 404, 200, query=f"?clinic={THERE.id}"),
    "GET /exports/approved": Line(403, 404, 200, query=f"?{TABLE}&clinic={THERE.id}"),
    "GET /exports/incentives": Line(403, 404, 200, query=f"?{TABLE}&{MONTH}&clinic={THERE.id}"),
    "GET /exports/device": Line(403, 404, 200, query=f"?{TABLE}&device={{device}}"),
    "GET /statements": Line(403, 404, 200, query=f"?{MONTH}&clinic={THERE.id}"),
    # A supervisor is told of an account what it earned in their clinics, which is nothing.
    "GET /statements/{account}": Line(404, 200, 200, query=f"?{MONTH}", hides=("recruiter",)),
    "POST /imports/payments": Line(403, 403, 200, lambda *_: {}),
    "POST /imports/clinics": Line(403, 403, 200, lambda *_: {}),
    "POST /imports/accounts": Line(403, 403, 200, lambda *_: {}),
    "GET /devices": Line(403, 200, 200),
    "GET /accounts": Line(403, 403, 200),
    "POST /accounts": Line(403, 403, 422, lambda *_: {}),
    "GET /accounts/{account}": Line(403, 403, 200),
    "PUT /accounts/{account}": Line(403, 403, 422, lambda *_: {}),
    "GET /quarantine": Line(403, 403, 200),
    "POST /accounts/{account}/password": Line(403, 403, 200),
    "POST /accounts/{account}/factor/end": Line(403, 403, 204),
    "POST /devices/{device}/end": Line(403, 403, 204),
}
ROLES: tuple[Role, ...] = ("recruiter", "supervisor", "admin")


@pytest.fixture
def world(new_phone: NewPhone) -> World:
    joko = new_phone(JOKO)
    create = joko.create(THEIRS, clinic=THERE.id, set=units(photo=declared(PHOTO)))
    assert joko.sync(create)["receipts"]["exceptions"] == []
    assert Lane(joko, THEIRS, PHOTO).send().status_code == 204
    half = Lane(joko, THEIRS, picture(2))
    assert half.begin().status_code == 201
    by: dict[Role, Phone] = {
        role: new_phone(a) for role, a in zip(ROLES, (RINA, SARI, ADMIN), strict=True)
    }
    return World(joko, half.location.rsplit("/", 1)[-1], by)


def ask(world: World, key: str, phone: Phone, body: dict[str, Any] | None) -> TestResponse:
    method, path = key.split(" ")
    line = LINES[key]
    path += line.query if isinstance(line, Line) else ""
    for name, value in (
        ("upload", world.upload),
        ("registration", THEIRS),
        ("device", world.joko.device),
        ("account", JOKO.id),
        ("op", made_id("an operation of nobody")),
    ):
        path = path.replace(f"{{{name}}}", value)
    headers = {"Authorization": f"Bearer {phone.token}"}
    if "/uploads" in path:
        headers |= {"Tus-Resumable": "1.0.0", "Upload-Offset": "0"}
        headers |= {"Content-Type": "application/offset+octet-stream"}
    return phone.client.open(f"/api/v1{path}", method=method, headers=headers, json=body)


def test_every_endpoint_has_its_line(app: Flask) -> None:
    drawn = {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in document(app)["paths"].items()
        for method in methods
        if method != "parameters"
    }
    assert drawn == set(LINES)


@pytest.mark.parametrize("role", ROLES)
def test_what_is_not_theirs(world: World, role: Role) -> None:
    """In the order of the lines: those that change something for good are the last."""
    phone, private = world.by[role], (THEIRS, JOKO.id, world.joko.device, sha256(PHOTO))
    wrong: list[tuple[str, int | str, str]] = []
    for key, line in LINES.items():
        if isinstance(line, str):
            continue
        answer = ask(world, key, phone, line.body(phone, world) if line.body else None)
        told = answer.get_data().decode(errors="replace")
        if answer.status_code != line.status(role):
            wrong.append((key, answer.status_code, told[:200]))
        wrong += [(key, "tells", one) for one in private if role in line.hides and one in told]
    assert wrong == []


@pytest.mark.parametrize("role", ROLES[:2])
def test_nothing_of_another_clinic_is_in_a_feed_nor_done_by_name(world: World, role: Role) -> None:
    phone = world.by[role]
    assert phone.sync()["feed"]["entries"] == []
    wanted = {"set": {"note": {"note": "x"}}, "was": {}}
    told = only_receipt(phone.sync(phone.operation("amend", THEIRS, base=1, **wanted)))
    assert (told["result"], told["code"]) == ("quarantined", "foreign_registration")
    assert THEIRS not in phone.entries


def test_a_box_of_another_account_opens_for_nobody_else(world: World) -> None:
    for phone in world.by.values():
        answer = ask(world, "POST /vault/open", phone, {"box": "A" * 64})
        assert (answer.status_code, "key" in answer.get_json()) == (403, False)


def test_the_neighbour_supervisor_sees_what_the_line_hides(
    new_phone: NewPhone, world: World
) -> None:
    """The same requests with the right clinic: the matrix refuses for the scope and for nothing else."""
    tuti = new_phone(TUTI)
    assert ask(world, "GET /registrations/{registration}/photo", tuti, None).data == PHOTO
    assert world.joko.device in ask(world, "GET /devices", tuti, None).get_data(as_text=True)
    assert [e["registration"] for e in tuti.sync()["feed"]["entries"]] == [THEIRS]
