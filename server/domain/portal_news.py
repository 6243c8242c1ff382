"""What the portal sent back, row by row: payment codes, payments and member numbers (docs/tables.md).

A row is read into what it tells, and what it tells is held against the registration as it stands: steps to be recorded,
nothing new, or what is wrong with which field.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from server.domain import nik as niks

Why = Literal[
    "missing",
    "formula",
    "not_a_date",
    "not_an_amount",
    "not_a_code",
    "not_a_number",
    "not_a_nik",
    "rounded",
    "not_a_reference",
    "unknown",
    "ambiguous",
    "not_now",
    "twice",
    "older",
    "paid_already",
    "paid_otherwise",
    "number_otherwise",
]
Step = Literal["code_issued", "paid", "registered"]

NAMES: Mapping[str, tuple[str, ...]] = {
    "reference": ("Referensi", "Ref", "ID pendaftaran", "Reference", "Registration"),
    "nik": ("NIK", "No KTP", "Nomor KTP"),
    "payment_code": ("Kode iuran", "Kode bayar", "Kode billing", "Payment code"),
    "valid_until": ("Berlaku sampai", "Berlaku hingga", "Kedaluwarsa", "Valid until"),
    "amount": ("Jumlah", "Nominal", "Jumlah bayar", "Amount"),
    "paid_at": ("Tanggal bayar", "Tgl bayar", "Dibayar pada", "Paid at", "Paid on"),
    "kpj": ("KPJ", "Nomor KPJ", "No KPJ", "Member number"),
}
"""The columns of the table and the names that each may have."""

APPROVED = frozenset({"approved", "code_issued", "paid", "registered"})

_CODE = re.compile(r"[A-Za-z0-9-]{4,40}")
_KPJ = re.compile(r"[0-9]{11}")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ROUNDED = re.compile(r"[0-9][.,]?[0-9]*[eE]\+?[0-9]+")
_AMOUNT = re.compile(
    r"(?:rp\.?)?([0-9]{1,3}(?:[.,][0-9]{3})+|[0-9]+)(?:[.,]0{1,2})?(?:,-)?", re.IGNORECASE
)
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_MOST_RUPIAH = 10**12


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a row: its field, why, and what stands instead where that helps."""

    field: str
    why: Why
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a row says. The first of ``reference``, ``nik``, ``payment_code`` names the registration."""

    reference: str | None = None
    nik: str | None = None
    payment_code: str | None = None
    valid_until: str | None = None
    amount: int | None = None
    paid_at: str | None = None
    kpj: str | None = None

    @property
    def by_code(self) -> bool:
        """Whether the code names the registration, as in a list of payments."""
        return self.reference is None and self.nik is None


@dataclass(frozen=True, slots=True)
class Fact:
    """One step of a registration with what the portal said."""

    step: Step
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class News:
    """What a row would record, in order; none where all of it is known."""

    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A registration as it stands: its status and what is known from the portal."""

    status: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def read(cells: Mapping[str, str]) -> Told | Wrong:
    """Read the texts of a row by field; the first that cannot be read is what is wrong."""
    found: dict[str, Any] = {}
    for name, text in cells.items():
        if not text:
            continue
        value = Wrong(name, "formula") if text.startswith("=") else _READERS[name](text)
        if isinstance(value, Wrong):
            return value
        found[name] = value
    told = Told(**found)
    if told.by_code and told.payment_code is None:
        return Wrong("reference", "missing")
    if told.by_code:
        return told if told.paid_at or told.kpj else Wrong("paid_at", "missing")
    if not (told.payment_code or told.paid_at or told.kpj):
        return Wrong("payment_code", "missing")
    if told.payment_code and told.valid_until is None:
        return Wrong("valid_until", "missing")
    return told


def judge(told: Told, standing: Standing) -> News | Wrong:
    """Hold what a row tells against what stands."""
    if standing.status not in APPROVED:
        return Wrong("reference", "not_now", standing.status)
    found: list[Fact] = []
    for part in (_code(told, standing), _payment(told, standing)):
        if isinstance(part, Wrong):
            return part
        found += [part] if part else []
    paid = standing.status in {"paid", "registered"} or any(one.step == "paid" for one in found)
    number = _number(told, standing, paid=paid)
    if isinstance(number, Wrong):
        return number
    return News((*found, number) if number else tuple(found))


def _code(told: Told, standing: Standing) -> Fact | Wrong | None:
    """A code issued, or issued anew where the one before lapsed (M27)."""
    if told.payment_code is None or told.by_code:
        return None
    facts: dict[str, Any] = {"payment_code": told.payment_code, "valid_until": told.valid_until}
    if told.amount is not None and told.paid_at is None:
        facts["amount"] = told.amount
    known = standing.facts
    if all(known.get(name) == value for name, value in facts.items()):
        return None
    if standing.status in {"paid", "registered"}:
        return Wrong("payment_code", "paid_already", str(known.get("payment_code", "")))
    if str(told.valid_until) < str(known.get("valid_until", "")):
        return Wrong("valid_until", "older", str(known["valid_until"]))
    return Fact("code_issued", facts)


def _payment(told: Told, standing: Standing) -> Fact | Wrong | None:
    if told.paid_at is None:
        return None
    if told.amount is None:
        return Wrong("amount", "missing")
    facts = {"paid_at": told.paid_at, "amount": told.amount}
    known = standing.facts
    if standing.status not in {"paid", "registered"}:
        return Fact("paid", facts)
    if all(known.get(name) == value for name, value in facts.items()):
        return None
    return Wrong("paid_at", "paid_otherwise", str(known.get("paid_at", "")))


def _number(told: Told, standing: Standing, *, paid: bool) -> Fact | Wrong | None:
    if told.kpj is None:
        return None
    if standing.status == "registered":
        known = str(standing.facts.get("kpj", ""))
        return None if known == told.kpj else Wrong("kpj", "number_otherwise", known)
    return Fact("registered", {"kpj": told.kpj}) if paid else Wrong("paid_at", "missing")


def _reference(text: str) -> str | Wrong:
    return text.lower() if _UUID.fullmatch(text.lower()) else Wrong("reference", "not_a_reference")


def _nik(text: str) -> str | Wrong:
    if _ROUNDED.fullmatch(text):
        return Wrong("nik", "rounded")
    digits = "".join(sign for sign in text if sign not in " .-")
    plain = digits.isascii() and digits.isdigit() and len(digits) == niks.LENGTH
    return digits if plain else Wrong("nik", "not_a_nik")


def _payment_code(text: str) -> str | Wrong:
    if _ROUNDED.fullmatch(text):
        return Wrong("payment_code", "rounded")
    return text if _CODE.fullmatch(text) else Wrong("payment_code", "not_a_code")


def _day(name: str, text: str) -> str | Wrong:
    """``2026-11-23`` or, day first, ``23/11/2026``."""
    day_first = _DAY_FIRST.fullmatch(text)
    written = "{2}-{1:0>2}-{0:0>2}".format(*day_first.groups()) if day_first else text[:10]
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        return Wrong(name, "not_a_date")


def _amount(text: str) -> int | Wrong:
    """Whole rupiah: ``84000``, ``84.000``, ``Rp 84.000,00``."""
    found = _AMOUNT.fullmatch(text.replace(" ", ""))
    rupiah = int(re.sub("[.,]", "", found[1])) if found else 0
    return rupiah if 0 < rupiah <= _MOST_RUPIAH else Wrong("amount", "not_an_amount")


def _kpj(text: str) -> str | Wrong:
    plain = text.replace(" ", "")
    return plain if _KPJ.fullmatch(plain) else Wrong("kpj", "not_a_number")


_READERS: Mapping[str, Any] = {
    "reference": _reference,
    "nik": _nik,
    "payment_code": _payment_code,
    "valid_until": lambda text: _day("valid_until", text),
    "amount": _amount,
    "paid_at": lambda text: _day("paid_at", text),
    "kpj": _kpj,
}
