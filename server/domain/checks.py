"""What the review desk shows beside a registration: ten checks, each passed or to be looked at.

A function of the registration alone: the same registration gives the same checks on every server and
at every time. The age is that on the day of the capture.
"""

from collections.abc import Mapping
from typing import Any

from server.domain import late_work, nik, notice, occupations, regions, tariff
from server.domain.days import AgeLimits, age_on, captured_on, parsed
from server.domain.rules import Limits
from sync.registration import Registration

Check = Mapping[str, Any]
_CLOCK_TOLERANCE_MS = 5 * 60 * 1000
"""A phone's clock may be this far off before somebody should look."""


def checks(registration: Registration, limits: Limits) -> tuple[Check, ...]:
    """Return ``{"code", "ok", "detail"}`` ten times, in the order in which a desk reads them."""
    units = registration.values()
    return (
        _nik_complete(units["identity"], registration.captured_at),
        _birth_date_matches_nik(units["identity"]),
        _age(units["identity"], registration.captured_at, limits),
        _duplicate(registration),
        _clock(registration),
        _check("seen_at_work", ok=units["work"]["seen_at_work"] is True),
        _tariff(units),
        _late_work(registration),
        _photo(registration, limits),
        _consent(registration),
    )


def _check(code: str, *, ok: bool, **detail: str | int | bool) -> Check:
    return {"code": code, "ok": ok, "detail": detail or None}


def _nik_complete(identity: Mapping[str, Any], captured_at: str) -> Check:
    reading = nik.read(identity["nik"], captured_on(captured_at), regions.known)
    # The century needs no look: the recruiter typed the whole birth date.
    wrong = [problem.code for problem in reading.problems if problem.code != "century_unclear"]
    if not wrong:
        return _check("nik_complete", ok=True)
    district = reading.region.district or ""
    confirmed = identity["nik_confirmed"]
    return _check("nik_complete", ok=False, problem=wrong[0], region=district, confirmed=confirmed)


def _birth_date_matches_nik(identity: Mapping[str, Any]) -> Check:
    date_differs, sex_differs = nik.differs(
        identity["nik"], identity["birth_date"], identity["sex"]
    )
    if not (date_differs or sex_differs):
        return _check("birth_date_matches_nik", ok=True)
    return _check(
        "birth_date_matches_nik", ok=False, date_differs=date_differs, sex_differs=sex_differs
    )


def _age(identity: Mapping[str, Any], captured_at: str, limits: AgeLimits) -> Check:
    birth = parsed(identity["birth_date"])
    if birth is None:
        return _check("age", ok=False)
    age = age_on(birth, captured_on(captured_at))
    return _check("age", ok=limits.min_age <= age <= limits.max_age, age=age)


def _duplicate(registration: Registration) -> Check:
    threads = [t for t in registration.threads.values() if t.kind == "duplicate"]
    is_open = any(thread.open for thread in threads)
    return _check(
        "duplicate",
        ok=not is_open and registration.duplicate_of is None,
        open=is_open,
        settled=bool(threads) and not is_open,
    )


def _clock(registration: Registration) -> Check:
    skew_ms = registration.skew_ms
    if skew_ms is None:
        return _check("clock", ok=False)
    return _check("clock", ok=abs(skew_ms) <= _CLOCK_TOLERANCE_MS, skew_ms=skew_ms)


def _late_work(registration: Registration) -> Check:
    """M78: whether something that stands was written by who had lost the role or clinic since."""
    standing = {unit.op for unit in registration.units.values()} | {registration.status_op}
    stamps = [registration.stamps[op] for op in sorted(standing)]
    late = [(s.received_at, s) for s in stamps if s.entitled_until is not None]
    if not late:
        return _check("late_work", ok=True)
    stamp = max(late, key=lambda found: found[0])[1]
    made_at = late_work.made_at(stamp.recorded_at, stamp.received_at, stamp.skew_ms)
    return _check(
        "late_work",
        ok=False,
        by=stamp.author.account,
        made_at=made_at or stamp.recorded_at,
        entitled_until=stamp.entitled_until or "",
        received_at=stamp.received_at,
    )


def _tariff(units: Mapping[str, Mapping[str, Any]]) -> Check:
    contribution = units["contribution"]
    quoted = contribution["quote_total"]
    if not tariff.priced(contribution["first_month"]):
        return _check("tariff", ok=False, quoted=quoted)
    computed = tariff.quote(
        tariff.Question(
            income=contribution["monthly_income"],
            programmes=contribution["programmes"],
            months=contribution["months"],
            first_month=contribution["first_month"],
            transport=occupations.is_transport(units["work"]["occupation"]),
        )
    )
    return _check("tariff", ok=quoted == computed.total, quoted=quoted, computed=computed.total)


def _photo(registration: Registration, limits: Limits) -> Check:
    """M88: in, or none and none required."""
    state = registration.photo
    needed = limits.id_photo == "required"
    return _check("photo", ok=state == "in" or (state == "none" and not needed), state=state)


def _consent(registration: Registration) -> Check:
    """M100: given to a notice that was shown, and was the newest when it was signed."""
    consent, received_at = registration.consent, registration.received_at
    version, given_at = consent["notice_version"], consent["given_at"]
    if not notice.known(version, consent["notice_hash"]):
        return _check("consent", ok=False, version=version, newest=0)
    put_right = late_work.made_at(given_at, received_at, registration.skew_ms) or given_at
    newest = notice.newest_on(captured_on(put_right))
    return _check("consent", ok=version == newest, version=version, newest=newest)
