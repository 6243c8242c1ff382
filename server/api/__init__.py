"""The HTTP API: a table of contents. Decorators say who may call, what comes in, what goes out."""

from server.api import (
    accounts,
    approved,
    bundles,
    devices,
    exports,
    health,
    imports,
    me,
    photos,
    quarantine,
    renewal,
    session,
    statements,
    sync,
    uploads,
    vault,
)

BLUEPRINTS = (
    session.blueprint,
    me.blueprint,
    sync.blueprint,
    uploads.blueprint,
    photos.blueprint,
    bundles.blueprint,
    devices.blueprint,
    renewal.blueprint,
    accounts.blueprint,
    quarantine.blueprint,
    approved.blueprint,
    exports.blueprint,
    imports.blueprint,
    statements.blueprint,
    vault.blueprint,
    health.blueprint,
)
