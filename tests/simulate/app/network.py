"""What becomes of one request: the seed's fault, then the server's answer as the phone hears it."""

import base64
from collections.abc import Mapping
from random import Random
from typing import Any, assert_never

from werkzeug.wrappers import Response

from tests.simulate.app.story import Fault

Told = Mapping[str, Any]
LOST: Told = {"lost": True}
UNHEARD: frozenset[Fault] = frozenset({"lost_request", "late", "broken_before", "portal"})
"""The server does not learn of these requests, or not now; the others it takes in."""


def heard(fault: Fault, answer: Response | None, random: Random) -> Told:
    """What the phone hears of an answer; None where the server was not asked."""
    match fault:
        case "lost_request" | "lost_answer" | "late":
            return LOST
        case "timed_out":
            return {"late": True}
        case "broken_before":
            return _told(Response(b"{}", 500, content_type="application/problem+json"))
        case "broken_after":
            return _told(Response(b"<h1>Bad gateway</h1>", 502, content_type="text/html"))
        case "portal":
            return _told(Response(b"<h1>Masuk ke Wi-Fi</h1>", 200, content_type="text/html"))
        case "not_an_answer":
            return _told(Response(b'{"hello": "phone"}', 200, content_type="application/json"))
        case "none" | "twice" | "cut_short" | "half":
            pass
        case _:
            assert_never(fault)
    assert answer is not None
    if fault in ("none", "twice"):
        return _told(answer)
    data = answer.get_data()
    # At any byte, and often where it matters: among the receipts, which come first.
    end = (
        random.randrange(max(1, len(data)))
        if random.random() < 0.5
        else random.randrange(len(data) // 8 + 1)
    )
    answer.set_data(data[:end])
    return {**_told(answer), "cut": fault == "cut_short"}


def _told(answer: Response) -> dict[str, Any]:
    return {
        "status": answer.status_code,
        "headers": [*answer.headers],
        "body": base64.b64encode(answer.get_data()).decode(),
    }
