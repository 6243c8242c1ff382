"""The courier's road in this client: its signing key, bundles of what is pending, bundles of others (P94 to P98)."""

import json
from datetime import datetime

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from tests.client.book import Book, note, pending, recall, writing
from tests.client.canonical import canonical
from tests.client.ids import moment
from tests.client.sealing import Signer, item
from tests.client.wire import Answered, Reply, Transport


def signer_of(book: Book) -> Signer:
    """This device's key, kept from its first use on."""
    device = recall(book, "author")["device"]
    kept = recall(book, "signer")
    if kept is not None:
        return Signer(device, load_pem_private_key(kept.encode(), None))
    fresh = Signer(device)
    pem = fresh.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with writing(book):
        note(book, signer=pem.decode())
    return fresh


def tell_key(book: Book, transport: Transport) -> None:
    """Once, and again until the server has said that it heard (P95)."""
    if recall(book, "key_told"):
        return
    body = {"public_key": signer_of(book).public_key}
    reply = transport("POST", "/device-key", _own(book), body)
    if isinstance(reply, Answered):
        with writing(book):
            note(book, key_told=True)


def entrust(book: Book, now: datetime) -> str:
    """The file that a colleague carries; nothing here changes by it (P97)."""
    key: dict[str, str] = recall(book, "seal")
    rows = [
        book.execute("SELECT body FROM outbox WHERE n = ?", (n,)).fetchone() for n in pending(book)
    ]
    items = [item(key, json.loads(row["body"])) for row in rows]
    return canonical(signer_of(book).bundle(moment(now), items)).decode()


def bring(book: Book, transport: Transport, text: str) -> str:
    """Hand over somebody else's file: its result, or the problem's code."""
    reply: Reply = transport("POST", "/bundles", _own(book), json.loads(text))
    if isinstance(reply, Answered):
        return str(reply.body["result"])
    return str(getattr(reply, "code", "unheard"))


def _own(book: Book) -> str:
    return f"Device {recall(book, 'device_token')}"
