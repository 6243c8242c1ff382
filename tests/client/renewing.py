"""Going on under another device id, after a copy was noticed or the chain broke (section 9)."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from tests.client.book import Book, last, note, recall, writing
from tests.client.canonical import GENESIS, canonical, link
from tests.client.session import credential
from tests.client.wire import Answered, Refused, Reply, Transport, Unheard

Row = dict[str, Any]


def renew(book: Book, transport: Transport, why: str) -> Reply:
    """Ask for a new identity and take it (P104, P105)."""
    plan = _plan(book, why)
    reply = transport("POST", "/device/renew", credential(book), plan)
    if _is_elsewhere(reply) and plan["ancestor"]["n"] > 0:
        _lower(book, plan)
        return renew(book, transport, why)
    if isinstance(reply, Answered):
        if not isinstance(reply.body.get("device_token"), str):
            return Unheard("not an answer")
        with writing(book):
            _take(book, plan["device"], reply.body)
    elif isinstance(reply, Refused) and reply.status != 401:
        with writing(book):
            note(book, plan=None)
    return reply


def recall_past(book: Book) -> None:
    """What a restored server may have lost of earlier identities (P107)."""
    with writing(book):
        past = book.execute(
            "SELECT * FROM past WHERE covered_at IS NOT NULL ORDER BY at"
        ).fetchall()
        _write_anew(book, [dict(row) for row in past if row["body"]], recall(book, "author"))
        book.execute("UPDATE past SET covered_at = NULL WHERE covered_at IS NOT NULL")
        note(book, recall=False)


def _plan(book: Book, why: str) -> dict[str, Any]:
    """The same until it is carried out, so that a lost answer makes no second device."""
    with writing(book):
        old = recall(book, "author")["device"]
        plan = recall(book, "plan")
        if plan is None or plan["ancestor"]["device"] != old:
            ancestor = {"device": old} | _at(book, _fork(book))
            plan = {"device": str(uuid4()), "ancestor": ancestor, "why": why}
            note(book, plan=plan)
    return dict(plan)


def _is_elsewhere(reply: Reply) -> bool:
    return isinstance(reply, Refused) and reply.code == "invalid_request"


def _lower(book: Book, plan: dict[str, Any]) -> None:
    """P130: the fork is on another chain than the log's."""
    lowest = book.execute("SELECT min(n) AS n FROM outbox WHERE body != x''").fetchone()["n"]
    n = lowest - 1 if lowest is not None and lowest <= plan["ancestor"]["n"] else 0
    with writing(book):
        ancestor = {"device": plan["ancestor"]["device"]} | _at(book, n)
        book.execute("UPDATE outbox SET receipt = NULL, covered_at = NULL WHERE body != x''")
        note(book, plan=plan | {"ancestor": ancestor})


def _at(book: Book, n: int) -> dict[str, Any]:
    """A number with the phone's own h there."""
    row = book.execute("SELECT hash FROM outbox WHERE n = ?", (n,)).fetchone()
    return {"n": n, "hash": row["hash"]} if row else {"n": 0, "hash": GENESIS}


def _fork(book: Book) -> int:
    row = book.execute(
        "SELECT min(n) AS n FROM outbox WHERE receipt IS NULL OR receipt ->> 'result' = 'id_reuse'"
    ).fetchone()
    return last(book) if row["n"] is None else int(row["n"]) - 1


def _take(book: Book, device: str, given: dict[str, Any]) -> None:
    rows = [dict(row) for row in book.execute("SELECT * FROM outbox ORDER BY n")]
    author = recall(book, "author") | {"device": device}
    book.execute("DELETE FROM outbox")
    book.executemany(
        "INSERT INTO past (registration, op, body, covered_at) VALUES (?, ?, ?, ?)",
        [(r["registration"], _op(r), r["body"], r["covered_at"]) for r in rows],
    )
    _write_anew(book, [row for row in rows if row["covered_at"] is None], author)
    note(
        book,
        author=author,
        device_token=given["device_token"],
        token=given["token"] if recall(book, "token") else None,
        incarnation=None,
        through=0,
        diverged=False,
        plan=None,
    )


def _write_anew(book: Book, rows: Iterable[Row], author: dict[str, Any]) -> None:
    """The same operations as the device's next ones: only ``n`` and ``author.device`` are others."""
    n = last(book)
    head = (
        GENESIS
        if n == 0
        else book.execute("SELECT hash FROM outbox WHERE n = ?", (n,)).fetchone()["hash"]
    )
    for row in rows:
        n += 1
        old = json.loads(row["body"])
        said = old["author"] | {"device": author["device"]}
        raw = canonical(old | {"n": n, "author": said})
        head = link(head, raw)
        book.execute(
            "INSERT INTO outbox (n, registration, body, hash) VALUES (?, ?, ?, ?)",
            (n, row["registration"], raw, head),
        )


def _op(row: Row) -> str:
    return str(json.loads(row["body"])["op"]) if row["body"] else ""


def let_go(book: Book) -> None:
    """Old rows whose new ones have their receipts (P105)."""
    book.execute(
        "DELETE FROM past WHERE covered_at IS NULL AND op IN"
        " (SELECT CAST(body AS TEXT) ->> 'op' FROM outbox WHERE receipt IS NOT NULL AND body != x'')"
    )
