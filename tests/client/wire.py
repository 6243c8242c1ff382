"""HTTP with the standard library: JSON out in gzip, JSON or a problem back (section 6)."""

import gzip
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

PATIENCE_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Answered:
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Refused:
    """The server said no, under a stable code. Nothing of the request was taken in."""

    status: int
    code: str


@dataclass(frozen=True, slots=True)
class Unheard:
    """No whole answer came: what was sent may be in custody or not, so it is sent again (P43)."""

    why: str


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer in the language of uploads: a status and headers, their names in lower case."""

    status: int
    headers: Mapping[str, str]


Reply = Answered | Refused | Unheard
Bytes = Callable[[str, str, Mapping[str, str], bytes], Heard | Unheard]
"""Takes method, path from the root, headers, and a body as it is."""
Transport = Callable[[str, str, str | None, dict[str, Any] | None], Reply]
"""Takes method, path, ``Authorization`` or None, and the body or None."""


def over_http(origin: str) -> Transport:
    """A transport to ``http://127.0.0.1:8000`` or such."""

    def send(method: str, path: str, credential: str | None, body: dict[str, Any] | None) -> Reply:
        data = None if body is None else gzip.compress(_bytes(body), mtime=0)
        headers = {"Accept-Encoding": "gzip"}
        if data is not None:
            headers |= {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        if credential:
            headers["Authorization"] = credential
        request = Request(f"{origin}/api/v1{path}", data, headers, method=method)  # noqa: S310
        try:
            return _asked(request)
        except (OSError, EOFError, zlib.error, HTTPException) as error:
            return Unheard(type(error).__name__)

    return send


def bytes_over_http(origin: str) -> Bytes:
    """The same way for the photo lane (section 10)."""

    def send(method: str, path: str, headers: Mapping[str, str], data: bytes) -> Heard | Unheard:
        body = data if method in {"PATCH", "POST"} else None
        request = Request(f"{origin}{path}", body, dict(headers), method=method)  # noqa: S310
        try:
            with urlopen(request, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310
                return _heard(answer.status, answer)
        except HTTPError as refusal:
            with refusal:
                return _heard(refusal.code, refusal)
        except (OSError, HTTPException) as error:
            return Unheard(type(error).__name__)

    return send


def _heard(status: int, answer: HTTPResponse | HTTPError) -> Heard:
    return Heard(status, {name.lower(): value for name, value in answer.headers.items()})


def _asked(request: Request) -> Reply:
    try:
        with urlopen(request, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310
            return _answered(_inflated(answer))
    except HTTPError as refusal:
        with refusal:
            return _refused(refusal.code, _inflated(refusal))


def _inflated(answer: HTTPResponse | HTTPError) -> bytes:
    data = answer.read()
    return gzip.decompress(data) if answer.headers.get("Content-Encoding") == "gzip" else data


def _bytes(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _object(data: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(data)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _answered(data: bytes) -> Reply:
    if not data:
        return Answered({})
    body = _object(data)
    return Unheard("not an answer") if body is None else Answered(body)


def _refused(status: int, data: bytes) -> Reply:
    """A 5xx is no word on what became of the push; nor is a page of some box on the way."""
    code = (_object(data) or {}).get("code")
    if status >= 500 or not isinstance(code, str):
        return Unheard(f"status {status}")
    return Refused(status, code)
