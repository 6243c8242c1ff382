"""Accounts, for admins."""

from typing import Any

from server.api.access import Caller, signed_in
from server.api.openapi import Blueprint
from server.api.services import services
from server.schemas.accounts import AccountsSchema

blueprint = Blueprint("accounts", __name__, url_prefix="/api/v1")


@blueprint.get("/accounts")
@signed_in("admin")
@blueprint.response(200, AccountsSchema)
def accounts(_caller: Caller) -> dict[str, Any]:
    """All accounts with their role and clinics."""
    return {"accounts": services().store.accounts.accounts()}
