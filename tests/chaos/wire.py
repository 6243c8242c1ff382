"""One request of a chaos client over a real socket, however it ends."""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any, Literal

PATIENCE_S = 4.0
"""How long a client waits for bytes; longer than the pauses of a worker, shorter than a partition."""


@dataclass(frozen=True, slots=True)
class Answered:
    status: int
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Broken:
    """No whole answer came. What the server did meanwhile is not known."""

    why: Literal["timeout", "connection"]


def post(
    port: int, path: str, body: Mapping[str, Any], *, credential: str = "", zipped: bool = False
) -> Answered | Broken:
    """POST JSON, one connection a request, and read the whole answer."""
    sent = json.dumps(body, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json", "Connection": "close"}
    if credential:
        headers["Authorization"] = credential
    if zipped:
        sent, headers["Content-Encoding"] = gzip.compress(sent, 1), "gzip"
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    try:
        connection.request("POST", path, sent, headers)
        response = connection.getresponse()
        return Answered(response.status, json.loads(response.read()))
    except TimeoutError:
        return Broken("timeout")
    except (OSError, HTTPException, ValueError):  # ValueError: cut off inside the headers
        return Broken("connection")
    finally:
        connection.close()
