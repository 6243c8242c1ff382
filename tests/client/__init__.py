"""A second client, written from docs/protocol.md and docs/merge.md alone: the standard library and SQLite.

It shares no code with the browser's client or the server, so that where the two agree, the document
is what they agree on. One SQLite file is one account on one device; every function takes the open
file as its first argument (`tests.client.book`).
"""
