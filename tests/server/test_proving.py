"""``perisai audit`` and ``perisai retention``, as an operator types them (docs/proof.md)."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from server import proving
from server.api.services import services
from server.cli import main
from server.store.base import db
from server.store.taking import SqlTaking
from sync.erasure import sweep
from sync.journal import Changes
from tests.server.conftest import Clock, NewPhone
from tests.server.people import RINA, SARI, made_id, units
from tests.server.phone import Phone

REJECTED, WITHDRAWN, PAID, LIVE = (
    made_id(name) for name in ("rejected", "withdrawn", "paid", "live")
)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What the database has a part in is in tests/contract, on every kind."""
    return sqlite_url


@pytest.fixture
def rina(new_phone: NewPhone) -> Phone:
    return new_phone(RINA)


@pytest.fixture(autouse=True)
def _this_server(app: Flask, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERISAI_DATABASE_URL", database_url)
    monkeypatch.setattr("server.proving.create_app", lambda: app)


def typed(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], prog_name="perisai")


def lives(rina: Phone, admin: Phone, sari: Phone) -> None:
    """One rejected, one withdrawn, one paid and then withdrawn, one that goes on."""
    ids = (REJECTED, WITHDRAWN, PAID, LIVE)
    rina.sync(*(rina.create(key, n) for n, key in enumerate(ids, 1)))
    review: dict[str, Any] = {"remarks": {}, "message": None, "base": 1, "read": None}
    sari.sync(
        sari.operation("review", REJECTED, verdict="reject", **review),
        sari.operation("review", PAID, verdict="approve", **review),
    )
    facts = {"paid_at": "2026-11-22", "amount": 84_000}
    admin.sync(admin.operation("progress", PAID, base=2, step="paid", facts=facts))
    rina.sync(*(rina.operation("withdraw", key, base=1, reason="x") for key in (WITHDRAWN, PAID)))


def test_P172_verify_says_how_much_it_read_and_ends_with_1_over_a_fault(rina: Phone) -> None:
    rina.sync(rina.create(LIVE))
    done = typed("audit", "verify")
    assert (done.exit_code, done.stdout) == (0, "lines=1 faults=0\n")
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE operation SET account = 'x'")
    done = typed("audit", "verify")
    assert done.exit_code == 1
    assert f"device={rina.device} n=1" in done.stdout
    assert done.stdout.endswith("lines=1 faults=1\n")
    assert units(1)["identity"]["nik"] not in done.output


def test_P173_a_head_kept_elsewhere_is_held_against(rina: Phone, tmp_path: Path) -> None:
    rina.sync(rina.create(LIVE))
    kept = tmp_path / "head.json"
    kept.write_text(typed("audit", "head").stdout)
    told = json.loads(kept.read_text())
    assert (told["lines"], len(told["head"])) == (1, 64)
    assert typed("audit", "verify", "--against", kept).exit_code == 0
    with db.engine.begin() as connection:
        for table in ("ledger", "receipt", "operation"):
            connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608
        connection.exec_driver_sql(f"UPDATE lane SET seq = 0, link = '{'0' * 64}'")  # noqa: S608
    assert typed("audit", "verify").exit_code == 0, "an empty log fits an empty ledger"
    missed = typed("audit", "verify", "--against", kept)
    assert (missed.exit_code, missed.stdout.split()[0]) == (1, "anchor_missed")
    kept.write_text("{}")
    refused = typed("audit", "verify", "--against", kept)
    assert refused.exit_code == 1
    assert "no head" in refused.stderr


def test_P178_a_plan_changes_nothing_and_a_run_erases_just_that(
    rina: Phone, admin: Phone, new_phone: NewPhone, clock: Clock
) -> None:
    lives(rina, admin, new_phone(SARI))
    assert typed("retention", "plan").stdout == "due=0\n"
    assert typed("retention", "run").stdout == "erased=0 photos=0\n"
    clock.forward(days=91)
    planned = typed("retention", "plan").stdout.splitlines()
    assert planned[-1] == "due=2"
    assert {line.split("=")[-1] for line in planned[:-1]} == {REJECTED, WITHDRAWN}
    assert all(line.startswith("rejected_days due=2027-02-21") for line in planned[:-1])
    assert typed("retention", "plan").stdout.splitlines() == planned, "a plan is no deed"
    assert typed("retention", "run").stdout == "erased=2 photos=0\n"
    assert typed("retention", "run").stdout == "erased=0 photos=0\n"
    assert typed("audit", "verify").exit_code == 0
    log_of = services().store.registrations.log_of
    ids = (REJECTED, WITHDRAWN, PAID, LIVE)
    kept = [
        any("identity" in told.logged.raw.get("set", ()) for told in log_of(key)) for key in ids
    ]
    assert kept == [False, False, True, True]
    admin.sign_in()
    (entry,) = admin.get("/api/v1/processing").get_json()["items"]
    assert (entry["act"], entry["account"]) == ("retention", None)
    assert set(entry["registrations"]) == {REJECTED, WITHDRAWN}


def test_P178_what_a_law_wants_kept_goes_when_it_wants_it_no_longer(
    rina: Phone, admin: Phone, new_phone: NewPhone, clock: Clock
) -> None:
    lives(rina, admin, new_phone(SARI))
    clock.forward(days=365 * 10)
    typed("retention", "run")
    assert typed("retention", "plan").stdout == "due=0\n", "ten years from the end of the year"
    clock.forward(days=60)
    assert typed("retention", "plan").stdout.splitlines()[-1] == "due=1"
    assert typed("retention", "run").stdout == "erased=1 photos=0\n"


def test_P178_one_that_was_opened_again_meanwhile_is_left_alone(
    rina: Phone, admin: Phone, new_phone: NewPhone, clock: Clock
) -> None:
    lives(rina, admin, new_phone(SARI))
    clock.forward(days=91)
    found, now = services(), clock()
    ((_, keys),) = proving._slices(found, now)  # noqa: SLF001
    sari = new_phone(SARI, "b")
    review: dict[str, Any] = {"remarks": {}, "message": None, "read": None}
    sari.sync(sari.operation("review", REJECTED, base=2, verdict="reopen", **review))
    assert proving._erase(found, keys, now, rule="x") == [WITHDRAWN]  # noqa: SLF001


class Killed(BaseException):
    """As a process ends: nothing after it is done."""


@pytest.mark.parametrize("moment", ["before its transaction is durable", "right after"])
def test_P230_a_run_that_is_killed_has_erased_nothing_without_its_entry(
    rina: Phone,
    admin: Phone,
    new_phone: NewPhone,
    clock: Clock,
    *,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
) -> None:
    lives(rina, admin, new_phone(SARI))
    clock.forward(days=91)
    admin.sign_in()
    monkeypatch.setattr(proving, "SLICE", 1)

    def entries() -> list[list[str]]:
        return [one["registrations"] for one in admin.get("/api/v1/processing").get_json()["items"]]

    def erased() -> list[str]:
        known = services().store.photos.registration
        standing = [known(key) for key in (REJECTED, WITHDRAWN, PAID, LIVE)]
        return [one.id for one in standing if one is not None and one.erased]

    with monkeypatch.context() as patch:
        if moment == "right after":

            def swept(*given: Any, **named: Any) -> list[str]:
                sweep(*given, **named)
                raise Killed

            patch.setattr("server.proving.sweep", swept)
        else:
            commit = SqlTaking.commit

            def committed(taking: SqlTaking, changes: Changes) -> None:
                commit(taking, changes)
                raise Killed

            patch.setattr(SqlTaking, "commit", committed)
        with pytest.raises(Killed):
            typed("retention", "run")
    assert len(erased()) == (1 if moment == "right after" else 0)
    assert entries() == [[key] for key in erased()]
    assert typed("retention", "run").exit_code == 0
    assert sorted(entries()) == sorted([key] for key in erased())
    assert set(erased()) == {REJECTED, WITHDRAWN}
