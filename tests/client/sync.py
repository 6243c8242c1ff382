"""One run of syncing: hand over what is pending, catch up with the feed (sections 1 and 5)."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.client.book import Book, hash_at, note, pending, recall, writing
from tests.client.erasing import emptied
from tests.client.ids import moment
from tests.client.mending import asking, said, under_way
from tests.client.own import own_from
from tests.client.renewing import recall_past, renew
from tests.client.session import APP, credential
from tests.client.taking import asked_again, take, well_formed
from tests.client.wire import Answered, Refused, Reply, Transport, Unheard

Clock = Callable[[], datetime]
FIRST_BATCH = 50
PAGE = 200
MOST_WAITING = 500
RENEW = {"copied": "copied", "diverged": "chain"}
"""Endings after which the phone goes on as another device, and what it says of why (P102, P103)."""
SPARE_BYTES = 64 * 1024
"""Left in a body for everything but the operations; 500 waiting numbers are the largest of it."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a run works with."""

    book: Book
    transport: Transport
    clock: Clock


def sync(line: Line) -> str:
    """Run until nothing is left to do or nothing moves. Tell how it ended:

    ``caught_up`` · ``handed_over`` (only pushing is allowed: sign in again) · ``unheard`` (try
    later) · ``stuck`` (the server asks to send again, later) · ``diverged`` (P32) · a problem's code.
    """
    renewed = False
    while True:
        if recall(line.book, "recall"):
            recall_past(line.book)
        before = _position(line.book)
        request = _request(line.book, line.clock())
        reply = line.transport("POST", "/sync", credential(line.book), request)
        ending = _heard(line, request, reply)
        if ending in RENEW and not renewed:
            renewed = True
            ending = _heard_renewal(line.book, renew(line.book, line.transport, RENEW[ending]))
        if ending is not None:
            return ending
        if _position(line.book) == before:
            return "stuck"


def _heard_renewal(book: Book, reply: Reply) -> str | None:
    match reply:
        case Answered():
            return None
        case Refused(status=401) if recall(book, "token"):
            with writing(book):
                note(book, token=None)
            return "unauthenticated"
        case Refused(code=code):
            return code
        case Unheard():
            return "unheard"


def _position(book: Book) -> tuple[Any, ...]:
    """What moves when a round trip was of use."""
    return (
        pending(book),
        *(
            recall(book, key)
            for key in (
                "cursor",
                "through",
                "token",
                "batch",
                "mending",
                "author",
                "asked_anew",
                "whole",
            )
        ),
    )


def _heard(line: Line, request: dict[str, Any], reply: Reply) -> str | None:
    """Act on a reply; None to go on."""
    book = line.book
    match reply:
        case Unheard():
            return _unheard(book)
        case Refused(code="bad_cursor"):
            with writing(book):
                note(book, cursor=None)  # nothing was taken in: push again, pull from nothing
            return None
        case Refused(code="too_large" | "too_many_operations"):
            _unheard(book)
            return None
        case Refused(code="invalid_request") if "own_from" in request:
            with writing(book):
                note(book, whole=True)  # a process of before, perhaps (P188)
            return None
        case Refused(code="unauthenticated" | "wrong_device") if recall(book, "token"):
            with writing(book):
                note(book, token=None)  # the device's own credential still pushes (P1)
            return None
        case Refused(code=code):
            return code
        case Answered(body=body) if well_formed(body):
            return _answered(line, request, body)
        case Answered():
            return _unheard(book)


def _unheard(book: Book) -> str:
    """Send less next time (P73)."""
    with writing(book):
        note(book, batch=max(1, recall(book, "batch", FIRST_BATCH) // 2))
    return "unheard"


def _answered(line: Line, request: dict[str, Any], body: dict[str, Any]) -> str | None:
    book = line.book
    take(book, request, body, line.clock())
    if body["renew"]:
        return "diverged"
    if recall(book, "whole", otherwise=False):
        return None
    feed = body["feed"]
    if feed is not None and feed["reset"] == "view":
        _ask_who_i_am(line)
    if request["operations"]:
        with writing(book):
            double = 2 * recall(book, "batch", FIRST_BATCH)
            note(book, batch=min(double, body["limits"]["operations"]))
    if pending(book) or (feed is not None and (feed["more"] or under_way(book))):
        return None
    if recall(book, "asked_anew") is not None:
        return None
    if recall(book, "diverged"):
        return "diverged"
    return "caught_up" if feed is not None else "handed_over"


def _ask_who_i_am(line: Line) -> None:
    """The view changed, so the role may have: later operations name the new one."""
    book = line.book
    reply = line.transport("GET", "/me", credential(book), None)
    if isinstance(reply, Answered) and "account" in reply.body:
        with writing(book):
            author = recall(book, "author")
            note(book, author={**author, "role": reply.body["account"]["role"]})


def _request(book: Book, now: datetime) -> dict[str, Any]:
    operations = _batch(book)
    waiting = asked_again(book, MOST_WAITING)
    count = recall(book, "requests", 0) + 1
    with writing(book):
        note(book, requests=count)
        book.executemany("UPDATE outbox SET asked = ? WHERE n = ?", [(count, n) for n in waiting])
    sealed = emptied(book)
    sent = sorted(one["n"] for one in (*operations, *sealed))
    at = sent[0] - 1 if sent else recall(book, "through", 0)
    todo = pending(book)
    return {
        "protocol": 1,
        "device": recall(book, "author")["device"],
        "incarnation": recall(book, "incarnation"),
        "chain": {"n": at, "hash": hash_at(book, at)},
        "operations": operations,
        **({"sealed": sealed} if sealed else {}),
        "waiting": waiting,
        "cursor": recall(book, "cursor"),
        "buckets": asking(book),
        **own_from(book),
        "limit": PAGE,
        "sent_at": moment(now),
        "health": {
            "app": APP,
            "pending": len(todo),
            "oldest_pending_at": operations[0]["recorded_at"] if operations else None,
            "persisted": None,
            "free_bytes": None,
            **said(book),
        },
    }


def _batch(book: Book) -> list[dict[str, Any]]:
    """The first pending operations, as many as go at once by count and by bytes."""
    limits = recall(book, "limits", {"operations": FIRST_BATCH, "bytes": 512 * 1024})
    room = limits["bytes"] - SPARE_BYTES  # what fits before gzip fits after it
    rows = book.execute(
        "SELECT body FROM outbox WHERE receipt IS NULL AND body != x'' ORDER BY n LIMIT ?",
        (min(recall(book, "batch", FIRST_BATCH), limits["operations"]),),
    ).fetchall()
    chosen: list[dict[str, Any]] = []
    for row in rows:
        room -= len(row["body"]) + 1
        if chosen and room < 0:
            break
        chosen.append(json.loads(row["body"]))
    return chosen
