"""The list of what waits, and what an admin decides about it, over HTTP."""

from typing import Any

import pytest

from server.schemas.quarantine import PAGE, QuarantineSchema
from tests.server.conftest import Clock, NewPhone
from tests.server.people import ADMIN, BUDI, HERE, RINA, SARI, THERE, TUTI, made_id, units
from tests.server.phone import Phone, only_receipt

REG = made_id("registration")


@pytest.fixture
def rina(new_phone: NewPhone) -> Phone:
    return new_phone(RINA)


def waiting(admin: Phone, before: str | None = None) -> dict[str, Any]:
    path = "/api/v1/quarantine" + (f"?before={before}" if before else "")
    answer = admin.get(path)
    assert answer.status_code == 200, answer.get_json()
    page: dict[str, Any] = answer.get_json()
    assert QuarantineSchema().validate(page) == {}
    return page


def decide(admin: Phone, item: dict[str, Any], choice: str, **fields: Any) -> dict[str, Any]:
    """Push a decision; its answer."""
    said = {
        "about": {"device": item["device"], "n": item["n"]},
        "choice": choice,
        "seen": "waiting",
        "reason": "Klinik lain.",
    }
    return admin.sync(admin.operation("decide", item["on"], **(said | fields)))


def told(phone: Phone, n: int) -> dict[str, Any] | None:
    """What the phone hears when it asks (P4)."""
    answer = phone.post(phone.request(waiting=[n])).get_json()
    return next(iter(answer["receipts"]["exceptions"]), None)


def test_what_waits_is_told_with_who_where_and_what(rina: Phone, admin: Phone) -> None:
    rina.sync(rina.create(REG, clinic=THERE.id))
    page = waiting(admin)
    assert (page["count"], page["next"]) == (1, None)
    (item,) = page["items"]
    assert item["set"] == units(1)
    assert {key: item[key] for key in ("registration", "on", "clinic", "account", "label")} == {
        "registration": REG,
        "on": REG,
        "clinic": THERE.id,
        "account": RINA.id,
        "label": rina.label,
    }
    assert (item["kind"], item["result"], item["code"]) == (
        "create",
        "quarantined",
        "foreign_clinic",
    )
    assert item["standing"] is None
    assert item["skew_ms"] == 0


def test_M60_taken_it_flows_on_to_the_supervisor(
    rina: Phone, admin: Phone, new_phone: NewPhone
) -> None:
    rina.sync(rina.create(REG, clinic=THERE.id))
    (item,) = waiting(admin)["items"]
    assert decide(admin, item, "take", reason=None)["receipts"]["exceptions"] == []
    assert waiting(admin)["count"] == 0
    assert told(rina, 1) is None
    rina.sync()
    assert rina.entries[REG]["status"] == "submitted"
    assert [event["what"] for event in rina.entries[REG]["history"]] == ["create", "take"]
    there, here = new_phone(TUTI), new_phone(SARI)
    there.sync()
    here.sync()
    assert (set(there.entries), set(here.entries)) == ({REG}, set())


def test_M61_dismissed_its_author_reads_why(rina: Phone, admin: Phone) -> None:
    rina.sync(rina.create(REG, clinic=THERE.id))
    (item,) = waiting(admin)["items"]
    decide(admin, item, "dismiss", reason="Bukan klinik Anda.\nHubungi Tuti.")
    assert waiting(admin)["count"] == 0
    receipt = told(rina, 1)
    assert receipt is not None
    assert (receipt["result"], receipt["code"]) == ("quarantined", "dismissed")
    assert receipt["detail"] == "Bukan klinik Anda.\nHubungi Tuti."


def test_M61_a_dismissal_needs_a_reason(rina: Phone, admin: Phone) -> None:
    rina.sync(rina.create(REG, clinic=THERE.id))
    (item,) = waiting(admin)["items"]
    assert only_receipt(decide(admin, item, "dismiss", reason=None))["code"] == "malformed"
    assert {i["kind"] for i in waiting(admin)["items"]} == {"create", "decide"}


def test_M62_an_unreadable_one_is_shown_and_cannot_be_taken(rina: Phone, admin: Phone) -> None:
    broken = units(1, contact={"phone": "0812", "email": None})
    rina.sync(rina.create(REG, set=broken, captured_at=7, recorded_at="yesterday"))
    (item,) = waiting(admin)["items"]
    assert item["code"] == "malformed"
    assert set(item["set"]) == set(broken) - {"contact"}
    assert item["recorded_at"] is None
    receipt = only_receipt(decide(admin, item, "take"))
    assert (receipt["result"], receipt["code"]) == ("stale", "not_takable")
    assert receipt["detail"].startswith("malformed:")
    assert waiting(admin)["count"] == 1


def test_M66_one_without_a_registration_can_be_dismissed(rina: Phone, admin: Phone) -> None:
    rina.sync(
        rina.operation("dance", "anything at all"),
        rina.operation("amend", REG) | {"registration": 7},
    )
    one, other = waiting(admin)["items"]
    assert (one["on"], one["registration"]) == (rina.device, None)
    assert (other["on"], other["registration"]) == ("anything at all", None)
    for item in (one, other):
        assert decide(admin, item, "dismiss")["receipts"]["exceptions"] == []
    assert waiting(admin)["count"] == 0


def test_M65_two_admins_one_decision(rina: Phone, admin: Phone, new_phone: NewPhone) -> None:
    rina.sync(rina.create(REG, clinic=THERE.id))
    (item,) = waiting(admin)["items"]
    decide(admin, item, "dismiss", reason="Pertama.")
    second = new_phone(ADMIN, "b")
    assert only_receipt(decide(second, item, "dismiss", reason="Kedua."))["result"] == "same"
    late = only_receipt(decide(second, item, "take"))
    assert (late["result"], late["code"]) == ("stale", "moved")
    receipt = told(rina, 1)
    assert receipt is not None
    assert receipt["detail"] == "Pertama."
    undone = decide(second, item, "take", seen="dismissed")
    assert undone["receipts"]["exceptions"] == []
    assert told(rina, 1) is None


@pytest.mark.parametrize("who", [RINA, SARI])
def test_M66_only_an_admin_decides(
    rina: Phone, admin: Phone, new_phone: NewPhone, who: Any
) -> None:
    rina.sync(rina.create(REG, clinic=THERE.id))
    (item,) = waiting(admin)["items"]
    other = new_phone(who, "b")
    assert other.get("/api/v1/quarantine").status_code == 403
    receipt = only_receipt(decide(other, item, "take"))
    assert (receipt["result"], receipt["code"]) == ("quarantined", "not_entitled")
    assert told(rina, 1) is not None


def test_M66_an_unknown_operation(admin: Phone, rina: Phone) -> None:
    item = {"device": rina.device, "n": 7, "on": REG}
    assert only_receipt(decide(admin, item, "take"))["code"] == "no_such_operation"


def test_what_is_held_is_listed_and_cannot_be_decided(rina: Phone, admin: Phone) -> None:
    rina.sync(rina.operation("amend", REG, set={"note": {"note": "x"}}, was={}))
    (item,) = waiting(admin)["items"]
    assert item["result"] == "held"
    assert only_receipt(decide(admin, item, "take"))["code"] == "no_such_operation"


def test_a_foreign_change_is_shown_beside_what_stands(
    rina: Phone, admin: Phone, new_phone: NewPhone
) -> None:
    rina.sync(rina.create(REG))
    budi = new_phone(BUDI)
    value = units(9)["contact"]
    was = {"contact": units(1)["contact"]}
    budi.sync(budi.operation("amend", REG, base=1, set={"contact": value}, was=was))
    (item,) = waiting(admin)["items"]
    assert (item["set"], item["was"]) == ({"contact": value}, was)
    assert item["standing"] == units(1)
    assert item["clinic"] == HERE.id


def test_pages_go_on_where_the_last_one_ended(rina: Phone, admin: Phone, clock: Clock) -> None:
    rina.sync(*(rina.operation("dance", REG) for _ in range(PAGE)))
    clock.forward(seconds=1)
    rina.sync(*(rina.operation("dance", REG) for _ in range(PAGE)))
    first = waiting(admin)
    second = waiting(admin, first["next"])
    assert (first["count"], second["count"], second["next"]) == (2 * PAGE, 2 * PAGE, None)
    numbers = [item["n"] for item in first["items"] + second["items"]]
    assert numbers == list(range(2 * PAGE, 0, -1))


@pytest.mark.parametrize("before", ["x", "2026-11-23T03:00:00.000Z~x~1", "%00", "9" * 300])
def test_a_place_that_is_none_is_refused(admin: Phone, before: str) -> None:
    answer = admin.get(f"/api/v1/quarantine?before={before}")
    assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid_request")
