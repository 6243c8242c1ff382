"""Clinics and accounts from a table, row by row: what a row says, held against who is there already."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sync.operation import Role

Why = Literal[
    "missing",
    "formula",
    "too_long",
    "not_a_username",
    "not_a_role",
    "not_a_district",
    "unknown_clinic",
    "needless",
    "taken",
    "otherwise",
    "twice",
]

CLINIC_NAMES: Mapping[str, tuple[str, ...]] = {
    "name": ("Nama klinik", "Klinik", "Nama", "Clinic", "Name"),
    "district": ("Kode kecamatan", "Kecamatan", "District code", "District"),
}
ACCOUNT_NAMES: Mapping[str, tuple[str, ...]] = {
    "username": ("Nama pengguna", "Username", "User name"),
    "name": ("Nama", "Nama lengkap", "Name", "Full name"),
    "role": ("Peran", "Role"),
    "clinics": ("Klinik", "Clinics", "Clinic"),
}

ROLES: Mapping[str, Role] = {
    "recruiter": "recruiter",
    "perisai": "recruiter",
    "perekrut": "recruiter",
    "supervisor": "supervisor",
    "pengawas": "supervisor",
    "penyelia": "supervisor",
    "admin": "admin",
}
_LONGEST = 200
_USERNAME = re.compile("[a-z][a-z0-9._-]{2,39}")
_DISTRICT = re.compile(r"([0-9]{2})\.?([0-9]{2})\.?([0-9]{2})")
_BETWEEN = re.compile(r"[;|\n]")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a row: its field, why, and what stands instead where that helps."""

    field: str
    why: Why
    detail: str = ""


@dataclass(frozen=True, slots=True)
class NewClinic:
    """A clinic as a row says it; ``district`` is Kemendagri's code with dots."""

    name: str
    district: str


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account as a row says it; ``clinics`` are ids in order."""

    username: str
    name: str
    role: Role
    clinics: tuple[str, ...]


def folded(name: str) -> str:
    """Names that differ in case and spaces only are one."""
    return _SPACES.sub(" ", name).strip().casefold()


def read_clinic(cells: Mapping[str, str]) -> NewClinic | Wrong:
    """Read a clinic's row. Whether there is such a district is asked elsewhere."""
    missing = _missing(cells, ("name", "district"))
    if missing:
        return missing
    district = _DISTRICT.fullmatch(cells["district"])
    if district is None:
        return Wrong("district", "not_a_district", cells["district"][:40])
    return NewClinic(_SPACES.sub(" ", cells["name"]), ".".join(district.groups()))


def read_account(cells: Mapping[str, str], clinics: Mapping[str, str]) -> NewAccount | Wrong:
    """Read an account's row; ``clinics`` are ids by folded name and by id."""
    missing = _missing(cells, ("username", "name", "role"))
    if missing:
        return missing
    username = cells["username"].lower()
    if _USERNAME.fullmatch(username) is None:
        return Wrong("username", "not_a_username", cells["username"][:40])
    role = ROLES.get(folded(cells["role"]))
    if role is None:
        return Wrong("role", "not_a_role", cells["role"][:40])
    named = [name.strip() for name in _BETWEEN.split(cells.get("clinics", "")) if name.strip()]
    places = _places(role, named, clinics)
    if isinstance(places, Wrong):
        return places
    return NewAccount(username, _SPACES.sub(" ", cells["name"]), role, places)


def _places(
    role: Role, named: Sequence[str], clinics: Mapping[str, str]
) -> tuple[str, ...] | Wrong:
    if role == "admin":
        return Wrong("clinics", "needless") if named else ()
    if not named:
        return Wrong("clinics", "missing")
    unknown = [name for name in named if folded(name) not in clinics]
    if unknown:
        return Wrong("clinics", "unknown_clinic", unknown[0][:_LONGEST])
    return tuple(sorted({clinics[folded(name)] for name in named}))


def _missing(cells: Mapping[str, str], needed: Sequence[str]) -> Wrong | None:
    for name, text in cells.items():
        if text.startswith("="):
            return Wrong(name, "formula")
        if name != "clinics" and len(text) > _LONGEST:
            return Wrong(name, "too_long", str(_LONGEST))
    for name in needed:
        if not cells.get(name):
            return Wrong(name, "missing")
    return None
