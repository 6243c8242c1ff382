"""Which errors of the database are its absence and no bug: gone, full, or busy for too long."""

import errno

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

OUTAGES = (OperationalError, InterfaceError, PoolTimeout)
"""What was begun is undone, or was committed without anybody having heard: sent again, both are the same (P43)."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def disk_is_full(error: OSError) -> bool:
    """Whether bytes of a photo found no room. Nothing of them is kept; the phone sends them again."""
    return error.errno in _FULL
