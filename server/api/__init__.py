"""The HTTP API: a table of contents. Decorators say who may call, what comes in, what goes out."""

from server.api import (
    accounts,
    bundles,
    devices,
    health,
    me,
    quarantine,
    renewal,
    session,
    sync,
    vault,
)

BLUEPRINTS = (
    session.blueprint,
    me.blueprint,
    sync.blueprint,
    bundles.blueprint,
    devices.blueprint,
    renewal.blueprint,
    accounts.blueprint,
    quarantine.blueprint,
    vault.blueprint,
    health.blueprint,
)
