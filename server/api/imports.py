"""Tables that are taken in: what the portal sent back, clinics, accounts (docs/tables.md)."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import Response

from server.api.access import Caller, signed_in
from server.api.news_import import NewsImport
from server.api.openapi import Blueprint
from server.api.people_import import AccountsImport, ClinicsImport
from server.api.tables import LINES, answered
from server.schemas.approved import ImportAnswerSchema, ImportQuerySchema

blueprint = Blueprint("imports", __name__, url_prefix="/api/v1/imports")


@blueprint.post("/payments")
@signed_in("admin")
@blueprint.arguments(ImportQuerySchema, location="query")
@blueprint.response(200, ImportAnswerSchema, content_type=LINES)
def payments(caller: Caller, query: Mapping[str, Any]) -> Response:
    """Payment codes, payments and member numbers."""
    return answered(partial(NewsImport, caller), query.get("taking"))


@blueprint.post("/clinics")
@signed_in("admin")
@blueprint.arguments(ImportQuerySchema, location="query")
@blueprint.response(200, ImportAnswerSchema, content_type=LINES)
def clinics(caller: Caller, query: Mapping[str, Any]) -> Response:
    """New partner sites."""
    return answered(partial(ClinicsImport, caller), query.get("taking"))


@blueprint.post("/accounts")
@signed_in("admin")
@blueprint.arguments(ImportQuerySchema, location="query")
@blueprint.response(200, ImportAnswerSchema, content_type=LINES)
def accounts(caller: Caller, query: Mapping[str, Any]) -> Response:
    """New accounts with their first passwords, told once."""
    return answered(partial(AccountsImport, caller), query.get("taking"))
