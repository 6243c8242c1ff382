"""Whom the load consists of: clinics with nine recruiters' phones and one supervisor's each, signed in yesterday."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from server.accounts.sessions import expiry
from server.accounts.tokens import derived_token, token_hash
from server.demo.chance import Chance
from server.moments import moment
from server.store import Store
from server.store.accounts import Account, Clinic
from server.store.devices import NewDevice
from server.store.sessions import NewSession
from tests.bench.crowd import creations

PER_CLINIC = 10
DISTRICT = "32.75.01"
SESSION_DAYS = 31


@dataclass(frozen=True, slots=True)
class Member:
    """One signed-in phone: its credential, and what is saved on it without a receipt."""

    account: Account
    device: str
    token: str
    made: list[dict[str, Any]]
    """Its person's sign-ups in order: of days past, of last evening, of the hour to come."""


def hire(store: Store, count: int, *, chance: Chance, now: datetime, sign_ups: int) -> list[Member]:
    """Let so many phones be known to a server that may hold any number of others."""
    clinics = [
        Clinic(chance.uuid(), f"Klinik beban {place}", DISTRICT)
        for place in range(-(-count // PER_CLINIC))
    ]
    store.accounts.add_clinics(clinics)
    accounts = [_account(number, clinics, chance) for number in range(count)]
    store.accounts.add_accounts(accounts)
    of = {clinic.id: clinic for clinic in clinics}
    return [
        _sign_in(store, account, of[account.clinics[0]], chance=chance, now=now, sign_ups=sign_ups)
        for account in accounts
    ]


def _account(number: int, clinics: list[Clinic], chance: Chance) -> Account:
    place, who = divmod(number, PER_CLINIC)
    return Account(
        id=chance.uuid(),
        username=f"beban-{number}",
        name=chance.faker.name(),
        role="supervisor" if who == PER_CLINIC - 1 else "recruiter",
        clinics=(clinics[place].id,),
        active=True,
        password_hash="nobody signs in with a password here",
    )


def _sign_in(
    store: Store,
    account: Account,
    clinic: Clinic,
    *,
    chance: Chance,
    now: datetime,
    sign_ups: int,
) -> Member:
    device, token = chance.uuid(), derived_token(chance.randbytes(32), account.id)
    yesterday = now - timedelta(days=1)
    store.devices.register_device(
        NewDevice(
            device,
            account.id,
            "HP beban",
            "0.1.0",
            token_hash(f"device {token}"),
            moment(yesterday),
        )
    )
    store.accounts.open_session(
        NewSession(
            account_id=account.id,
            device_id=device,
            token_hash=token_hash(token),
            created_at=moment(yesterday),
            expires_at=expiry(yesterday, SESSION_DAYS),
        )
    )
    made: list[dict[str, Any]] = []
    if account.role == "recruiter":
        made = creations(sign_ups, account=account, clinic=clinic, device=device, chance=chance)
    return Member(account, device, token, made)
