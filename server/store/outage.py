"""Which errors of the database or of far storage are its absence and no bug: gone, full, or busy for too long."""

from errno import EDQUOT, ENOSPC

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout


class StorageAway(Exception):
    """Storage of photos that is not of this machine did not answer, or not as it should."""


OUTAGES = (OperationalError, InterfaceError, PoolTimeout, StorageAway)
"""What was begun is undone, or was committed without anybody having heard: sent again, both are the same (P43)."""

_FULL = frozenset({EDQUOT, ENOSPC})


def disk_is_full(error: OSError) -> bool:
    """Whether bytes of a photo found no room. Nothing of them is kept; the phone sends them again."""
    return bool(error.args) and error.args[0] in _FULL
