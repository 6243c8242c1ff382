"""Registrations past the feed: searched, their whole history, and a person's access file."""

import logging
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask import Response

from server.accounts.scopes import scopes_of
from server.api import problems
from server.api.access import Caller, signed_in
from server.api.openapi import Blueprint
from server.api.processing import looking, record_processing
from server.api.services import Services, services
from server.domain.access_file import Subject, packed
from server.domain.names import searchable
from server.domain.nik import masked
from server.moments import moment
from server.schemas.history import answers, said
from server.schemas.operation import read
from server.schemas.registrations import (
    PAGE,
    HistorySchema,
    RegistrationsSchema,
    SearchSchema,
)
from server.store.processing import Filter, Recorded
from server.store.registrations import Told, Wanted
from sync.photos import standing_hash
from sync.registration import Registration

blueprint = Blueprint("registrations", __name__, url_prefix="/api/v1")
log = logging.getLogger(__name__)

READERS_TOLD = 1_000
"""Entries of the record of processing in an access file; the record itself has them all."""


@blueprint.post("/registrations/search")
@signed_in("admin")
@blueprint.arguments(SearchSchema)
@blueprint.response(200, RegistrationsSchema)
def search(caller: Caller, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Find registrations by name, NIK, or clinic and status, page by page (P179)."""
    found = services()
    wanted = Wanted(
        name=searchable(given["name"]) if given["name"] else None,
        keys=found.rules.nik_keys(given["nik"]) if given["nik"] else (),
        clinic=given["clinic"],
        status=given["status"],
        after=given["after"],
    )
    if given["name"] and not wanted.name:  # nothing that a name could begin with
        return {"items": [], "next": None}
    rows = found.store.registrations.page(wanted, PAGE + 1)
    shown = rows[:PAGE]
    way = "name" if wanted.name else "nik" if wanted.keys else "list"
    record_processing(
        caller,
        "search",
        purpose="oversight",
        registrations=[one.id for one in shown],
        detail={"by": way} | {k: given[k] for k in ("clinic", "status") if given[k]},
    )
    return {
        "items": [_found(one) for one in shown],
        "next": shown[-1].id if len(rows) > PAGE else None,
    }


@blueprint.get("/registrations/<uuid:registration>/history")
@signed_in("supervisor", "admin")
@blueprint.response(200, HistorySchema)
def history(caller: Caller, registration: UUID) -> Mapping[str, Any]:
    """Everything that the log has of a registration, oldest first (P177)."""
    one = _seen(caller, registration)
    record_processing(caller, "history", purpose=looking(caller), registrations=[one.id])
    return {"registration": _found(one), "items": _past(services(), one)}


@blueprint.post("/registrations/<uuid:registration>/access-file")
@signed_in("admin")
@blueprint.response(200, {"format": "binary", "type": "string"}, content_type="application/zip")
def access_file(caller: Caller, registration: UUID) -> Response:
    """Everything that is kept about the person of a registration, as a ZIP (P175)."""
    found, one = services(), _seen(caller, registration)
    theirs = _of_person(found, one)
    record_processing(
        caller,
        "access_file",
        purpose="request_of_person",
        registrations=[r.id for r in theirs],
    )
    made_at = moment(found.clock())
    data = packed([_subject(found, r) for r in theirs], made_at=made_at, names=_names(found))
    headers = {
        "Content-Disposition": f'attachment; filename="akses-data-{made_at[:10]}.zip"',
        "Cache-Control": "private, no-store",
    }
    return Response(data, mimetype="application/zip", headers=headers)


def _seen(caller: Caller, registration: UUID) -> Registration:
    """An admin may see all, a supervisor what is live in their clinics. Raises `NotFound`."""
    account = caller.account
    scopes = scopes_of(account.id, account.role, account.clinics)
    everywhere = account.role == "admin"
    one = services().store.registrations.seen(str(registration), None if everywhere else scopes)
    if one is None:
        raise problems.NotFound
    return one


def _of_person(found: Services, one: Registration) -> tuple[Registration, ...]:
    """The registrations of the same NIK, this one among them even where it is found by nothing more."""
    identity = one.values().get("identity")
    keys = found.rules.nik_keys(identity["nik"]) if identity and not one.erased else ()
    theirs = found.store.registrations.claiming(keys) if keys else ()
    return theirs if any(r.id == one.id for r in theirs) else (one, *theirs)


def _subject(found: Services, one: Registration) -> Subject:
    sha256 = standing_hash(one) if one.photo == "in" else None
    wanted = Filter(registration=one.id)
    return Subject(
        registration=one.to_json(),
        operations=_past(found, one, whole=True),
        readers=[_reader(r) for r in found.store.processing.entries(wanted, READERS_TOLD)],
        photo=found.blobs.get(sha256) if sha256 else None,
    )


def _reader(recorded: Recorded) -> dict[str, Any]:
    doing = recorded.doing
    return {
        "at": doing.at,
        "account": doing.account,
        "role": doing.role,
        "act": doing.act,
        "purpose": doing.purpose,
    }


def _names(found: Services) -> dict[str, str]:
    """Of accounts and clinics, by id."""
    kept = found.store.accounts
    return {a.id: a.name for a in kept.accounts()} | {c.id: c.name for c in kept.clinics()}


def _found(one: Registration) -> dict[str, Any]:
    values = {} if one.erased else one.values()
    identity, name = values.get("identity"), values.get("name")
    return {
        "id": one.id,
        "name": name["full_name"] if name else None,
        "nik": masked(identity["nik"]) if identity else None,
        "clinic": one.clinic,
        "recruiter": one.recruiter,
        "status": one.status,
        "version": one.version,
        "received_at": one.received_at,
        "erased": asdict(one.erased) if one.erased else None,
    }


def _past(found: Services, one: Registration, *, whole: bool = False) -> list[dict[str, Any]]:
    """What the log has of a registration; ``whole`` with each operation on it as it was sent."""
    claims = {claim for thread in one.threads.values() for claim in thread.claims}
    log = found.store.registrations.log_of(one.id, claims)
    proposed = {told.logged.op: said(told.logged.raw, None)["set"] for told in log}
    past = []
    for told in log:
        logged = told.logged
        settles = logged.kind == "resolve" and told.receipt and told.receipt.result != "quarantined"
        given = answers(read(logged.raw), one, proposed) if settles else []
        if logged.registration != one.id and not given:
            continue  # settled what is no question about this one
        raw = {"raw": logged.raw if logged.registration == one.id else None} if whole else {}
        past.append(_operation(told) | {"answers": given} | raw)
    return past


def _operation(told: Told) -> dict[str, Any]:
    logged = told.logged
    return said(logged.raw, told.receipt) | {
        "op": logged.op,
        "device": logged.device,
        "n": logged.n,
        "label": told.label,
        "app": logged.app,
        "kind": logged.kind,
        "account": logged.account,
        "role": logged.role,
        "received_at": logged.received_at,
        "skew_ms": logged.skew_ms,
    }
