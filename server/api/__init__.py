"""The HTTP API: a table of contents. Decorators say who may call, what comes in, what goes out."""

from server.api import (
    accounts,
    bundles,
    devices,
    health,
    me,
    photos,
    processing,
    quarantine,
    registrations,
    renewal,
    rescues,
    session,
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
    rescues.blueprint,
    devices.blueprint,
    renewal.blueprint,
    accounts.blueprint,
    quarantine.blueprint,
    processing.blueprint,
    registrations.blueprint,
    vault.blueprint,
    health.blueprint,
)
