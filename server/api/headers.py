"""Headers of every answer."""

import re
import uuid
from http import HTTPStatus

from flask import Flask, Response, request

from server.logs import request_id

_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}", re.ASCII)

SOON = {"Retry-After": "10"}
"""Of an outage: phones ask again by themselves, others are told when."""

PAGE = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types perisai"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}


DATA = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}
"""Of what the API says: it is no document, links nowhere, and is read by nobody without a credential
in a header, which no other origin's page can send along. A phone pays for each byte of these."""


HSTS = "max-age=31536000; includeSubDomains"
"""The host is the app's own (docs/running.md): nothing below it speaks in clear, either."""


def protect(answer: Response) -> Response:
    """Add the security headers; what the API says is never kept by a cache."""
    for name, value in (DATA if request.path.startswith("/api/") else PAGE).items():
        answer.headers.setdefault(name, value)
    if request.is_secure:
        answer.headers.setdefault("Strict-Transport-Security", HSTS)
    if answer.headers.setdefault("Cache-Control", "no-store") == "no-store":
        answer.headers.pop("Vary", None)  # what is kept nowhere is never asked for by other headers
    return answer


def name_requests(app: Flask) -> None:
    """Give each request an id, its proxy's where that gave one: in every line of the log, and in its answer
    where that was asked for, is a refusal, or is no phone's."""

    @app.before_request
    def begin() -> None:
        given = request.headers.get("X-Request-Id", "")
        request_id.set(given if _GIVEN.fullmatch(given) else uuid.uuid4().hex)

    @app.after_request
    def tell(answer: Response) -> Response:
        # Nobody asks after a phone's request that went well, and it would pay for the id each time.
        well = answer.status_code < HTTPStatus.BAD_REQUEST and request.path.startswith("/api/")
        if "X-Request-Id" in request.headers or not well:
            answer.headers["X-Request-Id"] = request_id.get()
        return answer
