"""A site with weeks of work in it: the demo's people and sign-ups, for screens that have something to show."""

from datetime import UTC, datetime

from server.accounts.tokens import derive_key
from server.demo import PASSWORD, seed_demo
from server.rules import DomainRules
from server.settings import Organisation
from server.store import Store
from server.store.blobs import Blobs
from server.store.engine import open_engine
from tests.e2e.site import Site

__all__ = ["PASSWORD", "Town"]


class Town(Site):
    """``tests.e2e.site.Site`` with the demo instead of the small cast."""

    def _people(self) -> None:
        engine = open_engine(self.database_url)
        store = Store(engine)
        key = derive_key(store.meta.secret("server"), "person")
        rules = DomainRules(Organisation(), keys=lambda: (key,))
        seed_demo(store, Blobs(self.photos), rules, datetime.now(UTC))
        engine.dispose()
