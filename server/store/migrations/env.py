"""Alembic's entry: the connection and its transaction are given by ``server.store.migrate``."""

from alembic import context

from server.store import models  # noqa: F401 - fills the metadata
from server.store.base import Base


def _count(*_: object, **__: object) -> None:
    """Tell whoever migrates that a step is done; nobody has to listen."""
    if (steps := context.config.attributes.get("steps")) is not None:
        steps.add()


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite alters a table by building it anew
    transactional_ddl=True,
    on_version_apply=_count,
)
with context.begin_transaction():
    context.run_migrations()
