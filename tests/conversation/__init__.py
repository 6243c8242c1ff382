"""Conversations that any client must hold with the real server, whoever wrote it (docs/protocol.md).

They speak through the port of `tests.conversation.phone`; the client written from the document alone
and the browser's own core answer to it. A third needs one more class with those few methods.
"""
