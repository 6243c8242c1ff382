"""Logs by who must act (docs/running.md): ids and codes, never anybody's data."""

import logging
import sys
import traceback
from pathlib import Path

_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
_FRAMES = 12


def start_logging() -> None:
    """Write INFO and above of our own loggers to the error stream, once."""
    ours = logging.getLogger("server")
    if not ours.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter(_FORMAT))
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
