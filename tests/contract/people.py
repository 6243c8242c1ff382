"""Accounts and devices for a store under test."""

from server.store import Store
from server.store.accounts import Account, Clinic
from server.store.devices import DeviceValue, NewDevice
from sync.operation import Role
from tests.contract.builders import ACCOUNT, AT

CLINICS = (
    Clinic("c1", "RS Contoh Bekasi", "32.75.04"),
    Clinic("c2", "Klinik Contoh Cikarang", "32.16.09"),
)


def account(key: str, role: Role = "recruiter", *clinics: str) -> Account:
    """An account whose id, user name and name are one word."""
    return Account(key, key, key.title(), role, clinics, active=True, password_hash="no hash")


def device(key: str, of: str = ACCOUNT, *, at: str = AT) -> NewDevice:
    """A phone as it says itself at a sign-in."""
    return NewDevice(key, of, f"HP {key}", "0.1.0", token_hash=f"hash of {key}'s token", at=at)


def add_device(store: Store, key: str, of: str = ACCOUNT) -> DeviceValue:
    """Remember a phone, and its account if need be."""
    if store.accounts.account_by_id(of) is None:
        store.accounts.add_accounts([account(of)])
    added = store.devices.register_device(device(key, of))
    assert isinstance(added, DeviceValue)
    return added
