"""How many wrong passwords one user name may have from one address before it must wait."""

import hashlib
import math
from collections.abc import Sequence
from datetime import datetime, timedelta

from server.moments import moment

FAILURES = 5
WINDOW = timedelta(minutes=15)
AHEAD = timedelta(minutes=1)
"""Clocks of hosts differ. What is further ahead is from before the clock was put back, and shuts nobody out."""


def key(username: str, address: str) -> str:
    """What failures are counted under. Hashed: people type passwords into the wrong field."""
    return hashlib.sha256(f"{username}\n{address}".encode("utf-8", "surrogateescape")).hexdigest()


def since(now: datetime) -> str:
    """Failures up to this moment no longer count."""
    return moment(now - WINDOW)


def wait_seconds(failures: Sequence[str], now: datetime) -> int:
    """Seconds until the next try is taken, 0 for now. ``failures``: times, oldest first."""
    counted = [at for at in failures if since(now) < at <= moment(now + AHEAD)]
    if len(counted) < FAILURES:
        return 0
    opens = datetime.fromisoformat(counted[-FAILURES]) + WINDOW
    return max(1, math.ceil((opens - now).total_seconds()))
