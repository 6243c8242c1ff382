"""What happens to a request on its way, done once and to every client alike: a WSGI app around the server."""

from collections import deque
from collections.abc import Callable, Iterable
from io import BytesIO
from socket import SHUT_RDWR
from typing import Literal, get_args

from werkzeug.test import run_wsgi_app
from werkzeug.wrappers import Response
from werkzeug.wsgi import get_input_stream

Environ = dict[str, object]
App = Callable[..., Iterable[bytes]]
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
FAULTS: tuple[Fault, ...] = get_args(Fault)


class Weather:
    """Passes requests on to ``app``; the next ones to ``/sync`` meet the faults that were ordered."""

    def __init__(self) -> None:
        self.app: App | None = None
        self.ordered: deque[Fault | None] = deque()
        self.met = 0

    def order(self, *faults: Fault | None) -> None:
        """The next syncs meet these, one each; None is fair weather."""
        self.ordered.extend(faults)

    def clear(self) -> None:
        self.ordered.clear()
        self.met = 0

    def __call__(self, environ: Environ, start: Callable[..., object]) -> Iterable[bytes]:
        assert self.app is not None
        body = get_input_stream(environ).read()
        fault = None
        if environ["PATH_INFO"] == "/api/v1/sync" and self.ordered:
            fault = self.ordered.popleft()
        if fault is None:
            return self._answer(environ, body)(environ, start)
        self.met += 1
        return self._spoilt(fault, environ, body)(environ, start)

    def _answer(self, environ: Environ, body: bytes) -> Response:
        """What the server says, whole."""
        assert self.app is not None
        fresh = environ | {"wsgi.input": BytesIO(body)}
        chunks, status, headers = run_wsgi_app(self.app, fresh, buffered=True)
        return Response(b"".join(chunks), status, headers)

    def _spoilt(self, fault: Fault, environ: Environ, body: bytes) -> Response | App:
        match fault:
            case "lost_request":
                return _hung_up
            case "lost_answer":
                self._answer(environ, body)
                return _hung_up
            case "cut_answer":
                return _cut(self._answer(environ, body))
            case "half_answer":
                answer = self._answer(environ, body)
                answer.set_data(answer.get_data()[: len(answer.get_data()) // 2])
                return answer
            case "not_json":
                self._answer(environ, body)
                return Response(b"\x00\xffgarbage", content_type="application/json")
            case "not_an_answer":
                self._answer(environ, body)
                return Response(b'{"hello": "phone"}', content_type="application/json")
            case "portal":
                return Response("<h1>Masuk ke Wi-Fi</h1>", content_type="text/html")
            case "broken_server":
                return Response("{}", 500, content_type="application/problem+json")
            case "broken_after":
                self._answer(environ, body)
                return Response("<h1>Bad gateway</h1>", 502, content_type="text/html")
            case "duplicate":
                self._answer(environ, body)
                return self._answer(environ, body)


def _hung_up(environ: Environ, _: object) -> Iterable[bytes]:
    """The connection ends without a word."""
    environ["werkzeug.socket"].shutdown(SHUT_RDWR)  # type: ignore[attr-defined]
    raise ConnectionResetError


def _cut(answer: Response) -> App:
    """The length of all of it, the bytes of half, and the connection ends."""

    def app(environ: Environ, start: Callable[..., object]) -> Iterable[bytes]:
        data = answer.get_data()
        start(answer.status, list(answer.headers))
        yield data[: len(data) // 2]
        environ["werkzeug.socket"].shutdown(SHUT_RDWR)  # type: ignore[attr-defined]

    return app
