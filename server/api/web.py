"""The built web app, served from the API's own origin.

Names under ``/assets/`` carry a hash of their content and are kept for ever; everything else is
asked for again each time. Every path of the app itself is ``index.html``; it is sent for ``/`` and
for those paths by two routes, since one route with a default would redirect, and a redirected answer
in the service worker's cache breaks every start.
"""

import mimetypes
from pathlib import Path

from flask import Blueprint, Response, request, send_from_directory
from werkzeug.routing import PathConverter

from server.api import problems
from server.api.access import public
from server.api.services import services


class WebPath(PathConverter):
    """Any path but the API's: what the API does not have is its own 404, by every method."""

    regex = r"(?!api(?:/|$))[^/].*?"


blueprint = Blueprint("web", __name__)

_INDEX = "index.html"
_NEVER_THE_APP = frozenset({"assets", "problems"})
_ENCODINGS = {"br": ".br", "gzip": ".gz"}
"""Compressed files by what HTTP calls their encoding, best first."""
_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"

mimetypes.add_type("application/manifest+json", ".webmanifest")
mimetypes.add_type("text/javascript", ".js")


@blueprint.get("/")
@public
def start() -> Response:
    return _file(_INDEX)


@blueprint.get("/<web:path>")
@public
def anything(path: str) -> Response:
    """A built file, or the app for a path of its own; a missing file is 404, never the app."""
    if (_dist() / path).is_file():
        return _file(path)
    first, last = path.split("/", maxsplit=1)[0], path.rsplit("/", maxsplit=1)[-1]
    if first in _NEVER_THE_APP or "." in last:
        raise problems.NotFound
    return _file(_INDEX)


def _dist() -> Path:
    return services().settings.web_dist


def _file(path: str) -> Response:
    """A file, as the build has compressed it (``web/vite.compress.ts``) where the browser reads that."""
    encoding = next((name for name in _ENCODINGS if _packed(path, name)), None)
    # No ranges: nothing here is long, and a wrong range would be an answer of its own.
    answer = send_from_directory(
        _dist(),
        path + _ENCODINGS[encoding] if encoding else path,
        mimetype=mimetypes.guess_type(path)[0],
        conditional=False,
    )
    if encoding:
        answer.content_encoding = encoding
    answer.vary.add("Accept-Encoding")
    answer.headers["Cache-Control"] = _FOR_EVER if path.startswith("assets/") else _ASK_AGAIN
    answer.make_conditional(request)
    return answer


def _packed(path: str, encoding: str) -> bool:
    accepted = request.accept_encodings.quality(encoding) > 0
    return accepted and (_dist() / f"{path}{_ENCODINGS[encoding]}").is_file()
