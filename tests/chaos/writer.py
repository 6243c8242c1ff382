"""A person who signs people up and syncs without end, with the client written from the document."""

import json
import threading
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from server.moments import utc_now
from server.store.accounts import Account
from sync.canonical import canonical, digest
from tests.chaos.evidence import Copy
from tests.client import book as books
from tests.client.making import make
from tests.client.session import Credentials, credential, sign_in
from tests.client.sync import Line, sync
from tests.client.wire import Answered, over_http
from tests.conversation.words import call_at, sign_up, verdict
from tests.server.people import PASSWORD, made_id

Intention = Mapping[str, Any]
THINKS_S = 0.3


class Writer(threading.Thread):
    """One phone in a thread; its book belongs to that thread until it has ended."""

    def __init__(self, folder: Path, name: str, account: Account, port: int) -> None:
        super().__init__(name=name, daemon=True)
        self.device = made_id(f"drill {name}")
        self._path = folder / f"{name}.sqlite3"
        self._account = account
        self._transport = over_http(f"http://127.0.0.1:{port}")
        self._random = Random(f"drill {name}")
        self._stopped = threading.Event()
        self.acknowledged = 0
        self.saved: dict[int, tuple[str, str]] = {}
        """What its person has read as saved: (op, digest) by number."""

    def run(self) -> None:
        book = books.open_book(self._path)
        self._sign_in(book)
        for intention in self._intentions(book):
            if self._stopped.is_set():
                break
            n = make(book, utc_now(), intention)
            self.saved[n] = _operation(book, n)
            sync(Line(book, self._transport, utc_now))
            self.acknowledged = len(books.receipts(book))
            self._stopped.wait(THINKS_S)
        book.close()

    def stop(self) -> None:
        self._stopped.set()
        self.join()

    def catch_up(self) -> str:
        """In the caller's thread, once this one has ended: sign in where that is asked for, and sync."""
        book = books.open_book(self._path)
        ending = sync(Line(book, self._transport, utc_now))
        if ending == "unauthenticated":
            self._sign_in(book)
            ending = sync(Line(book, self._transport, utc_now))
        book.close()
        return ending

    def copy(self) -> Copy:
        """What is on its disk."""
        book = books.open_book(self._path)
        rows = book.execute("SELECT n, hash FROM outbox").fetchall()
        told = books.receipts(book)
        copy = Copy(
            name=self.name,
            setup={"author": {"device": self.device}, "credential": credential(book)},
            operations={n: (*_operation(book, n), hashed) for n, hashed in rows},
            witnessed=dict(self.saved),
            receipts={n: (r["result"], canonical(r).decode()) for n, r in told.items()},
            replica={k: canonical(e).decode() for k, e in books.entries(book).items()},
            troubles=["P32 at odds"] if books.recall(book, "diverged") else [],
        )
        book.close()
        return copy

    def _sign_in(self, book: books.Book) -> None:
        given = Credentials(self._account.username, PASSWORD, self.device)
        reply = sign_in(book, self._transport, given)
        assert isinstance(reply, Answered), f"{self.name} cannot sign in: {reply}"

    def _intentions(self, book: books.Book) -> Iterator[Intention]:
        first = 100 * int(self.device[:4], 16) % 9000
        for number in count(first):
            known = list(books.entries(book))
            if self._account.role == "supervisor":
                chosen = self._random.choice(known) if known else None
                yield verdict(chosen, "approve") if chosen else sign_up(number)
            elif known and self._random.random() < 0.4:
                chosen = self._random.choice(known)
                yield call_at(chosen, f"+62812{self._random.randrange(10**8):08d}")
            else:
                name = f"{self.name} {number}"
                yield sign_up(number, id=made_id(name))


def _operation(book: books.Book, n: int) -> tuple[str, str]:
    body = book.execute("SELECT body FROM outbox WHERE n = ?", (n,)).fetchone()["body"]
    raw = json.loads(body)
    return raw["op"], digest(raw)
