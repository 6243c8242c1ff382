"""What the review desk shows: ten checks, each a function of the registration alone."""

from collections.abc import Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from server.domain import notice
from server.domain.checks import checks
from sync.operation import Author
from sync.registration import Event, Registration, Unit
from sync.threads import Settlement, Stamp, Thread
from tests.vectors import vectors

LIMITS = SimpleNamespace(min_age=17, max_age=64, id_photo="optional")
CREATE = "0192f0c4-0000-7000-8000-000000000001"
CONSENT = {
    "notice_version": notice.current()["version"],
    "notice_hash": notice.current()["hash"],
    "given_at": "2026-11-20T02:59:00.000Z",
}
AUTHOR = Author("account", "recruiter", "device")


def registration(skew_ms: int | None = 4_000, **changes: Mapping[str, Any]) -> Registration:
    """A registration as captured on 20 November 2026, with some fields of some units changed."""
    values = {
        unit: {**value, **changes.get(unit, {})}
        for unit, value in vectors("rules")["units"].items()
    }
    stamp = Stamp(
        CREATE, 1, AUTHOR, "2026-11-20T03:00:00.000Z", "2026-11-20T06:00:00.000Z", skew_ms, None
    )
    return Registration(
        id="r",
        clinic="c",
        recruiter="account",
        version=1,
        status="submitted",
        status_version=1,
        status_op=CREATE,
        units={unit: Unit(value, 1, CREATE) for unit, value in values.items()},
        stamps={CREATE: stamp},
        consent=CONSENT,
        captured_at="2026-11-20T03:00:00.000Z",
        received_at="2026-11-20T06:00:00.000Z",
        skew_ms=skew_ms,
        location=None,
        history=(Event("create", 1, CREATE),),
    )


def result(of: Registration, code: str) -> tuple[bool, dict[str, Any] | None]:
    """One check's answer."""
    found = {check["code"]: check for check in checks(of, LIMITS)}[code]
    return found["ok"], found["detail"]


def failing(of: Registration) -> list[str]:
    return [check["code"] for check in checks(of, LIMITS) if not check["ok"]]


def duplicate(*, settled: bool) -> dict[str, Thread]:
    settlement = Settlement("two_people", CREATE) if settled else None
    thread = Thread("t", "duplicate", None, "…", 1, claims=("r", "s"), settlement=settlement)
    return {"t": thread}


def test_a_plain_registration_passes_all_ten() -> None:
    all_checks = checks(registration(), LIMITS)
    assert [check["code"] for check in all_checks] == [
        "nik_complete",
        "birth_date_matches_nik",
        "age",
        "duplicate",
        "clock",
        "seen_at_work",
        "tariff",
        "late_work",
        "photo",
        "consent",
    ]
    assert all(check["ok"] for check in all_checks)


def test_the_same_registration_gives_the_same_checks_when_read_back() -> None:
    of = registration(identity={"birth_date": "1985-08-07"})
    assert checks(Registration.from_json(of.to_json()), LIMITS) == checks(of, LIMITS)


@pytest.mark.parametrize(
    ("nik", "problem"),
    [
        ("3275134708840002", "region_unknown"),
        ("3275014713840002", "month"),
        ("3275014708840000", "serial_zero"),
    ],
)
def test_a_nik_that_wants_a_look(nik: str, problem: str) -> None:
    ok, detail = result(registration(identity={"nik": nik, "nik_confirmed": True}), "nik_complete")
    assert not ok
    assert detail is not None
    assert (detail["problem"], detail["confirmed"]) == (problem, True)


def test_an_unclear_century_wants_no_look() -> None:
    of = registration(identity={"nik": "3275011001270002", "sex": "male"})
    assert "nik_complete" not in failing(of)


def test_birth_date_and_sex_beside_the_nik() -> None:
    assert result(registration(identity={"sex": "male"}), "birth_date_matches_nik") == (
        False,
        {"date_differs": False, "sex_differs": True},
    )
    assert failing(registration(identity={"birth_date": "1985-08-07"})) == [
        "birth_date_matches_nik"
    ]


def test_age_is_that_on_the_day_of_the_capture() -> None:
    assert result(registration(), "age") == (True, {"age": 42})
    assert result(registration(identity={"birth_date": "1961-11-20"}), "age") == (
        False,
        {"age": 65},
    )


def test_the_day_of_a_capture_is_the_day_in_bekasi() -> None:
    of = replace(
        registration(identity={"birth_date": "1961-11-20"}),
        captured_at="2026-11-19T17:30:00.000Z",
    )
    assert result(of, "age") == (False, {"age": 65})


def test_duplicates_open_settled_and_closed() -> None:
    asked = replace(registration(), threads=duplicate(settled=False))
    two_people = replace(registration(), threads=duplicate(settled=True))
    closed = replace(two_people, duplicate_of="s")
    assert [result(of, "duplicate") for of in (asked, two_people, closed)] == [
        (False, {"open": True, "settled": False}),
        (True, {"open": False, "settled": True}),
        (False, {"open": False, "settled": True}),
    ]


@pytest.mark.parametrize(
    ("skew_ms", "ok"), [(0, True), (-300_000, True), (300_001, False), (-86_400_000, False)]
)
def test_the_clock_of_the_phone_at_the_create(skew_ms: int, *, ok: bool) -> None:
    assert result(registration(skew_ms), "clock") == (ok, {"skew_ms": skew_ms})


def test_a_clock_that_was_never_measured_does_not_pass() -> None:
    assert result(registration(None), "clock") == (False, None)


def test_not_seen_at_work() -> None:
    assert failing(registration(work={"seen_at_work": False})) == ["seen_at_work"]


def test_the_quote_is_computed_again() -> None:
    assert result(registration(contribution={"quote_total": 84_001}), "tariff") == (
        False,
        {"quoted": 84_001, "computed": 84_000},
    )
    of = registration(work={"occupation": "driver"}, contribution={"quote_total": 58_800})
    assert result(of, "tariff") == (True, {"quoted": 58_800, "computed": 58_800})


def test_M78_late_work_shows_the_moments_to_compare() -> None:
    of = registration(skew_ms=60_000)
    late = replace(of.stamps[CREATE], entitled_until="2026-11-20T04:00:00.000Z")
    assert result(replace(of, stamps={CREATE: late}), "late_work") == (
        False,
        {
            "by": "account",
            "made_at": "2026-11-20T02:59:00.000Z",
            "entitled_until": "2026-11-20T04:00:00.000Z",
            "received_at": "2026-11-20T06:00:00.000Z",
        },
    )


def test_M78_late_work_that_stands_no_more_wants_no_look() -> None:
    of = registration()
    late = replace(of.stamps[CREATE], op="late", entitled_until="2026-11-20T04:00:00.000Z")
    assert result(replace(of, stamps={**of.stamps, "late": late}), "late_work") == (True, None)


@pytest.mark.parametrize(
    ("said", "skew_ms", "expected"),
    [
        ({}, 4_000, (True, {"version": 3, "newest": 3})),
        ({"notice_hash": "0" * 64}, 4_000, (False, {"version": 3, "newest": 0})),
        ({"notice_version": 2}, 4_000, (False, {"version": 2, "newest": 0})),
        # Signed on 30 September in Bekasi, before version 3 was there.
        ({"given_at": "2026-09-30T16:59:00.000Z"}, 0, (False, {"version": 3, "newest": 0})),
        # The same clock an hour slow: it was 1 October.
        ({"given_at": "2026-09-30T16:59:00.000Z"}, -3_600_000, (True, {"version": 3, "newest": 3})),
        # No clock can be put right so far: it counts as it is.
        ({"given_at": "0001-01-01T00:00:00.000Z"}, 4_000, (False, {"version": 3, "newest": 0})),
    ],
)
def test_M100_consent_names_the_notice_of_its_day(
    said: dict[str, Any], skew_ms: int, expected: tuple[bool, dict[str, int]]
) -> None:
    of = replace(registration(skew_ms), consent={**CONSENT, **said})
    assert result(of, "consent") == expected
