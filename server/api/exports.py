"""Tables for spreadsheets: what was approved, and incentives; each leaves a line in the record of processing (P164)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flask import Response, stream_with_context

from server.accounts.scopes import scopes_of
from server.api import problems
from server.api.access import Caller, signed_in
from server.api.devices import visible_to
from server.api.openapi import Blueprint
from server.api.processing import record_more, record_processing
from server.api.reach import clinics_for, wanted
from server.api.services import services
from server.api.statements import statements_of
from server.domain import portal
from server.domain.days import month_days
from server.domain.tables import table
from server.schemas.approved import (
    DeviceExportQuerySchema,
    ExportQuerySchema,
    IncentivesExportQuerySchema,
)
from server.sheets.writing import Cell, as_csv, as_xlsx
from server.store.approved import Approved
from sync.registration import Registration

blueprint = Blueprint("exports", __name__, url_prefix="/api/v1/exports")

Rows = Iterator[Sequence[Cell]]
BEFORE = ("reference", "status", "clinic", "recruiter", "approved_at")
FACTS = ("payment_code", "valid_until", "amount", "paid_at", "kpj")
SUMS = (
    "month",
    "recruiter",
    "members",
    "paid_total",
    "acquisition",
    "fees",
    "total",
    "rule",
    "elsewhere",
)
ON_PHONE = ("reference", "full_name", "phone", "clinic", "status")
PAYMENTS = ("reference", "full_name", "clinic", "programmes", "payment_code", "paid_at", "amount")

_FILE = {"format": "binary", "type": "string"}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EITHER = Blueprint.doc(
    responses={"200": {"content": {kind: {"schema": _FILE} for kind in ("text/csv", _XLSX)}}}
)
"""The types that a table comes as: a response by itself states one."""
_WRITERS: Mapping[str, tuple[str, Callable[[Rows], Iterator[bytes]]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": (_XLSX, as_xlsx),
}


@blueprint.get("/approved")
@signed_in("supervisor", "admin")
@blueprint.arguments(ExportQuerySchema, location="query")
@blueprint.response(200, _FILE, content_type="text/csv")
@_EITHER
def approved(caller: Caller, query: Mapping[str, Any]) -> Response:
    """The approved with the fields in portal order and what the portal said of them."""
    which = wanted(caller, query)
    order = portal.fields(date.fromisoformat(which.today))
    number = record_processing(caller, "export", purpose="portal", detail=_detail(query))
    names = _Names()

    def rows() -> Rows:
        yield _header((*BEFORE, *order, *FACTS), query["language"])
        for page in services().store.after_approval.pages(which):
            record_more(number, [one.registration.id for one in page])
            yield from (_line(one, order, names) for one in page)

    return _sent(rows(), query["format"], "approved")


@blueprint.get("/incentives")
@signed_in("supervisor", "admin")
@blueprint.arguments(IncentivesExportQuerySchema, location="query")
@blueprint.response(200, _FILE, content_type="text/csv")
@_EITHER
def incentives(caller: Caller, query: Mapping[str, Any]) -> Response:
    """What everybody earned from a month's payments, or one account's payments of that month."""
    clinics, month = clinics_for(caller, query.get("clinic")), query["month"]
    number = record_processing(caller, "export", purpose="incentive", detail=_detail(query))
    names = _Names()
    if account := query.get("account"):
        paid = services().store.after_approval.paid(month_days(month), clinics, account)
        record_more(number, [one.registration.id for one in paid])
        lines: Iterable[Sequence[Cell]] = [_payment(one, names) for one in paid]
        return _sent(_with(PAYMENTS, lines, query), query["format"], "payments")
    told = statements_of(month, clinics)
    lines = [[month, names.person(one["account"]), *_figures(one)] for one in told]
    return _sent(_with(SUMS, lines, query), query["format"], "incentives")


@blueprint.get("/device")
@signed_in("supervisor", "admin")
@blueprint.arguments(DeviceExportQuerySchema, location="query")
@blueprint.response(200, _FILE, content_type="text/csv")
@_EITHER
def device(caller: Caller, query: Mapping[str, Any]) -> Response:
    """Whose data may be on a phone, to be told if it is lost (P166)."""
    found = services().store
    phone = next((one for one in visible_to(caller.account) if one.id == query["device"]), None)
    owner = found.accounts.account_by_id(phone.account) if phone else None
    if phone is None or owner is None:
        raise problems.NotFound
    scopes = scopes_of(owner.id, owner.role, owner.clinics)
    through = phone.last_contact_at or phone.first_seen
    number = record_processing(caller, "export", purpose="oversight", detail=_detail(query))
    names = _Names()

    def rows() -> Rows:
        yield _header(ON_PHONE, query["language"])
        for page in found.on_phone.pages(phone.id, scopes, through):
            record_more(number, [one.id for one in page])
            yield from (_held(one, names) for one in page)

    return _sent(rows(), query["format"], "device")


def _held(found: Registration, names: "_Names") -> Sequence[Cell]:
    units = found.values()
    named = (portal.cell("full_name", units), portal.cell("phone", units))
    return [found.id, *named, names.clinic(found.clinic), found.status]


class _Names:
    """Names of clinics and people by id, read once for a table."""

    def __init__(self) -> None:
        accounts = services().store.accounts
        self._people = {one.id: one.name for one in accounts.accounts()}
        self._clinics = {one.id: one.name for one in accounts.clinics()}

    def person(self, account: str) -> str:
        return self._people.get(account, account)

    def clinic(self, clinic: str) -> str:
        return self._clinics.get(clinic, clinic)


def _line(one: Approved, order: Sequence[str], names: _Names) -> Sequence[Cell]:
    found = one.registration
    units = one.units
    return [
        found.id,
        found.status,
        names.clinic(found.clinic),
        names.person(found.recruiter),
        one.approved_at,
        *(portal.cell(field, units) for field in order),
        *(found.progress.get(fact) for fact in FACTS),
    ]


def _payment(one: Approved, names: _Names) -> Sequence[Cell]:
    found, facts = one.registration, one.registration.progress
    return [
        found.id,
        portal.cell("full_name", one.units),
        names.clinic(found.clinic),
        portal.cell("programmes", one.units),
        facts.get("payment_code"),
        facts["paid_at"],
        facts["amount"],
    ]


def _figures(told: Mapping[str, Any]) -> list[Cell]:
    return [*(told[name] for name in SUMS[2:-1]), "ya" if told["elsewhere"] else "tidak"]


def _with(
    columns: Sequence[str], lines: Iterable[Sequence[Cell]], query: Mapping[str, Any]
) -> Rows:
    yield _header(columns, query["language"])
    yield from lines


def _header(columns: Sequence[str], language: str) -> Sequence[Cell]:
    words = table("sheet_columns")
    return [words[column][language] for column in columns]


def _detail(query: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in query.items() if name != "language"}


def _sent(rows: Rows, kind: str, name: str) -> Response:
    """The table as a file that nobody on the way keeps."""
    mimetype, write = _WRITERS[kind]
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{kind}"',
        "Cache-Control": "private, no-store",
    }
    return Response(stream_with_context(write(rows)), content_type=mimetype, headers=headers)
