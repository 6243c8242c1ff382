"""The wire, defined once (docs/protocol.md): marshmallow schemas that never ask the database.

The OpenAPI document and the web's types are made from these. A class ``ThingSchema`` is the
component ``Thing``.
"""
