"""What the history and the access file say of an admin's answers, on every side (docs/proof.md, P177, P175)."""

import io
import json
import zipfile
from typing import Any

import pytest

from server.schemas.registrations import HistorySchema
from tests.server.conftest import Clock, NewPhone
from tests.server.people import RINA, SARI, made_id, units
from tests.server.phone import Phone

KEPT, OTHER = made_id("kept"), made_id("other")
API = "/api/v1/registrations"
THEIRS = {"phone": "+628135550001", "email": None}


@pytest.fixture
def rina(new_phone: NewPhone) -> Phone:
    """A recruiter whose two phones signed up one person, with two phone numbers."""
    rina = new_phone(RINA)
    rina.sync(rina.create(KEPT))
    second = new_phone(RINA, "b")
    second.sync(second.create(OTHER, set=units(1, contact=THEIRS)))
    return rina


def items(reader: Phone, registration: str) -> list[dict[str, Any]]:
    told = reader.get(f"{API}/{registration}/history").get_json()
    assert HistorySchema().validate(told) == {}
    found: list[dict[str, Any]] = told["items"]
    return found


def answers(reader: Phone, registration: str) -> list[dict[str, Any]]:
    """The answers of the last resolution."""
    resolved = [item for item in items(reader, registration) if item["kind"] == "resolve"]
    found: list[dict[str, Any]] = resolved[-1]["answers"]
    return found


@pytest.fixture
def later(admin: Phone, rina: Phone, clock: Clock) -> Phone:
    """An admin who comes a second after what there is."""
    assert rina.n
    clock.forward(seconds=1)
    return admin


def keep(admin: Phone) -> None:
    """The first, with the phone number of the second."""
    admin.sync()
    (thread,) = admin.entries[KEPT]["threads"]
    choice = {"choice": "keep", "thread": thread["id"], "moves": thread["moves"]}
    choice |= {"keep": KEPT, "credit": RINA.id, "set": {"contact": THEIRS}}
    admin.sync(
        admin.operation("resolve", KEPT, base=1, choices=[choice], claims=sorted([KEPT, OTHER]))
    )


def test_P177_M106_what_a_keep_took_over_is_told_on_both_sides(later: Phone) -> None:
    keep(later)
    (kept,), (closed,) = answers(later, KEPT), answers(later, OTHER)
    assert kept["took"] == {"contact": THEIRS}
    assert kept["was"] == {"contact": units(1)["contact"]}
    assert (kept["keep"], kept["credit"], kept["gave"]) == (KEPT, RINA.id, [])
    assert (closed["keep"], closed["credit"], closed["gave"]) == (KEPT, RINA.id, ["contact"])
    assert (closed["took"], closed["was"]) == ({}, {})


def test_P177_a_claim_is_told_only_what_answers_about_it(
    rina: Phone, later: Phone, clock: Clock
) -> None:
    """An answer about another question of the other claim is that one's alone."""
    keep(later)
    clock.forward(seconds=1)
    rina.sync(
        rina.operation(
            "amend",
            KEPT,
            base=1,
            set={"contact": {**THEIRS, "email": "a@b.id"}},
            was={"contact": units(1)["contact"]},
        )
    )
    later.sync()
    (thread,) = [t for t in later.entries[KEPT]["threads"] if t["unit"] == "contact"]
    choice = {"choice": "standing", "thread": thread["id"], "moves": thread["moves"]}
    later.sync(later.operation("resolve", KEPT, base=2, choices=[choice], claims=[]))
    assert [a["choice"] for a in answers(later, KEPT)] == ["standing"]
    assert [item["kind"] for item in items(later, OTHER)] == ["create", "resolve"]


@pytest.mark.parametrize("choice", ["standing", "proposed", "value"])
def test_P177_what_was_chosen_of_two_values(
    choice: str, rina: Phone, admin: Phone, new_phone: NewPhone
) -> None:
    was = {"contact": units(1)["contact"]}
    first, second = ({"phone": f"+6281211112{n}2", "email": None} for n in (1, 2))
    other = new_phone(RINA, "c")
    rina.sync(rina.operation("amend", KEPT, base=1, set={"contact": first}, was=was))
    proposal = other.operation("amend", KEPT, base=1, set={"contact": second}, was=was)
    other.sync(proposal)
    admin.sync()
    (thread,) = [t for t in admin.entries[KEPT]["threads"] if t["unit"] == "contact"]
    say: dict[str, Any] = {"choice": choice, "thread": thread["id"], "moves": thread["moves"]}
    say |= {"proposal": proposal["op"]} if choice == "proposed" else {}
    say |= {"value": THEIRS} if choice == "value" else {}
    admin.sync(admin.operation("resolve", KEPT, base=2, choices=[say], claims=[]))
    (told,) = answers(admin, KEPT)
    took = {"standing": {}, "proposed": {"contact": second}, "value": {"contact": THEIRS}}[choice]
    assert (told["choice"], told["unit"], told["took"]) == (choice, "contact", took)
    assert told["was"] == ({"contact": first} if took else {})


def test_P177_what_the_portal_told_is_in_the_history(later: Phone, new_phone: NewPhone) -> None:
    boss = new_phone(SARI)
    keep(later)
    words: dict[str, object] = {"verdict": "approve", "remarks": {}, "message": None}
    boss.sync(boss.operation("review", KEPT, base=2, **words))
    facts = {"payment_code": "8881", "valid_until": "2026-12-20"}
    later.sync(later.operation("progress", KEPT, base=2, step="code_issued", facts=facts))
    (told,) = [item for item in items(boss, KEPT) if item["kind"] == "progress"]
    assert (told["says"]["step"], told["says"]["facts"]) == ("code_issued", facts)


def test_P175_the_access_file_says_what_was_taken_over(later: Phone) -> None:
    keep(later)
    headers = {"Authorization": f"Bearer {later.token}"}
    answer = later.client.post(f"{API}/{OTHER}/access-file", json={}, headers=headers)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as made:
        page, data = made.read("index.html").decode(), json.loads(made.read("data.json"))
    assert f"{units(1)['contact']['phone']} → {THEIRS['phone']}" in page
    assert "Dipakai di pendaftaran yang dipertahankan" in page
    (closed,) = [r for r in data["registrations"] if r["registration"]["id"] == OTHER]
    assert [op["raw"] is None for op in closed["operations"]] == [False, True]


def test_P177_of_a_resolution_that_was_not_taken_it_says_so(
    later: Phone, new_phone: NewPhone
) -> None:
    second = new_phone(later.account, "late")
    second.sync()
    keep(later)
    keep_late = second.entries[KEPT]["threads"][0]
    choice = {
        "choice": "two_people",
        "thread": keep_late["id"],
        "moves": keep_late["moves"],
        "reason": "Kembar",
    }
    claims = sorted([KEPT, OTHER])
    second.sync(second.operation("resolve", KEPT, base=1, choices=[choice], claims=claims))
    late = items(new_phone(SARI), OTHER)[-1]
    assert (late["result"], late["answers"][0]["reason"]) == ("stale", "Kembar")
