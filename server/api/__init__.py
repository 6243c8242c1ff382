"""The HTTP API: a table of contents. Decorators say who may call, what comes in, what goes out."""

from server.api import accounts, devices, health, me, quarantine, renewal, session, sync

BLUEPRINTS = (
    session.blueprint,
    me.blueprint,
    sync.blueprint,
    devices.blueprint,
    renewal.blueprint,
    accounts.blueprint,
    quarantine.blueprint,
    health.blueprint,
)
