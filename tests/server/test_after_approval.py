"""After approval: the list by stage, exports, and incentive from payments (docs/tables.md)."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from werkzeug.test import TestResponse

from server.api import approved as approved_page
from server.api import exports
from server.api.processing import record_processing
from server.domain import portal
from server.domain.tables import table as table_of
from server.store import approved as kept
from tests.server.branch import CODES, Branch, code, counts, registration, table
from tests.server.conftest import Clock, NewPhone
from tests.server.people import ADMIN, HERE, JOKO, RINA, SARI, THERE, TUTI, units
from tests.server.phone import Phone


@pytest.fixture
def branch(new_phone: NewPhone) -> Branch:
    return Branch(new_phone(RINA), new_phone(SARI), new_phone(ADMIN))


@pytest.fixture
def elsewhere(new_phone: NewPhone, branch: Branch) -> Branch:
    return Branch(new_phone(JOKO), new_phone(TUTI), branch.admin)


def listed(phone: Phone, query: str = "") -> list[str]:
    answer = phone.get(f"/api/v1/approved?{query}").get_json()
    return [one["registration"] for one in answer["items"]]


def cells(answer: TestResponse) -> list[list[str]]:
    assert answer.status_code == 200, answer.get_json()
    return [*csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig")))]


def test_P164_a_stage_holds_what_has_come_so_far(branch: Branch) -> None:
    branch.approve(1, 2, 3, 4)
    branch.progress(2, "code_issued", payment_code="8881-0002", valid_until="2026-11-23")
    branch.progress(3, "code_issued", payment_code="8881-0003", valid_until="2026-11-22")
    branch.progress(4, "paid", paid_at="2026-11-22", amount=84000)
    stages = {stage: listed(branch.admin, f"stage={stage}") for stage in kept.STAGES}
    assert stages == {
        "ready": [registration(1)],
        "coded": [registration(2)],
        "lapsed": [registration(3)],
        "paid": [registration(4)],
        "registered": [],
    }
    told = branch.admin.get("/api/v1/approved?stage=ready").get_json()
    assert told["counts"] == {"ready": 1, "coded": 1, "lapsed": 1, "paid": 1, "registered": 0}


def test_P164_pages_hold_everything_once(
    branch: Branch, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2, 3, 4, 5):
        branch.approve(number)
        clock.forward(minutes=number % 2)  # some are of the same moment
    monkeypatch.setattr(approved_page, "PAGE", 2)
    found: list[str] = []
    after = ""
    while True:
        answer = branch.admin.get(f"/api/v1/approved{after}").get_json()
        found += [one["registration"] for one in answer["items"]]
        if answer["next"] is None:
            break
        after = f"?after={answer['next']}"
    assert sorted(found) == sorted(registration(number) for number in (1, 2, 3, 4, 5))
    assert found[0] == registration(1)


def test_P164_a_supervisor_sees_their_clinics_only(branch: Branch, elsewhere: Branch) -> None:
    branch.approve(1)
    elsewhere.approve(2, clinic=THERE.id)
    assert listed(branch.supervisor) == [registration(1)]
    assert listed(elsewhere.supervisor) == [registration(2)]
    assert len(listed(branch.admin)) == 2
    assert listed(branch.admin, f"clinic={THERE.id}") == [registration(2)]
    foreign = f"clinic={THERE.id}"
    for path in (
        "approved?",
        "exports/approved?format=csv&language=id&",
        "statements?month=2026-11&",
    ):
        assert branch.supervisor.get(f"/api/v1/{path}{foreign}").status_code == 404
    told = cells(branch.supervisor.get("/api/v1/exports/approved?format=csv&language=id"))
    assert [row[0] for row in told[1:]] == [registration(1)]


def test_P164_a_month_is_that_of_the_approval_in_the_working_zone(
    branch: Branch, clock: Clock
) -> None:
    clock.forward(days=7, hours=13.9)  # 30 November, 23:54 in Bekasi
    for phone in (branch.recruiter, branch.supervisor, branch.admin):
        phone.sign_in()
    branch.approve(1)
    clock.forward(minutes=10)
    branch.approve(2)
    assert listed(branch.admin, "month=2026-11") == [registration(1)]
    assert listed(branch.admin, "month=2026-12") == [registration(2)]


def test_P164_an_export_has_the_fields_in_portal_order(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "PAGE", 2)
    branch.approve(1, 2, 3)
    rows = cells(branch.admin.get("/api/v1/exports/approved?format=csv&language=en"))
    assert len(rows) == 4
    nik = rows[0].index("NIK")
    assert rows[0][nik : nik + 3] == ["NIK", "Full name", "Birth place"]
    assert {row[nik] for row in rows[1:]} == {units(n)["identity"]["nik"] for n in (1, 2, 3)}
    assert rows[1][rows[0].index("Clinic")] == HERE.name


def test_P164_no_cell_of_a_csv_is_a_formula(branch: Branch) -> None:
    evil = {"full_name": '=HYPERLINK("http://evil.example")', "birth_place": "@SUM(A1)"}
    branch.approve(1, name=evil, note={"note": "+1-1"})
    query = "/api/v1/exports/approved?language=id&format="
    rows = cells(branch.admin.get(f"{query}csv"))
    named = dict(zip(rows[0], rows[1], strict=True))
    assert named["Nama lengkap"] == '\'=HYPERLINK("http://evil.example")'
    assert named["Tempat lahir"] == "'@SUM(A1)"
    assert named["Catatan"] == "'+1-1"
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in rows[1])
    book = openpyxl.load_workbook(io.BytesIO(branch.admin.get(f"{query}xlsx").get_data()))
    sheet = book.worksheets[0]
    texts = {cell.value: cell.data_type for cell in sheet[2]}
    assert texts[evil["full_name"]] == "s"
    assert texts[units(1)["identity"]["nik"]] == "s"


def test_P164_an_export_filled_in_is_an_import(branch: Branch) -> None:
    branch.approve(1, 2)
    rows = cells(branch.admin.get("/api/v1/exports/approved?format=csv&language=en"))
    for number, row in enumerate(rows[1:]):
        row[rows[0].index("Payment code")] = f"8881-000{number}"
        row[rows[0].index("Valid until")] = "2026-12-20"
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    assert counts(branch.take(text.getvalue().encode())) == (2, 0, 0)
    assert branch.standing(2)["status"] == "code_issued"


def test_P164_every_export_leaves_its_line(
    branch: Branch, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    branch.approve(1)
    told: list[tuple[str, str]] = []

    def heard(caller: object, act: str, **said: object) -> int:
        told.append((act, str(said["purpose"])))
        return record_processing(caller, act, **said)  # type: ignore[arg-type]

    monkeypatch.setattr(exports, "record_processing", heard)
    branch.admin.get("/api/v1/exports/approved?format=csv&language=id").get_data()
    branch.admin.get("/api/v1/exports/incentives?format=xlsx&language=id&month=2026-11").get_data()
    assert told == [("export", "portal"), ("export", "incentive")]
    assert units(1)["identity"]["nik"] not in caplog.text


def test_P165_an_incentive_comes_from_payments(branch: Branch) -> None:
    """Of 30 who were approved 26 paid this month: 25 are what the scheme of 2022 asks."""
    numbers = [*range(1, 31)]
    branch.approve(*numbers)
    header = ("Referensi", "Tanggal bayar", "Jumlah")
    this = [(registration(n), "2026-11-20", 16_800) for n in numbers[:26]]
    last = [(registration(n), "2026-10-31", 16_800) for n in numbers[26:28]]
    assert counts(branch.take(table(header, *this, *last))) == (28, 0, 0)
    answer = branch.admin.get("/api/v1/statements?month=2026-11").get_json()
    assert answer["statements"] == [
        {
            "account": RINA.id,
            "members": 26,
            "paid_total": 26 * 16_800,
            "acquisition": 26 * 10_000,
            "fees": 26 * 16_800 * 15 // 100,
            "total": 260_000 + 65_520,
            "rule": "2022",
            "elsewhere": False,
        }
    ]
    own = branch.recruiter.get(f"/api/v1/statements/{RINA.id}?month=2026-10").get_json()
    assert (own["statement"]["members"], own["statement"]["acquisition"]) == (2, 0)
    assert [one["amount"] for one in own["payments"]] == [16_800, 16_800]


def test_P165_what_was_sent_to_review_again_was_paid_all_the_same(branch: Branch) -> None:
    branch.approve(1)
    branch.take(table(CODES, code(1)))
    branch.progress(1, "paid", paid_at="2026-11-22", amount=84_000)
    rows = cells(
        branch.admin.get(
            f"/api/v1/exports/incentives?format=csv&language=id&month=2026-11&account={RINA.id}"
        )
    )
    assert rows[1][0] == registration(1)
    assert rows[1][-3:] == ["888100000001", "2026-11-22", "84000"]


def test_P165_sums_of_a_supervisor_say_that_there_is_more(
    branch: Branch, new_phone: NewPhone
) -> None:
    given = {"name": "Rina", "role": "recruiter", "active": True, "moves": []}
    branch.admin.client.put(
        f"/api/v1/accounts/{RINA.id}",
        json={**given, "clinics": [HERE.id, THERE.id]},
        headers={"Authorization": f"Bearer {branch.admin.token}"},
    )
    there = Branch(branch.recruiter, new_phone(TUTI), branch.admin)
    branch.approve(1)
    branch.progress(1, "paid", paid_at="2026-11-22", amount=84_000)
    there.approve(2, clinic=THERE.id)
    there.progress(2, "paid", paid_at="2026-11-22", amount=16_000)
    path = "/api/v1/statements?month=2026-11"
    seen = {
        phone.account.username: phone.get(path).get_json()["statements"]
        for phone in (branch.supervisor, branch.admin)
    }
    assert [(one["paid_total"], one["elsewhere"]) for one in seen["sari"]] == [(84_000, True)]
    assert [(one["paid_total"], one["elsewhere"]) for one in seen["admin"]] == [(100_000, False)]
    asked = branch.admin.get(f"{path}&clinic={THERE.id}").get_json()["statements"]
    assert [(one["paid_total"], one["elsewhere"]) for one in asked] == [(16_000, True)]


def test_P165_a_recruiter_reads_their_own_statement_only(branch: Branch, elsewhere: Branch) -> None:
    path = f"/api/v1/statements/{JOKO.id}?month=2026-11"
    assert branch.recruiter.get(path).status_code == 404
    assert elsewhere.recruiter.get(path).get_json()["payments"] == []


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "1999-01", "2017-12", "x"])
def test_P165_a_month_without_a_scheme_is_refused(branch: Branch, month: str) -> None:
    answer = branch.admin.get(f"/api/v1/statements?month={month}")
    assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid_request")


def test_every_field_of_the_portal_has_a_cell_and_a_name() -> None:
    """Of every order, that of a day to come too."""
    words = table_of("sheet_columns")
    orders = table_of("portal")["orders"]
    assert {*exports.BEFORE, *exports.FACTS, *exports.SUMS} <= set(words)
    for told in orders:
        assert told["source"]
        assert told["certainty"]
        order = portal.fields(date.fromisoformat(told["valid_from"]))
        assert {portal.cell(field, units(1)) for field in order} - {None}
        assert set(order) <= set(words)


def held(phone: Phone, device: str) -> list[str]:
    path = f"/api/v1/exports/device?format=csv&language=id&device={device}"
    return sorted(row[0] for row in cells(phone.get(path))[1:])


def test_P166_a_lost_phone_has_a_list_of_whom_to_tell(
    branch: Branch, elsewhere: Branch, clock: Clock
) -> None:
    branch.approve(1, 2)
    elsewhere.approve(3, clinic=THERE.id)
    known = sorted([registration(1), registration(2)])
    assert held(branch.admin, branch.recruiter.device) == known
    assert held(branch.supervisor, branch.recruiter.device) == known
    clock.forward(hours=1)
    other = Phone(branch.recruiter.client, RINA, clock, "b")
    other.sign_in()
    other.sync(other.create(registration(4), 4))
    assert held(branch.admin, branch.recruiter.device) == known  # it has not heard of the fourth
    foreign = f"/api/v1/exports/device?format=csv&language=id&device={elsewhere.recruiter.device}"
    assert branch.supervisor.get(foreign).status_code == 404


def test_M98_who_is_erased_is_in_no_list_and_their_payment_in_the_sums(branch: Branch) -> None:
    branch.approve(1, 2)
    for number in (1, 2):
        branch.progress(number, "paid", paid_at="2026-11-22", amount=84_000)
    base = branch.standing(1)["version"]
    branch.admin.sync(branch.admin.operation("erase", registration(1), base=base, ground="asked"))
    assert listed(branch.admin) == [registration(2)]
    rows = cells(branch.admin.get("/api/v1/exports/approved?format=csv&language=id"))
    assert [row[0] for row in rows[1:]] == [registration(2)]
    assert held(branch.admin, branch.recruiter.device) == [registration(2)]
    told = branch.admin.get(f"/api/v1/statements/{RINA.id}?month=2026-11").get_json()
    assert (told["statement"]["members"], len(told["payments"])) == (2, 1)
