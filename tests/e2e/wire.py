"""A tap on the wire: every byte that browsers send to the server, whoever in them sends it."""

import contextlib
import re
import socket
import threading
import zlib
from base64 import b64encode
from collections.abc import Iterator
from urllib.parse import quote

_GZIP = b"\x1f\x8b\x08"
_CHUNK = 64 * 1024


class Tap:
    """Stands between browsers and the server: the page, its workers and the browser itself alike."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._sent: list[bytearray] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://localhost:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def sent(self) -> bytes:
        """Everything so far, connection by connection, and beside it what was packed by gzip."""
        clear = b"\n".join(bytes(kept) for kept in self._sent)
        return clear + b"\n" + b"\n".join(unpacked(clear))

    def _accept(self) -> None:
        while True:
            try:
                browser, _ = self._listening.accept()
            except OSError:  # closed
                return
            kept = bytearray()
            self._sent.append(kept)
            threading.Thread(target=self._carry, args=(browser, kept), daemon=True).start()

    def _carry(self, browser: socket.socket, kept: bytearray) -> None:
        with (
            browser,
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", self._to)) as server,
        ):
            back = threading.Thread(target=_pour, args=(server, browser, None), daemon=True)
            back.start()
            _pour(browser, server, kept)
            back.join()


def _pour(source: socket.socket, sink: socket.socket, kept: bytearray | None) -> None:
    with contextlib.suppress(OSError):
        while part := source.recv(_CHUNK):
            if kept is not None:
                kept += part
            sink.sendall(part)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


def unpacked(sent: bytes) -> Iterator[bytes]:
    """What every gzip stream says that begins anywhere in these bytes."""
    for found in re.finditer(re.escape(_GZIP), sent):
        with contextlib.suppress(zlib.error):
            yield zlib.decompressobj(wbits=31).decompress(sent[found.start() :])


def spellings(word: str | bytes) -> set[bytes]:
    """A word as it stands, in an address, and inside base64 at each of the three places it may begin."""
    raw = word.encode() if isinstance(word, str) else word
    found = {raw, quote(raw).encode(), raw.hex().encode()}
    for before in range(3):
        text = b64encode(b"\0" * before + raw)
        inside = text[4 if before else 0 : -4]
        if len(inside) > 5:  # shorter ones are found anywhere
            found |= {inside, inside.replace(b"+", b"-").replace(b"/", b"_")}
    return found


def tells(sent: bytes, word: str | bytes) -> bool:
    """Whether a word was sent in any of its spellings."""
    return any(spelling in sent for spelling in spellings(word))
