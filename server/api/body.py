"""Reading a request's body within its limits (docs/protocol.md 3, ``limits``): bytes, inflated bytes, depth.

It runs where an endpoint asks for its arguments, after the caller is known, so that a stranger
cannot make the server inflate anything.
"""

import zlib
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, NoReturn

import marshmallow
from flask import Request
from webargs.flaskparser import FlaskParser

from server.api import problems
from server.json_text import loads, without_strings
from server.schemas.sync import MOST_OPERATIONS

RAW_BYTES = 512 * 1024
READ_BYTES = RAW_BYTES + 1
"""Where reading stops. One more than allowed: a chunked body is cut there without an error."""

INFLATED_BYTES = 4 * 1024 * 1024
DEPTH = 16
_MOST_ERRORS = 50

_NOT_BRACKETS = bytes(b for b in range(256) if b not in b"[]{}")
_ONE_KIND = bytes.maketrans(b"{}", b"[]")


class Parser(FlaskParser):
    """webargs with our limits and our errors."""

    def load_json(self, req: Request, schema: marshmallow.Schema) -> Any:
        del schema
        return read_object(req)

    def pre_load(
        self,
        location_data: Any,
        *,
        schema: marshmallow.Schema,
        req: Request,
        location: str,
    ) -> Any:
        """Counted before anything in it is looked at, so that a huge push costs nothing."""
        del schema, req, location
        given = [location_data.get(name) for name in ("operations", "sealed", "items")]
        if sum(len(rows) for rows in given if isinstance(rows, list)) > MOST_OPERATIONS:
            raise problems.TooManyOperations(f"The limit is {MOST_OPERATIONS}.")
        return location_data

    def handle_error(
        self,
        error: marshmallow.ValidationError,
        req: Request,
        schema: marshmallow.Schema,
        *,
        error_status_code: int | None,
        error_headers: Mapping[str, str] | None,
    ) -> NoReturn:
        del req, schema, error_status_code, error_headers
        messages = error.messages
        inner = messages.get("json", messages) if isinstance(messages, dict) else messages
        raise problems.InvalidRequest(errors=_flat(inner)) from None


def read_object(request: Request) -> dict[str, Any]:
    """The body as a JSON object. Raises the problem that says which limit or rule it breaks."""
    if request.mimetype != "application/json":
        raise problems.UnsupportedMediaType
    return parsed(_decoded(request))


def parsed(data: bytes) -> dict[str, Any]:
    """A JSON object within the limits, wherever its text came from. Raises `TooDeep`, `MalformedJson`."""
    bare = without_strings(data)
    if _deeper_than(bare, DEPTH):
        raise problems.TooDeep(f"The limit is {DEPTH}.")
    try:
        value = loads(data, bare)
    except ValueError:  # not UTF-8, not JSON, a number beyond all bounds
        raise problems.MalformedJson from None
    if not isinstance(value, dict):
        raise problems.MalformedJson
    return value


def _decoded(request: Request) -> bytes:
    """The bytes as meant."""
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip"}:
        raise problems.UnsupportedEncoding
    raw = request.get_data(cache=False)
    if len(raw) > RAW_BYTES:
        raise problems.TooLarge(f"The limit is {RAW_BYTES} bytes as sent.")
    return gunzip(raw) if encoding == "gzip" else raw


def gunzip(raw: bytes) -> bytes:
    """Inflate one whole gzip stream, never to more than the limit."""
    stream = zlib.decompressobj(wbits=31)
    try:
        data = stream.decompress(raw, INFLATED_BYTES + 1)
    except zlib.error:
        raise problems.BadEncoding from None
    if len(data) > INFLATED_BYTES:
        raise problems.TooLarge(f"The limit is {INFLATED_BYTES} bytes inflated.")
    if not stream.eof or stream.unused_data:
        raise problems.BadEncoding
    return data


def _deeper_than(bare: bytes, limit: int) -> bool:
    """Whether brackets nest deeper than ``limit``, found before anything recurses.

    Without its strings (``bare``) a JSON text is a tree of brackets; each pass takes the innermost layer off,
    so a text within the limit is empty (or broken, and safe to parse) after ``limit`` passes.
    """
    brackets = bare.translate(_ONE_KIND, _NOT_BRACKETS)
    for _ in range(limit):
        brackets = brackets.replace(b"[]", b"")
    return b"[]" in brackets or brackets.count(b"[") > limit


def _flat(messages: Any) -> dict[str, list[str]]:
    """Marshmallow's nested messages as ``{"operations.3.op": [text]}``; the request itself is ``_``.

    At most ``_MOST_ERRORS`` fields, so that a small request cannot ask for a large answer.
    """
    return dict(islice(_fields(messages, ""), _MOST_ERRORS))


def _fields(messages: Any, path: str) -> Iterator[tuple[str, list[str]]]:
    if isinstance(messages, Mapping):
        for key, value in messages.items():
            yield from _fields(value, path if key == "_schema" else f"{path}.{key}".lstrip("."))
    else:
        texts = messages if isinstance(messages, list) else [messages]
        yield path or "_", [str(text) for text in texts]
