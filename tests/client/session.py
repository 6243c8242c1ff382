"""Signing in, and which credential to speak with (rules P1, P2)."""

from dataclasses import dataclass

from tests.client.book import Book, note, recall, writing
from tests.client.wire import Answered, Reply, Transport

APP = "0.1.0-py"


@dataclass(frozen=True, slots=True)
class Credentials:
    """``device`` is this book's own id, a UUID in lower case, the same for as long as the book lives."""

    username: str
    password: str
    device: str


def sign_in(book: Book, transport: Transport, given: Credentials) -> Reply:
    """Sign in on this device. Signing in again keeps the outbox, the replica and the cursor (P74)."""
    reply = transport(
        "POST",
        "/session",
        None,
        {
            "username": given.username,
            "password": given.password,
            "device": {"id": given.device, "label": "Python", "app": APP},
        },
    )
    if isinstance(reply, Answered):
        account = reply.body["me"]["account"]
        with writing(book):
            note(
                book,
                author={"account": account["id"], "role": account["role"], "device": given.device},
                token=reply.body["token"],
                device_token=reply.body["device_token"],
                seal=reply.body["me"]["seal"],
            )
    return reply


def sign_out(book: Book, transport: Transport) -> None:
    """Revoke the session. What is pending can still be handed over, by the device's own credential."""
    transport("DELETE", "/session", credential(book), None)
    with writing(book):
        note(book, token=None)


def credential(book: Book) -> str:
    token = recall(book, "token")
    return f"Bearer {token}" if token else f"Device {recall(book, 'device_token')}"
