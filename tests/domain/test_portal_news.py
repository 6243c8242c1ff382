"""The portal's news, row by row, held against what stands (docs/tables.md; P161)."""

import pytest

from server.domain.portal_news import Fact, News, Standing, Told, Wrong, judge, read

CODED = Standing(
    "code_issued", {"payment_code": "8881-0001", "valid_until": "2026-12-20", "amount": 84_000}
)
PAID = Standing("paid", dict(CODED.facts) | {"paid_at": "2026-11-22"})
REGISTERED = Standing("registered", dict(PAID.facts) | {"kpj": "26123456789"})
CODE = Told(reference="r", payment_code="8881-0001", valid_until="2026-12-20", amount=84_000)
PAYMENT = Told(reference="r", paid_at="2026-11-22", amount=84_000)
NUMBER = Told(reference="r", kpj="26123456789")


def steps(found: News | Wrong) -> list[str] | Wrong:
    return [fact.step for fact in found.facts] if isinstance(found, News) else found


def test_P161_what_stands_is_known() -> None:
    for told, standing in ((CODE, CODED), (CODE, PAID), (PAYMENT, PAID), (NUMBER, REGISTERED)):
        assert judge(told, standing) == News()


def test_P161_each_step_follows_the_one_before() -> None:
    assert steps(judge(CODE, Standing("approved"))) == ["code_issued"]
    assert steps(judge(PAYMENT, Standing("approved"))) == ["paid"]
    assert steps(judge(PAYMENT, CODED)) == ["paid"]
    assert steps(judge(NUMBER, PAID)) == ["registered"]
    whole = Told("r", None, "8881-0001", "2026-12-20", 84_000, "2026-11-22", "26123456789")
    assert steps(judge(whole, Standing("approved"))) == ["code_issued", "paid", "registered"]
    assert steps(judge(whole, REGISTERED)) == []


def test_P161_a_code_is_issued_anew_and_never_an_older_one() -> None:
    newer = Told(reference="r", payment_code="9000-0001", valid_until="2027-01-31")
    assert judge(newer, CODED) == News(
        (Fact("code_issued", {"payment_code": "9000-0001", "valid_until": "2027-01-31"}),)
    )
    older = Told(reference="r", payment_code="7000-0001", valid_until="2026-12-19")
    assert judge(older, CODED) == Wrong("valid_until", "older", "2026-12-20")


def test_P161_what_was_paid_stays_as_it_is() -> None:
    newer = Told(reference="r", payment_code="9000-0001", valid_until="2027-01-31")
    assert judge(newer, PAID) == Wrong("payment_code", "paid_already", "8881-0001")
    more = Told(reference="r", paid_at="2026-11-22", amount=90_000)
    assert judge(more, PAID) == Wrong("paid_at", "paid_otherwise", "2026-11-22")
    other = Told(reference="r", kpj="26999999999")
    assert judge(other, REGISTERED) == Wrong("kpj", "number_otherwise", "26123456789")


def test_P161_no_number_without_a_payment() -> None:
    assert judge(NUMBER, CODED) == Wrong("paid_at", "missing")


@pytest.mark.parametrize("status", ["submitted", "returned", "rejected", "withdrawn"])
def test_M27_what_is_not_approved_waits_for_no_news(status: str) -> None:
    assert judge(CODE, Standing(status)) == Wrong("reference", "not_now", status)


@pytest.mark.parametrize(
    ("text", "rupiah"),
    [
        ("84000", 84_000),
        ("84.000", 84_000),
        ("84,000", 84_000),
        ("Rp 84.000", 84_000),
        ("Rp. 1.284.000,00", 1_284_000),
        ("rp84000,-", 84_000),
        ("84000.0", 84_000),
        ("84.5", None),
        ("84.00.000", None),
        ("-84000", None),
        ("0", None),
        ("9999999999999", None),
        ("delapan", None),
    ],
)
def test_amounts_are_whole_rupiah(text: str, rupiah: int | None) -> None:
    found = read({"reference": REFERENCE, "paid_at": "2026-11-22", "amount": text})
    assert found == (
        Wrong("amount", "not_an_amount")
        if rupiah is None
        else Told(reference=REFERENCE, paid_at="2026-11-22", amount=rupiah)
    )


REFERENCE = "0192f0c4-0000-7000-8000-000000000001"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-22", "2026-11-22"),
        ("2026-11-22 00:00:00", "2026-11-22"),
        ("22/11/2026", "2026-11-22"),
        ("2-1-2026", "2026-01-02"),
        ("22.11.2026", "2026-11-22"),
        ("11/22/2026", None),
        ("46348", None),
        ("22 Nov 2026", None),
    ],
)
def test_days_are_written_year_first_or_day_first(text: str, day: str | None) -> None:
    found = read({"reference": REFERENCE, "paid_at": text, "amount": "1"})
    assert found == (
        Wrong("paid_at", "not_a_date")
        if day is None
        else Told(reference=REFERENCE, paid_at=day, amount=1)
    )


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"nik": "", "kpj": "26123456789"}, Wrong("reference", "missing")),
        ({"nik": "3275040708840001"}, Wrong("payment_code", "missing")),
        ({"nik": "3275040708840001", "payment_code": "8881"}, Wrong("valid_until", "missing")),
        ({"payment_code": "8881-0001"}, Wrong("paid_at", "missing")),
        ({"reference": "7F3K-29QD", "kpj": "26123456789"}, Wrong("reference", "not_a_reference")),
        ({"nik": "32750407", "kpj": "26123456789"}, Wrong("nik", "not_a_nik")),
        ({"nik": "3,27504070884E+15", "kpj": "26123456789"}, Wrong("nik", "rounded")),
        ({"nik": "3275040708840001", "kpj": "2612"}, Wrong("kpj", "not_a_number")),
        ({"nik": "=A1", "kpj": "26123456789"}, Wrong("nik", "formula")),
    ],
)
def test_what_cannot_be_read_is_named(cells: dict[str, str], wrong: Wrong) -> None:
    assert read(cells) == wrong
