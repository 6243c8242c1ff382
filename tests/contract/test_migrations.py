"""The migrations and the models are one schema."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from server.json_text import dump
from server.store import Store
from server.store.approved import Sum, Wanted
from server.store.base import Base
from server.store.engine import migration_engine, open_engine
from server.store.migrate import MIGRATIONS, upgrade
from sync.registration import Approval, Registration
from sync.tally import bucket_of
from tests.contract.builders import counted, registration, tallied


def epoch(store: Store) -> str:
    with store.journal.snapshot() as snapshot:
        return snapshot.epoch()


def test_the_migrations_make_what_the_models_say(database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_a_second_run_changes_nothing(database_url: str) -> None:
    engine = open_engine(database_url)
    store = Store(engine)
    before = epoch(store), store.meta.secret("cursor")
    upgrade(engine)
    assert (epoch(store), store.meta.secret("cursor")) == before
    engine.dispose()


def test_every_constraint_has_a_name(database_url: str) -> None:
    engine = open_engine(database_url)
    inspector = inspect(engine)
    for table in inspector.get_table_names():
        if table != "alembic_version":
            names = [inspector.get_pk_constraint(table)["name"]]
            names += [key["name"] for key in inspector.get_foreign_keys(table)]
            names += [unique["name"] for unique in inspector.get_unique_constraints(table)]
            assert all(names), table
    engine.dispose()


def test_two_databases_have_two_epochs(tmp_path: Path) -> None:
    epochs = set()
    for name in ("one", "two"):
        engine = open_engine(f"sqlite:///{tmp_path / name}")
        upgrade(engine)
        epochs.add(epoch(Store(engine)))
        engine.dispose()
    assert len(epochs) == 2


def test_P57_entries_of_the_first_release_get_their_tallies(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'old'}")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with migration_engine(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for number, flag in enumerate(["live", "left", "live"], 1):
            key, state = f"r{number}", dump(registration(f"r{number}").to_json())
            connection.execute(
                text("INSERT INTO registration VALUES (:key, 'c1', 'a1', 'submitted', 1, :state)"),
                {"key": key, "state": state},
            )
            connection.execute(
                text("INSERT INTO feed VALUES ('clinic:c1', :key, :seq, :flag)"),
                {"key": key, "seq": number, "flag": flag},
            )
    upgrade(engine)
    journal = Store(engine).journal
    assert tallied(journal, "clinic:c1") == counted(journal, "clinic:c1")
    with journal.snapshot() as snapshot:
        found = snapshot.bucketed("clinic:c1", {bucket_of("r3")})
        assert "r3" in {row.registration.id for row in found}
    engine.dispose()


def test_P80_registrations_of_before_begin_without_a_photo(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'old'}")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    before = registration("r1", 4).to_json()
    del before["photo"]
    with migration_engine(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        connection.execute(
            text("INSERT INTO registration VALUES ('r1', 'c1', 'a1', 'submitted', 4, :state)"),
            {"state": dump(before)},
        )
    upgrade(engine)
    now = Store(engine).photos.registration("r1")
    engine.dispose()
    assert now is not None
    assert (now.units["photo"].value, now.units["photo"].version) == ({"id_photo": None}, 1)
    assert now.units["photo"].op in now.stamps
    assert now.photo == "none"
    assert [check["code"] for check in now.checks] == ["photo"]
    assert {name: now.units[name] for name in before["units"]} == registration("r1", 4).units


def test_P164_what_was_approved_before_is_in_the_lists(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'old'}")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    waiting, before = registration("r1", 4), registration("r2", 4)
    (stamp,) = before.stamps.values()
    contribution = {"contribution": {"programmes": ["jkk", "jkm"]}}
    facts = {"payment_code": "8881", "valid_until": "2026-12-20", "paid_at": "2026-11-22"}
    paid = replace(
        before,
        status="paid",
        credit="a1",
        approval=Approval(3, contribution, stamp.op),
        progress={**facts, "amount": 84_000},
    )
    with migration_engine(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0010")
        for one in (waiting, paid):
            connection.execute(
                text("INSERT INTO registration VALUES (:id, 'c1', 'a1', :status, 4, :state)"),
                {"id": one.id, "status": one.status, "state": dump(one.to_json())},
            )
    upgrade(engine)
    assert Store(engine).fill_since() == 1
    kept = Store(engine).after_approval
    found = kept.page(Wanted(None, "2026-11-23"), 10)
    sums = kept.sums(("2026-11-01", "2026-12-01"), None)
    engine.dispose()
    assert [(one.registration.id, one.approved_at) for one in found] == [("r2", stamp.received_at)]
    assert sums == [Sum("a1", 2, 1, 84_000)]


def test_broken_references_are_not_left_behind(sqlite_url: str) -> None:
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as outsider:
        outsider.execute("INSERT INTO account_clinic (account, clinic) VALUES ('no', 'no')")
    engine = open_engine(sqlite_url)
    with pytest.raises(RuntimeError, match="account_clinic"):
        upgrade(engine)
    engine.dispose()


def test_sqlite_keeps_what_it_acknowledged(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        said = {
            pragma: connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()
            for pragma in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    assert said == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }


def test_M73_M75_claims_and_accounts_of_before_go_on(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'old'}")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    account = "INSERT INTO account VALUES (:id, :id, :id, 'recruiter', 'no hash', :active)"
    with migration_engine(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        for key, active in (("open", True), ("closed", False)):
            connection.execute(text(account), {"id": key, "active": active})
        state = dump(registration("r1").to_json())
        connection.execute(
            text("INSERT INTO registration VALUES ('r1', 'c1', 'open', 'submitted', 1, :state)"),
            {"state": state},
        )
        connection.execute(text("INSERT INTO claim VALUES (1, 'r1', 'hash')"))
    upgrade(engine)
    store = Store(engine)
    with store.journal.taking_in() as taking:
        assert taking.load([], ["nik:hash"]).claims == {"nik:hash": ("r1",)}
    assert [e.active for e in store.entitlements.of("open")] == [True]
    assert [e.active for e in store.entitlements.of("closed")] == [True, False]

    def keys(_: Registration) -> frozenset[str]:
        return frozenset({"nik:hash", "name_phone:x"})

    assert (store.fill_claims(keys), store.fill_claims(keys)) == (1, 0)
    with store.journal.taking_in() as taking:
        assert taking.load(["r1"], []).claims == {"nik:hash": ("r1",), "name_phone:x": ("r1",)}
    engine.dispose()
