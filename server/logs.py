"""Logs by who must act (docs/running.md): ids and codes, never anybody's data."""

import json
import logging
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from time import gmtime
from typing import Literal

LogFormat = Literal["text", "json"]
request_id: ContextVar[str] = ContextVar("request_id", default="-")
"""Of the request that is answered now; its answer names it too."""
_TEXT = "%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s request=%(request)s %(message)s"
_SECONDS = "%Y-%m-%dT%H:%M:%S"
_FRAMES = 12


class _Json(logging.Formatter):
    """A line of JSON. The message is ``event key=value …``, and so are its members."""

    def format(self, record: logging.LogRecord) -> str:
        event, *pairs = record.getMessage().split(" ")
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": request_id.get(),
            "event": event,
        }
        loose = [pair for pair in pairs if "=" not in pair]
        line |= dict(pair.split("=", 1) for pair in pairs if "=" in pair)
        return json.dumps(line | ({"detail": " ".join(loose)} if loose else {}))


def _name_request(record: logging.LogRecord) -> bool:
    record.request = request_id.get()
    return True


def start_logging(form: LogFormat = "text") -> None:
    """Write INFO and above of our own loggers to the error stream, once."""
    ours = logging.getLogger("server")
    if not ours.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.addFilter(_name_request)
        text = logging.Formatter(_TEXT, _SECONDS)
        text.converter = gmtime  # whatever zone the machine is in: hosts and phones are compared
        handler.setFormatter(_Json() if form == "json" else text)
        ours.addHandler(handler)
        ours.setLevel(logging.INFO)
        ours.propagate = False


def trace(error: BaseException) -> str:
    """Where a bug happened, on one line: its class and the frames, without its message.

    Messages quote values: a key that was missing, a row that a constraint refused.
    """
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    path = " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in reversed(frames))
    return f"{type(error).__name__} at {path}"
