"""The photo lane: kept, then sent from the byte where it broke off (section 10, P89)."""

import hashlib
import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tests.client.book import Book, note, recall, writing
from tests.client.session import credential
from tests.client.wire import Bytes, Heard, Unheard

CHUNK = 32 * 1024
Ending = Literal["nothing_left", "later"]


def take_photo(book: Book, registration: str, data: bytes, kind: str) -> dict[str, Any]:
    """Keep a photo, and return the unit that declares it; shown as taken only after this."""
    sha256 = hashlib.sha256(data).hexdigest()
    with writing(book):
        book.execute(
            "INSERT OR IGNORE INTO photo (sha256, registration, type, bytes, data)"
            " VALUES (?, ?, ?, ?, ?)",
            (sha256, registration, kind, len(data), data),
        )
    return {"id_photo": {"sha256": sha256, "bytes": len(data), "type": kind}}


def photos(book: Book) -> dict[str, str]:
    """``kept``, ``sent`` or ``refused`` by SHA-256."""
    return {row["sha256"]: row["state"] for row in book.execute("SELECT * FROM photo")}


@dataclass(frozen=True, slots=True)
class PhotoLine:
    """What the lane works with."""

    book: Book
    transport: Bytes

    def ask(
        self, method: str, path: str, said: Mapping[str, str], data: bytes = b""
    ) -> Heard | Unheard:
        """One request, by the device's own credential where the session's is not taken (P82)."""
        reply = self._once(method, path, said, data)
        if isinstance(reply, Heard) and reply.status == 401 and recall(self.book, "token"):
            with writing(self.book):
                note(self.book, token=None)
            reply = self._once(method, path, said, data)
        if isinstance(reply, Heard) and reply.status >= 500:
            return Unheard(f"status {reply.status}")
        return reply

    def _once(
        self, method: str, path: str, said: Mapping[str, str], data: bytes
    ) -> Heard | Unheard:
        common = {"Tus-Resumable": "1.0.0", "Authorization": credential(self.book)}
        return self.transport(method, path, common | dict(said), data)


def send_photos(line: PhotoLine) -> Ending:
    """One photo after the other, of those whose declaration is in the outbox."""
    book = line.book
    rows = book.execute("SELECT * FROM photo WHERE state = 'kept' ORDER BY taken").fetchall()
    for row in rows:
        if _consented(book, row["sha256"]) and not _send(line, row["sha256"]):
            return "later"
    return "nothing_left"


def _consented(book: Book, sha256: str) -> bool:
    """Nothing of a photo leaves before an operation that declares it is in the outbox."""
    bodies = book.execute("SELECT body FROM outbox WHERE body != x''")
    said = [json.loads(row["body"]).get("set", {}).get("photo", {}) for row in bodies]
    named = {(unit.get("id_photo") or {}).get("sha256") for unit in said}
    return sha256 in named


def _send(line: PhotoLine, sha256: str) -> bool:
    """Bring one photo as far as it goes; False where the line is not good enough now."""
    book = line.book
    while True:
        row = book.execute("SELECT * FROM photo WHERE sha256 = ?", (sha256,)).fetchone()
        if row["upload"] is None:
            reply = _begin(line, row)
        elif row["offset"] is None:
            reply = line.ask("HEAD", row["upload"], {})
        else:
            part = row["data"][row["offset"] : row["offset"] + CHUNK]
            said = {
                "Upload-Offset": str(row["offset"]),
                "Content-Type": "application/offset+octet-stream",
            }
            reply = line.ask("PATCH", row["upload"], said, part)
        match reply:
            case Unheard():
                _put(book, sha256, offset=None)  # whatever arrived, HEAD will tell
                return False
            case Heard(status=404 | 410):
                _put(book, sha256, upload=None, offset=None)
            case Heard(status=200 | 201 | 204 | 409, headers=told):
                offset = int(told["upload-offset"])
                _put(book, sha256, offset=offset)
                if offset == row["bytes"]:
                    _put(book, sha256, state="sent", data=b"")
                    return True
            case Heard(status=status):
                _put(book, sha256, state="refused")
                with writing(book):
                    note(book, photo_refused=status)
                return True


def _begin(line: PhotoLine, row: Any) -> Heard | Unheard:
    named = {"sha256": row["sha256"], "registration": row["registration"], "type": row["type"]}
    pairs = [f"{key} {b64encode(value.encode()).decode()}" for key, value in named.items()]
    said = {"Upload-Length": str(row["bytes"]), "Upload-Metadata": ",".join(pairs)}
    reply = line.ask("POST", "/api/v1/uploads", said)
    if isinstance(reply, Heard) and reply.status == 201:
        _put(line.book, row["sha256"], upload=reply.headers["location"])
    return reply


def _put(book: Book, sha256: str, **facts: Any) -> None:
    named = ", ".join(f"{name} = ?" for name in facts)
    with writing(book):
        book.execute(
            f"UPDATE photo SET {named} WHERE sha256 = ?",  # noqa: S608  our own column names
            (*facts.values(), sha256),
        )
