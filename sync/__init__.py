"""The sync protocol and its merge: values in, values out.

Two rules hold for everything under ``sync/``:

1. It touches nothing. No clock, randomness, network, disk or framework is imported here; the time,
   the rules of the domain and the storage come in as arguments, storage through one port,
   :class:`sync.journal.Journal`.
2. Its answers are closed unions of frozen values. An exception here is a bug, never a verdict about
   somebody's work.

``docs/protocol.md`` and ``docs/merge.md`` state the rules by number; the comments and tests quote them.
"""
