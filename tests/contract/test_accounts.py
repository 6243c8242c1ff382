"""Accounts, sessions, devices and failed sign-ins, on each kind of database."""

from dataclasses import replace

import pytest

from server.store import Store
from server.store.accounts import UsernameTaken
from server.store.callers import Vouched
from server.store.devices import DeviceValue, Taken
from server.store.sessions import NewSession, SessionValue
from sync.journal import Heard
from tests.contract.builders import AT
from tests.contract.people import CLINICS, account, add_device, device

LATER = "2026-11-23T04:00:00.000Z"
TEN_YEARS = 10 * 365 * 86_400_000
SAID = Heard(LATER, -TEN_YEARS, "0.2.0", 3, AT, persisted=True, free_bytes=1_900_000_000)


@pytest.fixture
def staffed(store: Store) -> Store:
    """Two clinics with a supervisor and a recruiter each, and an admin."""
    store.accounts.add_clinics(CLINICS)
    store.accounts.add_accounts(
        [
            account("adi", "recruiter", "c1"),
            account("budi", "recruiter", "c2"),
            account("siti", "supervisor", "c1"),
            account("tuti", "supervisor", "c1", "c2"),
            account("ilham", "admin"),
        ]
    )
    return store


def names(store: Store, of: str) -> list[str]:
    who = store.accounts.account_by_id(of)
    assert who is not None
    return [person.id for person in store.accounts.people_for(who)]


def opened(store: Store, token: str, device_id: str, who: str = "adi") -> SessionValue:
    return store.accounts.open_session(NewSession(who, device_id, token, AT, LATER))


def test_an_account_is_found_by_name_and_id(staffed: Store) -> None:
    tuti = replace(account("tuti", "supervisor", "c1", "c2"))
    assert staffed.accounts.account_by_username("tuti") == tuti
    assert staffed.accounts.account_by_id("tuti") == tuti
    assert staffed.accounts.account_by_username("TUTI") is None
    assert staffed.accounts.account_by_id("nobody") is None


def test_people_are_those_whom_a_role_may_know(staffed: Store) -> None:
    everyone = ["adi", "budi", "ilham", "siti", "tuti"]
    assert names(staffed, "adi") == ["adi", "ilham", "siti", "tuti"]
    assert names(staffed, "siti") == ["adi", "ilham", "siti", "tuti"]
    assert names(staffed, "tuti") == everyone
    assert names(staffed, "ilham") == everyone == [a.id for a in staffed.accounts.accounts()]


def test_clinics_are_those_of_the_account(staffed: Store) -> None:
    def of(key: str) -> list[str]:
        who = staffed.accounts.account_by_id(key)
        assert who is not None
        return sorted(clinic.id for clinic in staffed.accounts.clinics_of(who))

    assert (of("adi"), of("tuti"), of("ilham")) == (["c1"], ["c1", "c2"], ["c1", "c2"])
    assert sorted(staffed.accounts.clinics(), key=lambda c: c.id) == list(CLINICS)


def test_a_user_name_is_given_once_and_all_or_nothing(staffed: Store) -> None:
    with pytest.raises(UsernameTaken):
        staffed.accounts.add_accounts([account("rini"), replace(account("x"), username="adi")])
    assert staffed.accounts.account_by_id("rini") is None


def session_of(store: Store, token: str) -> SessionValue | None:
    vouched = store.callers.by_session(token)
    return vouched.session if vouched else None


def device_of(store: Store, token: str) -> str | None:
    vouched = store.callers.by_device(token)
    return vouched.device if vouched else None


@pytest.mark.parametrize("who", ["tuti", "adi", "ilham"])
def test_one_read_says_whom_a_credential_vouches_for(staffed: Store, who: str) -> None:
    """However many clinics they have, none included."""
    add_device(staffed, "d1", who)
    session = opened(staffed, "token hash", "d1", who)
    known = staffed.accounts.account_by_id(who)
    assert known is not None
    assert staffed.callers.by_session("token hash") == Vouched(known, "d1", None, session)
    assert staffed.callers.by_device("hash of d1's token") == Vouched(known, "d1", None, None)
    staffed.devices.end_device("d1", AT)
    ended = staffed.callers.by_device("hash of d1's token")
    assert ended is not None
    assert ended.ended_at == AT


def test_a_password_hash_is_replaced(staffed: Store) -> None:
    staffed.accounts.set_password_hash("adi", "stronger")
    known = [a.password_hash for a in staffed.accounts.accounts()]
    assert known == ["stronger", *["no hash"] * 4]


def test_a_session_is_found_until_and_after_it_is_revoked(staffed: Store) -> None:
    add_device(staffed, "d1", "adi")
    session = opened(staffed, "token hash", "d1")
    assert session_of(staffed, "token hash") == session
    assert session_of(staffed, "another") is None
    staffed.accounts.revoke_session(session.id, AT)
    staffed.accounts.revoke_session(session.id, LATER)
    revoked = replace(session, revoked_at=AT)
    assert session_of(staffed, "token hash") == revoked


def test_a_devices_sessions_are_revoked_together(staffed: Store) -> None:
    for key in ("d1", "d2"):
        add_device(staffed, key, "adi")
    for token, key in (("one", "d1"), ("two", "d1"), ("three", "d2")):
        opened(staffed, token, key)
    staffed.accounts.revoke_device_sessions("d1", AT)
    found = [session_of(staffed, token) for token in ("one", "two", "three")]
    assert [session and session.revoked_at for session in found] == [AT, AT, None]


def test_a_device_belongs_to_one_account(staffed: Store) -> None:
    mine = add_device(staffed, "d1", "adi")
    assert staffed.devices.register_device(device("d1", "budi")) == Taken("adi")
    assert staffed.devices.device_by_id("d1") == mine
    assert device_of(staffed, "hash of d1's token") == mine.id


def test_signing_in_again_renews_the_devices_credential(staffed: Store) -> None:
    first = add_device(staffed, "d1", "adi")
    again = replace(device("d1", "adi", at=LATER), token_hash="renewed", label="HP baru")
    renewed = staffed.devices.register_device(again)
    assert renewed == replace(first, label="HP baru")
    assert device_of(staffed, "hash of d1's token") is None
    assert device_of(staffed, "renewed") == first.id


def test_an_ended_device_stays_ended_and_its_sessions_with_it(staffed: Store) -> None:
    add_device(staffed, "d1", "adi")
    opened(staffed, "token hash", "d1")
    assert staffed.devices.end_device("d1", AT)
    assert staffed.devices.end_device("d1", LATER)
    assert not staffed.devices.end_device("nobody's", AT)
    session = session_of(staffed, "token hash")
    assert session is not None
    assert session.revoked_at == AT
    again = staffed.devices.register_device(replace(device("d1", "adi"), token_hash="renewed"))
    assert isinstance(again, DeviceValue)
    assert again.ended_at == AT
    assert device_of(staffed, "renewed") is None


def test_P6_a_devices_health_is_what_it_last_said(staffed: Store) -> None:
    quiet = add_device(staffed, "d1", "adi")
    assert (quiet.last_contact_at, quiet.pending, quiet.skew_ms) == (None, None, None)
    staffed.devices.hear("d1", SAID)
    heard = staffed.devices.device_by_id("d1")
    assert heard == replace(
        quiet,
        app="0.2.0",
        pending=3,
        oldest_pending_at=AT,
        persisted=True,
        free_bytes=1_900_000_000,
        skew_ms=-TEN_YEARS,
        last_contact_at=LATER,
    )


def test_devices_are_those_of_the_clinics(staffed: Store) -> None:
    for key, of in (("d1", "adi"), ("d2", "budi"), ("d3", "tuti"), ("d4", "ilham")):
        add_device(staffed, key, of)

    def seen(*clinics: str) -> list[str]:
        return [found.id for found in staffed.devices.devices_for(clinics)]

    assert seen("c1") == ["d1", "d3"]
    assert seen("c1", "c2") == ["d1", "d2", "d3"]
    assert seen() == []
    assert [found.id for found in staffed.devices.devices_for(None)] == ["d1", "d2", "d3", "d4"]
    assert [found.id for found in staffed.devices.devices_of("budi")] == ["d2"]


def test_failures_are_counted_in_a_window(store: Store) -> None:
    times = [f"2026-11-23T03:0{minute}:00.000Z" for minute in range(4)]
    for time in times:
        store.attempts.record_failure("adi", time)
    store.attempts.record_failure("budi", times[0])
    assert store.attempts.failures("adi", times[1]) == tuple(times[2:])
    store.attempts.forget_before(times[1])
    assert store.attempts.failures("adi", "") == tuple(times[1:])
    store.attempts.forget("adi")
    assert store.attempts.failures("adi", "") == ()


def test_M75_M80_what_an_account_was_entitled_to_is_kept_with_its_dates(staffed: Store) -> None:
    adi = staffed.accounts.account_by_id("adi")
    assert adi is not None
    moved = replace(adi, clinics=("c2",))
    assert staffed.accounts.change_account(moved, at=AT, by="rini")
    assert staffed.accounts.change_account(moved, at=LATER, by="rini")
    assert staffed.accounts.change_account(replace(moved, active=False), at=LATER, by="rini")
    granted = staffed.entitlements.granted("adi")
    told = [(g.entitlement.since, g.entitlement.until, g.by) for g in granted]
    assert told == [("", AT, None), (AT, LATER, "rini"), (LATER, None, "rini")]
    assert [sorted(e.clinics) for e in staffed.entitlements.of("adi")] == [
        [*adi.clinics],
        ["c2"],
        ["c2"],
    ]
    assert [e.active for e in staffed.entitlements.of("adi")] == [True, True, False]


def test_M80_a_clock_that_steps_back_reorders_nothing(staffed: Store) -> None:
    adi = staffed.accounts.account_by_id("adi")
    assert adi is not None
    staffed.accounts.change_account(replace(adi, clinics=("c2",)), at=LATER, by="rini")
    staffed.accounts.change_account(adi, at=AT, by="rini")
    assert [e.since for e in staffed.entitlements.of("adi")] == ["", LATER, LATER]


def test_P119_closing_an_account_revokes_its_sessions(staffed: Store) -> None:
    add_device(staffed, "d1", "adi")
    staffed.accounts.open_session(NewSession("adi", "d1", "hash", AT, LATER))
    adi = staffed.accounts.account_by_id("adi")
    assert adi is not None
    staffed.accounts.change_account(replace(adi, active=False), at=AT, by="rini")
    session = session_of(staffed, "hash")
    assert session is not None
    assert session.revoked_at == AT


def test_a_change_of_nobody_changes_nothing(staffed: Store) -> None:
    assert not staffed.accounts.change_account(account("nobody"), at=AT, by="rini")
    assert not staffed.accounts.reset_password("nobody", "hash", AT)
