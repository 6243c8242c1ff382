"""What the database holds of people's numbers, read as a thief would: every byte of it (docs/security.md, P195)."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import MetaData, inspect, make_url, select

from server.store.base import db
from tests.server.branch import CODES, Branch, code, nik, registration, table
from tests.server.conftest import NewPhone
from tests.server.people import ADMIN, BUDI, RINA, SARI, THERE, made_id, units
from tests.server.phone import Phone, only_receipt

MANY = 12


@pytest.fixture
def branch(new_phone: NewPhone) -> Branch:
    return Branch(new_phone(RINA), new_phone(SARI), new_phone(ADMIN))


def converse(branch: Branch, budi: Phone) -> None:
    """Everything that can happen to a NIK: taken, amended, contested, twice, early, late, odd, in tables, searched."""
    rina, sari, admin = branch.recruiter, branch.supervisor, branch.admin
    one, two = branch.approve(1, 2)
    branch.take(table(CODES, code(1)))
    other = units(3)["identity"]
    said: dict[str, Any] = {"set": {"identity": other}, "was": {"identity": units(2)["identity"]}}
    budi.sync()
    rina.sync(rina.create(registration(4), 4), rina.create(registration(5), 5))
    sari.sync(sari.operation("amend", registration(4), base=1, **said))
    mine = {"set": {"identity": units(6)["identity"]}, "was": {"identity": units(4)["identity"]}}
    answer = rina.sync(rina.operation("amend", registration(4), base=1, **mine))
    assert only_receipt(answer)["result"] == "conflict"
    budi.sync(budi.create(registration(7), 5))  # the same person twice
    answer = rina.sync(rina.create(registration(8), 8, clinic=THERE.id))
    assert only_receipt(answer)["result"] == "quarantined"
    early = rina.operation("amend", registration(9), base=1, **mine)
    assert only_receipt(rina.sync(early))["result"] == "held"
    again = rina.create(registration(10), 10)
    rina.sync(again)
    rina.n -= 1
    lied = rina.create(registration(11), 11)
    body = rina.request(lied) | {"chain": {"n": rina.chain[0], "hash": rina.chain[1]}}
    assert only_receipt(rina.post(body).get_json())["result"] == "id_reuse"
    gap = rina.create(registration(12), 12, n=rina.n + 5, op=made_id("gap"))
    assert only_receipt(rina.post(rina.request(gap)).get_json())["result"] == "held"
    rina.n -= 1
    for path, asked in (
        ("registrations/search", {"nik": nik(1)}),
        ("registrations/search", {"nik": nik(5)}),
    ):
        found = post(
            admin, path, asked | {"name": None, "clinic": None, "status": None, "after": None}
        )
        assert found["items"]
    rina.sync(rina.operation("withdraw", two, base=2, reason=f"salah, {nik(2)}"))
    assert one


def post(phone: Phone, path: str, body: dict[str, Any]) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {phone.token}"}
    answer = phone.client.post(f"/api/v1/{path}", json=body, headers=headers)
    assert answer.status_code == 200, answer.get_json()
    told: dict[str, Any] = answer.get_json()
    return told


def every_value() -> dict[str, list[str]]:
    """Whatever is in any column of any table of the database, of ours or not."""
    everything = MetaData()
    everything.reflect(db.engine)
    assert set(inspect(db.engine).get_table_names()) == set(everything.tables)
    with db.engine.connect() as connection:
        return {
            name: [repr(tuple(row)) for row in connection.execute(select(kept))]
            for name, kept in everything.tables.items()
        }


def files(database_url: str) -> dict[str, bytes]:
    """The files of a SQLite database, its log among them."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite":
        return {}
    place = Path(url.database or "")
    return {file.name: file.read_bytes() for file in place.parent.glob(f"{place.name}*")}


def test_P195_no_column_and_no_file_holds_a_NIK(
    app: Flask, branch: Branch, new_phone: NewPhone, database_url: str
) -> None:
    assert app
    converse(branch, new_phone(BUDI))
    people = {number: units(number) for number in range(1, MANY + 1)}
    said = {unit["identity"]["nik"] for unit in people.values()}
    phones = {unit["contact"]["phone"] for unit in people.values()}
    for name, rows in every_value().items():
        for row in rows:
            assert not [word for word in said | phones if word in row], name
    for name, held in files(database_url).items():
        assert not [word for word in said | phones if word.encode() in held], name
    for name in ("registration", "operation", "waiting", "stray", "receipt", "claim", "processing"):
        assert every_value()[name], f"the conversation wrote something to {name}"


def test_P195_what_is_sealed_is_told_as_it_was_said(branch: Branch, new_phone: NewPhone) -> None:
    converse(branch, new_phone(BUDI))
    for number in (5, 10):
        assert branch.standing(number)["units"]["identity"]["nik"] == nik(number)
    held = branch.admin.get("/api/v1/quarantine").get_json()["items"]
    assert {item["set"]["identity"]["nik"] for item in held if item["set"]} >= {nik(8), nik(11)}
