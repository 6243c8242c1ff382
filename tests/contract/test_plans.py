"""What a push asks of SQLite is found by indexes, however much is there."""

import pytest
from sqlalchemy import Select

from server.store import claims, feed, meta, photos, taking, working_set
from server.store.engine import open_engine

ASKED = {
    f"{module.__name__.rpartition('.')[2]}{name}": statement
    for module in (claims, feed, meta, photos, taking, working_set)
    for name, statement in vars(module).items()
    if isinstance(statement, Select) and statement.whereclause is not None
}


def test_what_a_push_asks_is_at_hand() -> None:
    assert {"taking_STANDING", "working_set_CLAIMS", "feed_BEFORE", "meta_FACT"} <= ASKED.keys()


@pytest.mark.parametrize("name", ASKED)
def test_nothing_that_a_push_asks_looks_at_a_whole_table(name: str, sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    compiled = ASKED[name].compile(dialect=engine.dialect)
    given = tuple("[]" for _ in compiled.params)
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", given).all()
    engine.dispose()
    steps = [step for *_, step in plan if "json_each" not in step]
    assert any(step.startswith("SEARCH") for step in steps)
    assert not [step for step in steps if step.startswith("SCAN")]
