"""Between the values of ``sync`` and the columns of the journal's tables."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from server.domain.names import searchable
from server.json_text import dump, load
from server.store.fields import (
    Fields,
    operation_place,
    registration_place,
    stray_place,
    waiting_place,
)
from sync.decide import is_open
from sync.journal import Arrival, Beside, Logged
from sync.receipt import Receipt
from sync.registration import Registration

LOGGED = tuple(f.name for f in fields(Logged))


def plain(text: str) -> str:
    """Return an id or word as a column can hold it; what no honest phone sends becomes empty.

    Only columns to search by go through here; the raw operation beside them keeps every character.
    """
    return text if text.isascii() and "\0" not in text else ""


def operation_row(logged: Logged, fields: Fields) -> dict[str, Any]:
    """A line of the operation log."""
    row = {name: getattr(logged, name) for name in LOGGED}
    return row | {
        "op": plain(logged.op),
        "registration": plain(logged.registration),
        "kind": plain(logged.kind),
        "raw": fields.seal(operation_place(logged.device, logged.n), dump(logged.raw)),
    }


def load_operation(row: Mapping[Any, Any], fields: Fields) -> Logged:
    """An operation from its line of the log."""
    raw = fields.open(operation_place(row["device"], row["n"]), row["raw"])
    return Logged(**{name: row[name] for name in LOGGED} | {"raw": load(raw)})


def dump_waiting(logged: Logged, fields: Fields) -> str:
    """The whole of an operation that waits, as one text."""
    return fields.seal(waiting_place(logged.device, logged.n), _dump_logged(logged))


def load_waiting(row: Sequence[Any], fields: Fields) -> Logged:
    """The inverse of :func:`dump_waiting`, from device, n and the text."""
    device, n, text = row
    return Logged(**load(fields.open(waiting_place(device, n), text)))


def dump_stray(logged: Logged, fields: Fields) -> str:
    """The whole of an operation beside the log, as one text."""
    return fields.seal(stray_place(logged.device, logged.hash), _dump_logged(logged))


def load_stray(row: Sequence[Any], fields: Fields) -> Logged:
    """The inverse of :func:`dump_stray`, from device, hash and the text."""
    device, digest, text = row
    return Logged(**load(fields.open(stray_place(device, digest), text)))


def _dump_logged(logged: Logged) -> str:
    return dump({name: getattr(logged, name) for name in LOGGED})


def registration_row(registration: Registration, fields: Fields) -> dict[str, Any]:
    """A registration's columns."""
    return after_approval(registration) | {
        "id": registration.id,
        "clinic": registration.clinic,
        "recruiter": registration.recruiter,
        "status": registration.status,
        "version": registration.version,
        "state": fields.seal(registration_place(registration.id), dump(registration.to_json())),
        "name": _name(registration),
        "open_since": min(
            (t.opened_at for t in registration.threads.values() if t.open), default=None
        ),
        "photo_since": _photo_since(registration),
    }


def after_approval(registration: Registration) -> dict[str, Any]:
    """What lists of the approved are found and summed by; null before there is an approval.

    An erased one is in no list; a payment that a law keeps (M98) is summed all the same.
    """
    approval, facts = registration.approval, registration.progress
    at = registration.stamps[approval.op].received_at if approval else None
    contribution = approval.units.get("contribution") if approval else None
    return {
        "credit": registration.credit,
        "approved_at": None if registration.erased else at,
        "payment_code": None if registration.erased else facts.get("payment_code"),
        "valid_until": facts.get("valid_until"),
        "paid_at": facts.get("paid_at"),
        "paid_amount": facts.get("amount") if facts.get("paid_at") else None,
        "programmes": len(contribution["programmes"]) if contribution else None,
    }


def _photo_since(registration: Registration) -> str | None:
    if registration.photo != "awaited":
        return None
    unit = registration.units.get("photo")
    declared = registration.stamps.get(unit.op) if unit else None
    return declared.received_at if declared else None


def _name(registration: Registration) -> str:
    named = registration.units.get("name")
    if named is None or registration.erased:
        return ""
    return searchable(str(named.value["full_name"]))


def load_registration(key: str, state: str, fields: Fields) -> Registration:
    """A registration from its id and its ``state`` column."""
    return Registration.from_json(load(fields.open(registration_place(key), state)))


def arrival_row(arrival: Arrival) -> dict[str, Any]:
    """The columns of a photo that came in."""
    row = {field.name: getattr(arrival, field.name) for field in fields(Arrival)}
    return row | {"scopes": dump(arrival.scopes)}


def dump_arrival(arrival: Arrival) -> str:
    """A photo that came in, as it is noted beside its bytes."""
    return dump(arrival_row(arrival))


def load_noted(text: str) -> Arrival:
    """The inverse of :func:`dump_arrival`."""
    return load_arrival(load(text))


def load_arrival(row: Mapping[Any, Any]) -> Arrival:
    """The inverse of :func:`arrival_row`."""
    known = {field.name: row[field.name] for field in fields(Arrival)}
    return Arrival(**known | {"scopes": tuple(load(row["scopes"]))})


def beside_row(one: Beside, fields: Fields) -> dict[str, Any]:
    """The columns of an operation beside the log."""
    row = dict(receipt_row(one.logged, one.receipt))
    return row | {"op": plain(one.logged.op), "logged": dump_stray(one.logged, fields)}


def load_beside(row: Mapping[Any, Any], fields: Fields) -> Beside:
    """An operation beside the log from its columns."""
    logged = load_stray([row["device"], row["hash"], row["logged"]], fields)
    return Beside(logged, load_receipt(row["body"]))


def receipt_row(logged: Logged, receipt: Receipt) -> Mapping[str, Any]:
    """The columns of a receipt for an operation."""
    return {
        "device": logged.device,
        "n": logged.n,
        "hash": logged.hash,
        "body": dump(receipt.to_json()),
        "waits_since": logged.received_at if is_open(receipt) else None,
    }


def load_receipt(body: str) -> Receipt:
    """A receipt from its ``body`` column."""
    return Receipt.from_json(load(body))
