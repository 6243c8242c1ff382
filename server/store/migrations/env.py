"""Alembic's entry: the connection and its transaction are given by ``server.store.migrate``."""

from alembic import context

from server.store import models  # noqa: F401 - fills the metadata
from server.store.base import Base

steps = context.config.attributes.get("steps")
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite alters a table by building it anew
    transactional_ddl=True,
    on_version_apply=[lambda **_: steps.add()] if steps else (),
)
with context.begin_transaction():
    context.run_migrations()
