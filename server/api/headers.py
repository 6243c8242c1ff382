"""Headers of every answer."""

import re
import uuid

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
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def name_requests(app: Flask) -> None:
    """Give each request an id, its proxy's where that gave one: in its answer, and in every line of the log."""

    @app.before_request
    def begin() -> None:
        given = request.headers.get("X-Request-Id", "")
        request_id.set(given if _GIVEN.fullmatch(given) else uuid.uuid4().hex)

    @app.after_request
    def tell(answer: Response) -> Response:
        answer.headers["X-Request-Id"] = request_id.get()
        return answer
