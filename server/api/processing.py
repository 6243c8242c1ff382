"""The record of processing (P176): the one door by which endpoints write it, and its page for admins."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from server.api.access import Caller, signed_in
from server.api.openapi import Blueprint
from server.api.services import services
from server.domain.processing import Act, Purpose
from server.moments import moment
from server.schemas.processing import PAGE, ProcessingQuerySchema, ProcessingSchema
from server.store.processing import Doing, Filter, Recorded

blueprint = Blueprint("processing", __name__, url_prefix="/api/v1")
log = logging.getLogger(__name__)


def record_processing(
    caller: Caller,
    act: Act,
    *,
    purpose: Purpose,
    registrations: Iterable[str] = (),
    detail: Mapping[str, str] | None = None,
) -> int:
    """Write down, durably, that the caller is about to be given somebody's data; its number.

    ``detail``: ids and codes only. Further pages of a stream: :func:`record_more`.
    """
    found = services()
    doing = Doing(
        at=moment(found.clock()),
        account=caller.account.id,
        role=caller.account.role,
        device=caller.device,
        act=act,
        purpose=purpose,
        detail=detail or {},
    )
    number = found.store.processing.record(doing, registrations)
    log.info("processed number=%d act=%s account=%s", number, act, caller.account.id)
    return number


def record_more(number: int, registrations: Iterable[str]) -> None:
    """Write down further registrations that an act is about, before they leave."""
    services().store.processing.add(number, registrations)


def looking(caller: Caller) -> Purpose:
    """What somebody looks at a registration for: an admin at all of them, others at their own."""
    return "oversight" if caller.account.role == "admin" else "review"


@blueprint.get("/processing")
@signed_in("admin")
@blueprint.arguments(ProcessingQuerySchema, location="query")
@blueprint.response(200, ProcessingSchema)
def processing(_caller: Caller, query: Mapping[str, Any]) -> Mapping[str, Any]:
    """Who read, took out or destroyed whose data; the newest first."""
    wanted = Filter(
        account=_text(query.get("account")),
        act=query.get("act"),
        registration=_text(query.get("registration")),
        before=query.get("before"),
    )
    found = services().store.processing.entries(wanted, PAGE + 1)
    shown = found[:PAGE]
    return {
        "items": [_item(one) for one in shown],
        "next": shown[-1].number if len(found) > PAGE else None,
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _item(one: Recorded) -> Mapping[str, Any]:
    doing = one.doing
    return {
        "number": one.number,
        "at": doing.at,
        "account": doing.account,
        "role": doing.role,
        "device": doing.device,
        "act": doing.act,
        "purpose": doing.purpose,
        "detail": doing.detail,
        "registrations": one.registrations,
        "more": one.more,
    }
