"""What the growth bench multiplies is what pushes would have left: feeds and tallies hold together."""

import sqlite3
import time
from pathlib import Path

from server.store import Store
from server.store.engine import open_engine
from server.store.migrate import upgrade
from sync.feed import Viewer, page
from sync.tally import Tally, tally_of
from tests.bench.crowd import fill
from tests.bench.multiply import Multiplied
from tests.e2e.cast import ANGGREK, KAYLA, hire

FIRST, SEED = 20, 20261125


def test_each_copy_is_a_view_that_its_own_phone_could_check(tmp_path: Path) -> None:
    path = tmp_path / "grown.sqlite3"
    url = f"sqlite:///{path}"
    engine = open_engine(url)
    upgrade(engine)
    store = Store(engine)
    hire(store)
    kayla = store.accounts.account_by_id(KAYLA)
    assert kayla is not None
    fill(url, kayla, ANGGREK, count=FIRST, seed=SEED)
    connection = sqlite3.connect(path)
    (device,) = connection.execute("select device from operation limit 1").fetchone()
    connection.close()

    engine.dispose()  # whoever builds is alone with the file
    more = Multiplied(path, clinic=ANGGREK.id, recruiter=KAYLA, device=device)
    count = more.grow(3 * FIRST, until=time.monotonic() + 60)
    more.close()

    assert count == 3 * FIRST
    for block in range(1, 3):
        account, clinic = (f"{block:08x}{known[8:]}" for known in (KAYLA, ANGGREK.id))
        viewer = Viewer(account, "recruiter", device, (f"account:{account}",), (clinic,))
        with store.journal.snapshot() as snapshot:
            told = page(snapshot, viewer, None, 500)
        held = Tally()
        for entry in told.entries:
            held = held.plus(tally_of(entry["registration"], entry["seq"]))
        assert told.check == held
        assert held.count == FIRST
        assert {entry["clinic"] for entry in told.entries} == {clinic}
    engine.dispose()
