"""What happens to a request on its way, done once and to every client alike: a WSGI app around the server."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from socket import SHUT_RDWR
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, get_args

from werkzeug.test import run_wsgi_app
from werkzeug.wrappers import Response
from werkzeug.wsgi import get_input_stream

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

Environ = dict[str, Any]
Fault = Literal[
    "lost_request",
    "lost_answer",
    "cut_answer",
    "half_answer",
    "not_json",
    "not_an_answer",
    "portal",
    "broken_server",
    "broken_after",
    "duplicate",
]
PhotoFault = Literal["torn", "lost", "answer_lost"]
FAULTS: tuple[Fault, ...] = get_args(Fault)
UNHEARD: frozenset[Fault] = frozenset({"lost_request", "portal", "broken_server"})
"""The server never learns of these requests; of the others it takes in every one."""


MET = ("/api/v1/sync", "/api/v1/device/renew")


class Weather:
    """Passes requests on to ``app``; the next syncs and renewals meet the faults that were ordered."""

    def __init__(self) -> None:
        self.app: WSGIApplication | None = None
        self.ordered: deque[Fault | None] = deque()
        self.met = 0
        self.on_photos: deque[PhotoFault] = deque()
        self.parts: list[tuple[int, int]] = []
        """(offset, bytes) of every part of a photo that was sent on."""

    def order_photos(self, *faults: PhotoFault) -> None:
        """The next parts of photos meet these, one each."""
        self.on_photos.extend(faults)

    def order(self, *faults: Fault | None) -> None:
        """The next syncs meet these, one each; None is fair weather."""
        self.ordered.extend(faults)

    def clear(self) -> None:
        self.ordered.clear()
        self.met = 0
        self.on_photos.clear()
        self.parts.clear()

    def __call__(self, environ: Environ, start: "StartResponse") -> Iterable[bytes]:
        body = get_input_stream(environ).read()
        if environ["REQUEST_METHOD"] == "PATCH":
            return self._photo(environ, body)(environ, start)
        fault = None
        if environ["PATH_INFO"] in MET and self.ordered:
            fault = self.ordered.popleft()
        if fault is None:
            return self._answer(environ, body)(environ, start)
        self.met += 1
        answer = Response() if fault in UNHEARD else self._answer(environ, body)
        if fault == "duplicate":
            answer = self._answer(environ, body)
        return _SPOIL[fault](answer)(environ, start)

    def _photo(self, environ: Environ, body: bytes) -> "WSGIApplication":
        """A part of a photo; torn, the server is told of all of it and gets half."""
        fault = self.on_photos.popleft() if self.on_photos else None
        if fault == "lost":
            return _hung_up(Response())
        sent = body[: len(body) // 2] if fault == "torn" else body
        self.parts.append((int(environ["HTTP_UPLOAD_OFFSET"]), len(sent)))
        answer = self._answer(environ, sent)
        return answer if fault is None else _hung_up(answer)

    def _answer(self, environ: Environ, body: bytes) -> Response:
        """What the server says, whole."""
        assert self.app is not None
        fresh = environ | {"wsgi.input": BytesIO(body)}
        chunks, status, headers = run_wsgi_app(self.app, fresh, buffered=True)
        return Response(b"".join(chunks), status, headers)


def _hung_up(_: Response) -> "WSGIApplication":
    """The connection ends without a word."""

    def app(environ: Environ, _: "StartResponse") -> Iterable[bytes]:
        environ["werkzeug.socket"].shutdown(SHUT_RDWR)
        raise ConnectionResetError

    return app


def _cut(answer: Response) -> "WSGIApplication":
    """The length of all of it, the bytes of half, and the connection ends."""

    def app(environ: Environ, start: "StartResponse") -> Iterable[bytes]:
        data = answer.get_data()
        start(answer.status, list(answer.headers))
        yield data[: len(data) // 2]
        environ["werkzeug.socket"].shutdown(SHUT_RDWR)

    return app


def _half(answer: Response) -> Response:
    """A box on the way sends half of it on as if it were all."""
    answer.set_data(answer.get_data()[: len(answer.get_data()) // 2])
    return answer


def _instead(data: bytes, status: int, content_type: str) -> Callable[[Response], Response]:
    return lambda _: Response(data, status, content_type=content_type)


_SPOIL: Mapping[Fault, Callable[[Response], "WSGIApplication"]] = MappingProxyType(
    {
        "lost_request": _hung_up,
        "lost_answer": _hung_up,
        "cut_answer": _cut,
        "half_answer": _half,
        "not_json": _instead(b"\x00\xffgarbage", 200, "application/json"),
        "not_an_answer": _instead(b'{"hello": "phone"}', 200, "application/json"),
        "portal": _instead(b"<h1>Masuk ke Wi-Fi</h1>", 200, "text/html"),
        "broken_server": _instead(b"{}", 500, "application/problem+json"),
        "broken_after": _instead(b"<h1>Bad gateway</h1>", 502, "text/html"),
        "duplicate": lambda answer: answer,
    }
)
