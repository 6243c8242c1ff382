"""The vectors that ``web/src/domain/*.test.ts`` runs too."""

from dataclasses import asdict
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from server.domain import incentive, nik, phone, tariff
from server.domain.rules import problems
from sync.canonical import GENESIS, canonical, digest, link
from tests.vectors import vectors

NIK, PHONE, TARIFF, INCENTIVE, RULES, CANONICAL = (
    vectors(name) for name in ("nik", "phone", "tariff", "incentive", "rules", "canonical")
)


def named(cases: list[dict[str, Any]]) -> pytest.MarkDecorator:
    """Parametrize by a vector's name."""
    return pytest.mark.parametrize("case", cases, ids=[case["name"] for case in cases])


@named(NIK["read"])
def test_nik_read(case: dict[str, Any]) -> None:
    known = set(NIK["known_regions"])
    read = nik.read(case["digits"], date.fromisoformat(case["today"]), known.__contains__)

    reading = asdict(read)
    del reading["digits"]
    if read.birth_date:
        reading["birth_date"] = read.birth_date.isoformat()
    reading["problems"] = [
        {**problem, "digits": list(problem["digits"]) if problem["digits"] else None}
        for problem in reading["problems"]
    ]
    assert reading == case["reading"]


@named([{"name": repr(case["text"]), **case} for case in NIK["clean"]])
def test_nik_clean(case: dict[str, Any]) -> None:
    assert nik.clean(case["text"]) == case["digits"]


@named([{"name": case["digits"], **case} for case in NIK["mask"]])
def test_nik_masked(case: dict[str, Any]) -> None:
    assert nik.masked(case["digits"]) == case["masked"]


@named([{"name": f"{c['nik']} {c['birth_date']} {c['sex']}", **c} for c in NIK["differs"]])
def test_nik_differs(case: dict[str, Any]) -> None:
    differing = nik.differs(case["nik"], case["birth_date"], case["sex"])
    assert differing == (case["birth_date_differs"], case["sex_differs"])


@named([{"name": repr(case["text"]), **case} for case in PHONE["numbers"]])
def test_phone(case: dict[str, Any]) -> None:
    number = phone.to_e164(case["text"])
    assert (number, phone.problem(case["text"])) == (case["e164"], case["problem"])
    if number:
        assert phone.show(number) == case["shown"]


@named([{"name": repr(case["phone"]), **case} for case in PHONE["stored"]])
def test_phone_as_stored(case: dict[str, Any]) -> None:
    assert phone.stored_problem(case["phone"]) == case["problem"]


@named(TARIFF["quotes"])
def test_tariff(case: dict[str, Any]) -> None:
    quote = tariff.quote(tariff.Question(**case["asked"]))
    assert {
        "total": quote.total,
        "saved": quote.saved,
        "base": quote.base,
        "groups": [asdict(group) for group in quote.groups],
    } == case["expected"]
    assert quote.tables == TARIFF["tables"]


def test_tariff_month_by_month() -> None:
    quote = tariff.quote(tariff.Question(**TARIFF["months"]["asked"]))
    assert [asdict(month) for month in quote.months] == TARIFF["months"]["expected"]


@pytest.mark.parametrize("month", TARIFF["unpriced"])
def test_tariff_before_the_first_table(month: str) -> None:
    asked = tariff.Question(
        income=1, programmes=["jkk"], months=1, first_month=month, transport=False
    )
    with pytest.raises(ValueError, match="no tariff table"):
        tariff.quote(asked)


@named(INCENTIVE["estimates"])
def test_incentive(case: dict[str, Any]) -> None:
    members = [incentive.Member(**case["member"])] * case["count"]
    estimate = incentive.estimate(members, date.fromisoformat(case["on"]))
    assert asdict(estimate) == case["expected"]


@named([{"name": case["on"], **case} for case in INCENTIVE["thresholds"]])
def test_incentive_thresholds(case: dict[str, Any]) -> None:
    assert incentive.thresholds(date.fromisoformat(case["on"])) == tuple(case["expected"])


@named(RULES["cases"])
def test_rules(case: dict[str, Any]) -> None:
    units = {unit: dict(value) for unit, value in RULES["units"].items()}
    for unit, change in case["change"].items():
        if change is None:
            del units[unit]
        else:
            units[unit].update(change)
    limits = SimpleNamespace(**(RULES["settings"] | case.get("settings", {})))
    assert problems(units, RULES["captured_at"], limits) == tuple(case["expected"])


@named(CANONICAL["canonical"])
def test_P30_canonical(case: dict[str, Any]) -> None:
    assert canonical(case["value"]).decode() == case["text"]
    assert digest(case["value"]) == case["digest"]


def test_P31_chain() -> None:
    hash_ = CANONICAL["chain"]["genesis"]
    assert hash_ == GENESIS
    for step in CANONICAL["chain"]["links"]:
        assert digest(step["operation"]) == step["digest"]
        hash_ = link(hash_, step["digest"])
        assert hash_ == step["hash"]
