"""Kinto with everything in memory, its answers compressed; run by its own interpreter, which has none of ours."""

import gzip
import sys
from typing import Any

import kinto  # type: ignore[import-not-found]
import waitress  # type: ignore[import-untyped,unused-ignore]

MEMORY = "kinto.core.{}.memory"
BASIC = "kinto.core.authentication.BasicAuthAuthenticationPolicy"
SMALLEST = 500
"""Bytes of an answer that are worth compressing."""


def settings() -> dict[str, str]:
    return {
        "kinto.storage_backend": MEMORY.format("storage"),
        "kinto.permission_backend": MEMORY.format("permission"),
        "kinto.cache_backend": MEMORY.format("cache"),
        "kinto.userid_hmac_secret": "only for a measurement",
        "kinto.bucket_create_principals": "system.Authenticated",
        "multiauth.policies": "basicauth",
        "multiauth.policy.basicauth.use": BASIC,
    }


class Compressed:
    """The answers of a WSGI application, compressed where the browser takes that."""

    def __init__(self, app: Any) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        begun: list[tuple[str, list[tuple[str, str]]]] = []
        answer = self.app(environ, lambda status, headers, _=None: begun.append((status, headers)))
        body = b"".join(answer)
        status, headers = begun[0]
        if len(body) >= SMALLEST and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
            body = gzip.compress(body, 6)
            kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
            headers = [*kept, ("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))]
        start(status, headers)
        return [body]


if __name__ == "__main__":
    app = Compressed(kinto.main({}, **settings()))
    waitress.serve(app, host="127.0.0.1", port=int(sys.argv[1]), threads=8)
