"""tus 1.0.0 on the wire: its headers, read and written, and a body as it arrives (P81, P83-P85)."""

import hashlib
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Response, request
from marshmallow import ValidationError
from werkzeug.exceptions import ClientDisconnected
from werkzeug.http import http_date

from server.api import problems
from server.schemas.fields import ready
from server.schemas.units import MOST_PHOTO_BYTES
from server.schemas.uploads import MetadataSchema
from server.store.uploads import Upload

VERSION = "1.0.0"
CHECKSUMS = ("sha1", "sha256")
BYTES = "application/offset+octet-stream"
LIFE = timedelta(days=7)
"""How long an upload waits for its next byte (P83)."""

PIECE = 32 * 1024
"""Bytes that are kept in one go: what a server that dies may lose of an upload."""

_READ = 4 * 1024
"""Bytes asked of the connection at a time: what one that is torn may lose."""

CAN = {
    "Tus-Version": VERSION,
    "Tus-Extension": "creation,creation-with-upload,checksum,termination,expiration",
    "Tus-Max-Size": str(MOST_PHOTO_BYTES),
    "Tus-Checksum-Algorithm": ",".join(CHECKSUMS),
}
ASKED = ("Tus-Resumable", "Upload-Length", "Upload-Metadata", "Upload-Offset", "Upload-Checksum")
"""Headers of requests."""

TOLD = ("Tus-Resumable", "Upload-Length", "Upload-Offset", "Upload-Expires", *CAN)
"""Headers of answers."""


@dataclass(frozen=True, slots=True)
class Checksum:
    algorithm: str
    digest: bytes

    def fits(self, data: bytes) -> bool:
        return hashlib.new(self.algorithm, data, usedforsecurity=False).digest() == self.digest


def require_version() -> None:
    """Raises `WrongTusVersion`."""
    if request.headers.get("Tus-Resumable") != VERSION:
        raise problems.WrongTusVersion


def number(name: str) -> int:
    """A header that is a whole number. Raises `BadUpload`."""
    text = request.headers.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < len("9007199254740991")):
        raise problems.BadUpload(name)
    return int(text)


def metadata() -> dict[str, str]:
    """``sha256``, ``registration`` and ``type`` of ``Upload-Metadata``. Raises `BadUpload`."""
    given: dict[str, str] = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        key, _, value = pair.strip().partition(" ")
        given[key] = _text(value)
    try:
        ready(MetadataSchema).load(given)
    except ValidationError:
        raise problems.BadUpload("Upload-Metadata") from None
    return given


def checksum() -> Checksum | None:
    """``Upload-Checksum``, where there is one. Raises `BadUpload` for one that cannot be read."""
    if "Upload-Checksum" not in request.headers:
        return None
    algorithm, _, value = request.headers["Upload-Checksum"].partition(" ")
    if algorithm not in CHECKSUMS:
        raise problems.BadUpload("Upload-Checksum")
    try:
        return Checksum(algorithm, b64decode(value, validate=True))
    except NotBase64:
        raise problems.BadUpload("Upload-Checksum") from None


def has_bytes() -> bool:
    """Whether the request brings bytes of an upload."""
    return request.mimetype == BYTES


def pieces(room: int) -> Iterator[bytes]:
    """The body as it arrives, in pieces of ``PIECE`` bytes or less; what came before a break is kept.

    Raises `TooLarge` for a body of more than ``room`` bytes, where it is told at the start before
    anything is read.
    """
    if (request.content_length or 0) > room:
        raise problems.TooLarge
    request.max_content_length = room + 1
    held, came = bytearray(), 0
    try:
        while some := request.stream.read(_READ):
            came += len(some)
            if came > room:
                raise problems.TooLarge
            held += some
            if len(held) >= PIECE:
                yield bytes(held)
                held.clear()
    except ClientDisconnected:
        pass
    if held:
        yield bytes(held)


def broken_off(came: int) -> bool:
    """Whether the body had fewer bytes than it said."""
    return request.content_length is not None and came < request.content_length


def expired(upload: Upload, now: datetime) -> bool:
    return _ends_at(upload) < now


def told(status: int, upload: Upload, **headers: str) -> Response:
    """An answer about an upload."""
    answer = Response(status=status, headers=headers)
    answer.headers["Upload-Offset"] = str(upload.offset)
    answer.headers["Upload-Length"] = str(upload.length)
    if not upload.complete:
        answer.headers["Upload-Expires"] = http_date(_ends_at(upload))
    return answer


def _ends_at(upload: Upload) -> datetime:
    return datetime.fromisoformat(upload.touched_at) + LIFE


def _text(value: str) -> str:
    try:
        return b64decode(value, validate=True).decode()
    except (NotBase64, UnicodeDecodeError):
        raise problems.BadUpload("Upload-Metadata") from None
