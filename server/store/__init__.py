"""What the server remembers. SQLAlchemy is used under this package and nowhere else.

Everything here takes values and returns values: frozen dataclasses and the values of ``sync``,
never a row or a session. :class:`Store` is the door; each of its methods is one short transaction
of its own, except ``store.journal``, whose context managers are the two transactions of a sync.

Times are strings as on the wire: RFC 3339 in UTC with milliseconds, ``2026-11-23T03:00:00.000Z``.
They have one width, so they sort as text, the same on every database.
"""

from server.store.store import Store, open_store

__all__ = ["Store", "open_store"]
