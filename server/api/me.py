"""Who I am, where I work, whom I may know."""

from typing import Any

from server.api.access import Caller, signed_in
from server.api.devices import visible_to
from server.api.openapi import Blueprint
from server.api.services import services
from server.schemas.accounts import MeSchema
from server.store.accounts import Account

blueprint = Blueprint("me", __name__, url_prefix="/api/v1")


@blueprint.get("/me")
@signed_in()
@blueprint.response(200, MeSchema)
def me(caller: Caller) -> dict[str, Any]:
    """The account with its clinics, people, devices and settings."""
    return me_of(caller.account)


def me_of(account: Account) -> dict[str, Any]:
    """What a person's phone keeps of them; the answer of a sign-in has the same."""
    found = services()
    clinics = found.store.accounts.clinics_of(account)
    return {
        "account": account,
        "clinics": [{"id": c.id, "name": c.name, "district": c.district_code} for c in clinics],
        "people": found.store.accounts.people_for(account),
        "devices": visible_to(account),
        "settings": found.organisation,
        "seal": found.seal_keys.announced(),
    }
