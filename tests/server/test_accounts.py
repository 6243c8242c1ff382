"""The rules of accounts, without HTTP."""

from datetime import UTC, datetime, timedelta

import pytest
from argon2 import Parameters, PasswordHasher, extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY

from server.accounts import passwords, throttle
from server.accounts.scopes import scopes_of
from server.accounts.sessions import expiry, standing
from server.accounts.tokens import derive_key, new_token, token_hash
from server.moments import moment, skew_ms

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@pytest.fixture
def real_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parameters that are shipped."""
    hasher = PasswordHasher.from_parameters(passwords.PROFILE)
    monkeypatch.setattr(passwords, "_HASHER", hasher)


@pytest.mark.usefixtures("real_hashes")
def test_a_password_fits_its_hash_and_no_other() -> None:
    made = passwords.hash_password("rahasia")
    assert passwords.verify_password(made, "rahasia")
    assert not passwords.verify_password(made, "Rahasia")
    assert not passwords.needs_rehash(made)
    parameters: Parameters = extract_parameters(made)
    assert parameters == RFC_9106_LOW_MEMORY


@pytest.mark.parametrize("known", [None, "", "not a hash"])
def test_nobodys_hash_fits_nothing(known: str | None) -> None:
    assert not passwords.verify_password(known, "")
    assert not passwords.verify_password(known, "x")


def test_tokens_are_long_and_only_their_hash_is_kept() -> None:
    token = new_token()
    assert len(token) >= 43
    assert token != new_token()
    assert token_hash(token) == token_hash(token) != token
    assert derive_key(b"secret", "cursor") != derive_key(b"secret", "person")


def test_standing() -> None:
    later, earlier = moment(NOW + timedelta(seconds=1)), moment(NOW)
    live = {"ended_at": None, "revoked_at": None, "expires_at": later}
    assert standing(NOW, **live) == "ok"
    assert standing(NOW, **live | {"expires_at": earlier}) == "session_expired"
    assert standing(NOW, **live | {"expires_at": None}) == "session_expired"
    assert standing(NOW, **live | {"revoked_at": earlier}) == "session_expired"
    assert standing(NOW, **live | {"ended_at": earlier}) == "device_ended"


def test_times_of_the_wire() -> None:
    assert moment(NOW) == "2026-11-23T03:00:00.000Z"
    assert expiry(NOW, 31) == "2026-12-24T03:00:00.000Z"
    assert skew_ms("2026-11-23T02:59:59.520Z", NOW) == -480


def test_the_sixth_try_waits_until_the_first_is_fifteen_minutes_old() -> None:
    failures = [moment(NOW - timedelta(minutes=m)) for m in (14, 10, 5, 2, 1)]
    assert throttle.wait_seconds(failures, NOW) == 60
    assert throttle.wait_seconds(failures[1:], NOW) == 0
    assert throttle.wait_seconds(failures, NOW + timedelta(minutes=1)) == 0
    assert throttle.wait_seconds([moment(NOW)] * 9, NOW) == 15 * 60


def test_the_throttle_key_names_nobody() -> None:
    key = throttle.key("rina", "203.0.113.7")
    assert "rina" not in key
    assert key != throttle.key("rina", "203.0.113.8") != throttle.key("budi", "203.0.113.8")


def test_P50_scopes() -> None:
    assert scopes_of("a1", "recruiter", ["c1"]) == ("account:a1",)
    assert scopes_of("a1", "supervisor", ["c2", "c1"]) == ("clinic:c1", "clinic:c2")
    assert scopes_of("a1", "admin", ["c1"]) == ("desk",)
