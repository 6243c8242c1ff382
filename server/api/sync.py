"""The one round trip: a push is taken, then the next page of the feed is told (rule P61)."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from secrets import token_urlsafe
from typing import Any

from server.accounts.scopes import scopes_of
from server.api import problems
from server.api.access import Caller, pushing
from server.api.body import DEPTH, INFLATED_BYTES, RAW_BYTES
from server.api.counting import BUGS, count_receipts
from server.api.openapi import Blueprint
from server.api.sealed import opened, reader
from server.api.services import Services, services
from server.domain import late_work
from server.json_text import digest
from server.logs import trace
from server.moments import moment, skew_ms
from server.schemas.operation import OPERATION_BYTES
from server.schemas.sync import (
    LONGEST_PAGE,
    MOST_OPERATIONS,
    SyncAnswerSchema,
    SyncRequestSchema,
)
from server.store.accounts import Account
from sync.cursor import Cursor, Forged, decode
from sync.effect import Sender
from sync.exchange import Answer, Push, exchange
from sync.feed import Viewer, page
from sync.incarnation import Copied, Showing
from sync.journal import Heard
from sync.late import Entitlements

blueprint = Blueprint("sync", __name__, url_prefix="/api/v1")
log = logging.getLogger(__name__)

INCARNATION_BYTES = 16

HELD_FOR = timedelta(days=5)
"""How long an operation waits for its predecessor (rule P48)."""

LIMITS = {
    "operations": MOST_OPERATIONS,
    "bytes": RAW_BYTES,
    "inflated_bytes": INFLATED_BYTES,
    "operation_bytes": OPERATION_BYTES,
    "depth": DEPTH,
    "page": LONGEST_PAGE,
}


@blueprint.post("/sync")
@pushing
@blueprint.arguments(SyncRequestSchema)
@blueprint.response(200, SyncAnswerSchema)
def sync(caller: Caller, given: dict[str, Any]) -> dict[str, Any]:
    """Take a push into custody and answer with its receipts and the next page of the feed."""
    if given["device"] != caller.device:
        raise problems.WrongDevice
    found = services()
    now = found.clock()
    cursor = _cursor(found, caller, given["cursor"])
    sealed = given["sealed"] or []
    hands_over = bool(given["operations"] or sealed)
    heard = Heard(moment(now), skew_ms(given["sent_at"], now), **given["health"])
    push = Push(
        sender=_sender(found, caller, hands_over=hands_over),
        operations=[*given["operations"], *opened(found.seal_keys, caller.device, sealed)],
        received_at=heard.at,
        waiting=given["waiting"],
        chain=(given["chain"]["n"], given["chain"]["hash"]),
        skew_ms=heard.skew_ms,
        app=heard.app,
        give_up=moment(now - HELD_FOR),
        late_from=late_work.not_before(now),
        showing=_showing(given),
        heard=heard,
    )
    answer = _take(found, push, sealed=len(sealed))
    return {
        "receipts": _receipts(answer, given),
        "feed": _feed(found, caller, cursor, given),
        "reading": caller.standing,
        "incarnation": answer.incarnation,
        "renew": answer.renew,
        "server_time": heard.at,
        "skew_ms": push.skew_ms,
        "limits": LIMITS,
    }


def _take(found: Services, push: Push, *, sealed: int) -> Answer:
    """The first transaction."""
    device = push.sender.device
    answer = exchange(
        found.store.journal,
        push,
        rules=found.rules,
        reader=reader(found.seal_keys),
        on_bug=noted,
        digest_of=digest,
    )
    if isinstance(answer, Copied):
        log.info("copied device=%s", device)
        raise problems.Copied
    burn(found, push)
    count_receipts([one["n"] for one in push.operations if "n" in one], answer.exceptions)
    log.info(
        "pushed device=%s operations=%d sealed=%d through=%d exceptions=%d",
        device,
        len(push.operations),
        sealed,
        answer.through,
        len(answer.exceptions),
    )
    return answer


def _showing(given: dict[str, Any]) -> Showing | None:
    """What the phone shows; an older app leaves it out, which is not null (P101)."""
    if "incarnation" not in given:
        return None
    return Showing(given["incarnation"], token_urlsafe(INCARNATION_BYTES))


def _receipts(answer: Answer, given: Mapping[str, Any]) -> dict[str, Any]:
    receipts = {
        "through": answer.through,
        "chain": answer.chain,
        "chain_matches": answer.chain_matches,
        "exceptions": [receipt.to_json() for receipt in answer.exceptions],
    }
    return receipts | _later(given, kept_through=answer.kept_through)


def _later(given: Mapping[str, Any], **fields: Any) -> dict[str, Any]:
    """Fields that came later than others: a phone that knows of that is not told those that are null (P226)."""
    if not given["holds"]:
        return fields
    return {name: value for name, value in fields.items() if value is not None}


def _cursor(found: Services, caller: Caller, text: str | None) -> Cursor | None:
    """Read before anything is taken in, so that a refused request changed nothing."""
    if text is None or caller.standing != "ok":
        return None
    cursor = decode(text, found.cursor_key, _scopes(caller))
    if isinstance(cursor, Forged):
        raise problems.BadCursor
    return cursor


def _feed(
    found: Services, caller: Caller, cursor: Cursor | None, given: dict[str, Any]
) -> dict[str, Any] | None:
    """The second transaction: the page is built and the snapshot closed before anything is sent."""
    if caller.standing != "ok":
        return None
    account = caller.account
    clinics = account.clinics if account.role == "recruiter" else ()
    viewer = Viewer(
        *(account.id, account.role, caller.device, _scopes(caller), clinics),
        own_from=given["own_from"],
        holds=given["holds"] or False,
    )
    with found.store.journal.snapshot() as snapshot:
        told = page(snapshot, viewer, cursor, given["limit"], held=given["buckets"] or ())
        named = (
            None if viewer.holds else told.cursor.encode_named(found.cursor_key, snapshot.epoch())
        )
    if told.repaired is not None or told.reset == "repair":
        log.info(
            "repaired device=%s buckets=%s entries=%d more=%s",
            caller.device,
            told.repaired,
            len(told.entries),
            told.more,
        )
    feed = {
        "entries": told.entries,
        "cursor": named or told.cursor.encode(found.cursor_key),  # P227
        "more": told.more,
        "reset": told.reset,
        "covers": told.covers,
        "check": told.check and {"count": told.check.count, "digest": told.check.digest},
        "repaired": told.repaired,
    }
    own, news = told.own and told.own.to_json(), told.changed and told.changed.to_json()
    return feed | _later(given, own=own, changed=news)


def _scopes(caller: Caller) -> tuple[str, ...]:
    account = caller.account
    return scopes_of(account.id, account.role, account.clinics)


def _sender(found: Services, caller: Caller, *, hands_over: bool) -> Sender:
    """Whom the push speaks for."""
    account = caller.account
    may = entitlements_of(found, account) if hands_over else entitlements_when_asked(found)
    return Sender(account.id, account.role, caller.device, may)


def entitlements_of(found: Services, account: Account) -> Entitlements:
    """What accounts may and might do. The sender's own is read before a transaction begins."""
    entitlements = entitlements_when_asked(found)
    entitlements(account.id)
    return entitlements


def entitlements_when_asked(found: Services) -> Entitlements:
    """The same for who hands nothing over: hardly ever asked for, and then by a second connection."""
    return cache(found.store.entitlements.of)


def burn(found: Services, push: Push) -> None:
    """Destroy the photos of whom a push erased. What a crash leaves, the next one does (P174)."""
    if any(raw.get("kind") == "erase" for raw in push.operations):
        burnt = found.store.erasing.burn(found.blobs.remove)
        log.info("burnt device=%s photos=%d", push.sender.device, burnt)


def noted(op: str, error: Exception) -> None:
    """A bug of ours put an operation into quarantine: where, and never with what."""
    BUGS.inc()
    log.error("internal_error op=%s %s", op, trace(error))
