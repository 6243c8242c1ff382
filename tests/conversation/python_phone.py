"""The client written from the document, behind the port."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from server.store.accounts import Account
from tests.client import book as books
from tests.client.courier import bring, entrust, tell_key
from tests.client.making import make
from tests.client.photos import PhotoLine, photos, send_photos, take_photo
from tests.client.session import Credentials, sign_in, sign_out
from tests.client.sync import Line, sync
from tests.client.view import project
from tests.client.wire import Answered, Refused, bytes_over_http, over_http
from tests.conversation.phone import Chain, Shown
from tests.conversation.site import Site
from tests.server.people import PASSWORD


class PythonPhone:
    """Its storage is a SQLite file that has the name of its device."""

    def __init__(self, site: Site, account: Account, path: Path) -> None:
        self._first_device = path.name.partition(".")[0]
        self.account = account
        self._site = site
        self._transport = over_http(site.origin)
        self._bytes = bytes_over_http(site.origin)
        self._path = path
        self._book: sqlite3.Connection = books.open_book(self._path)

    @property
    def device(self) -> str:
        """As the phone calls itself now."""
        author = books.recall(self._book, "author")
        return str(author["device"]) if author else self._first_device

    def sign_in(self) -> int:
        given = Credentials(self.account.username, PASSWORD, self.device)
        match sign_in(self._book, self._transport, given):
            case Answered():
                return 201
            case Refused(status=status):
                return status
            case unheard:
                raise AssertionError(unheard)

    def sign_out(self) -> None:
        sign_out(self._book, self._transport)

    def say(self, intention: Mapping[str, Any]) -> int:
        return make(self._book, self._now(), intention)

    def sync(self) -> None:
        """The data lane, and after it the photo lane."""
        ending = sync(Line(self._book, self._transport, self._now))
        if ending in ("caught_up", "handed_over"):
            tell_key(self._book, self._transport)
        send_photos(PhotoLine(self._book, self._bytes))

    def entrusts(self) -> str:
        return entrust(self._book, self._now())

    def brings(self, text: str) -> str:
        return bring(self._book, self._transport, text)

    def photograph(self, registration: str, data: bytes) -> Mapping[str, Any]:
        """Keep a photo; the unit that declares it."""
        return take_photo(self._book, registration, data, "image/jpeg")

    def photos(self) -> Mapping[str, str]:
        return photos(self._book)

    def photo_bytes(self) -> int:
        """How many bytes of photos are kept."""
        return int(self._book.execute("SELECT sum(length(data)) FROM photo").fetchone()[0])

    def sees(self, registration: str) -> Shown | None:
        seen = project(self._book).get(registration)
        return Shown(seen["status"], seen["units"]) if seen else None

    def pending(self) -> list[int]:
        return books.pending(self._book)

    def receipts(self) -> Mapping[int, str]:
        return {n: receipt["result"] for n, receipt in books.receipts(self._book).items()}

    def replica(self) -> Mapping[str, Any]:
        return books.entries(self._book)

    def reading(self) -> str:
        return str(books.recall(self._book, "reading"))

    def chain(self) -> Chain:
        n = books.last(self._book)
        return Chain(n, books.hash_at(self._book, n) or "")

    def trusts(self) -> bool:
        return not books.recall(self._book, "diverged", otherwise=False)

    def forge_cursor(self) -> None:
        with books.writing(self._book):
            books.note(self._book, cursor="bm90IG1hZGUgaGVyZQ.c2ln")

    def spoil(self, *registrations: str) -> None:
        with books.writing(self._book):
            self._book.executemany(
                "DELETE FROM replica WHERE registration = ?", [(key,) for key in registrations]
            )

    def restart(self) -> None:
        self._book.close()
        self._book = books.open_book(self._path)

    def copy(self) -> "PythonPhone":
        path = self._path.with_suffix(".copy.sqlite3")
        with closing(sqlite3.connect(path)) as target:
            self._book.backup(target)
        return PythonPhone(self._site, self.account, path)

    def _now(self) -> datetime:
        return self._site.clock()
