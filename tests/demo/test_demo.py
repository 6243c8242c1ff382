"""The demo's story, told to real databases at a day that the test picks."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.accounts.passwords import verify_password
from server.demo import LOGINS, PASSWORD, seed_demo
from server.demo.seed import Kept, Seeded
from server.domain import regions
from server.domain.pictures import is_picture
from server.moments import moment
from server.rules import DomainRules
from server.settings import Organisation
from server.store import Store
from server.store.blobs import Blobs
from server.store.engine import open_engine
from sync.journal import FeedRow
from sync.registration import Registration
from tests.databases import copy_sqlite

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
BLOBS = Blobs("memory://demo")
RULES = DomainRules(Organisation(), keys=lambda: (b"a key for this test only, 32 byte",))


def registrations(store: Store) -> dict[str, Registration]:
    """Every registration, from the feeds of the recruiters."""
    with store.journal.snapshot() as snapshot:
        return {
            row.registration.id: row.registration
            for account in store.accounts.accounts()
            for row in snapshot.feed(f"account:{account.id}", 0, 10_000)
        }


def desk(store: Store) -> list[FeedRow]:
    """What the admins have open."""
    with store.journal.snapshot() as snapshot:
        return [row for row in snapshot.feed("desk", 0, 10_000) if row.flag == "live"]


def told(store: Store, now: datetime = NOW) -> Seeded:
    seeded = seed_demo(store, BLOBS, RULES, now)
    assert isinstance(seeded, Seeded)
    return seeded


@pytest.fixture(scope="module")
def demo(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The demo, told once for the tests that only look."""
    url = copy_sqlite(sqlite_template, tmp_path_factory.mktemp("demo"))
    engine = open_engine(url)
    store = Store(engine)
    told(store)
    yield store
    engine.dispose()


def test_there_are_56_sites_all_over_bekasi(demo: Store) -> None:
    clinics = demo.accounts.clinics()
    assert len({clinic.name for clinic in clinics}) == 56
    districts = {clinic.district_code for clinic in clinics}
    assert all(regions.known(district) for district in districts)
    assert {district[:5] for district in districts} == {"32.75", "32.16"}
    city = {district.code for district in regions.children("32.75")}
    assert city <= districts


def test_everyone_has_clinics_and_every_clinic_has_everyone(demo: Store) -> None:
    accounts = demo.accounts.accounts()
    roles = Counter(account.role for account in accounts)
    assert roles == {"recruiter": 21, "supervisor": 5, "admin": 2}
    clinics = {clinic.id for clinic in demo.accounts.clinics()}
    for role in ("recruiter", "supervisor"):
        staffed = [c for account in accounts if account.role == role for c in account.clinics]
        assert set(staffed) == clinics
    boss = demo.accounts.account_by_username("zulaikha")
    assert boss is not None
    assert len(boss.clinics) > 5


def test_the_logins_that_are_printed_work(demo: Store) -> None:
    for role, username, name in LOGINS:
        account = demo.accounts.account_by_username(username)
        assert account is not None
        assert (account.role, account.name, account.active) == (role, name, True)
        assert verify_password(account.password_hash, PASSWORD)


def test_there_are_sign_ups_in_every_state(demo: Store) -> None:
    states = Counter(r.status for r in registrations(demo).values())
    assert 270 <= states.total() <= 310
    assert set(states) == {
        "submitted", "returned", "approved", "rejected", "withdrawn", "code_issued", "paid",
        "registered",
    }  # fmt: skip
    assert min(states.values()) >= 5


def test_the_first_recruiter_has_much_to_show(demo: Store) -> None:
    kayla = demo.accounts.account_by_username("kayla")
    assert kayla is not None
    own = [r for r in registrations(demo).values() if r.recruiter == kayla.id]
    assert len(own) >= 25
    assert len({r.status for r in own}) >= 6
    assert len(demo.devices.devices_of(kayla.id)) == 3


def test_each_kind_of_check_fails_somewhere(demo: Store) -> None:
    failed = {
        check["code"]
        for registration in registrations(demo).values()
        for check in registration.checks
        if not check["ok"]
    }
    assert {"nik_complete", "birth_date_matches_nik", "duplicate", "seen_at_work"} <= failed


def test_the_admins_desk_has_open_questions(demo: Store) -> None:
    threads = [thread for row in desk(demo) for thread in row.registration.open_threads()]
    values = [thread for thread in threads if thread.kind == "value"]
    assert len({thread.id.split(":")[0] for thread in values}) >= 4
    assert len({thread.unit for thread in values}) >= 4
    roles = {proposal.stamp.author.role for thread in values for proposal in thread.proposals}
    assert "recruiter" in roles
    for kind, unit in (
        ("after_approval", "contact"),
        ("invalid", "work"),
        ("contested", "contact"),
    ):
        assert [thread.unit for thread in threads if thread.kind == kind] == [unit]
    assert len({thread.id for thread in threads if thread.kind == "duplicate"}) == 3


def test_M70_one_of_the_duplicates_has_two_niks(demo: Store) -> None:
    threads = [thread for row in desk(demo) for thread in row.registration.open_threads()]
    alike = {t.id: t.alike for t in threads if t.kind == "duplicate"}
    assert sorted(alike.values()) == [("name_birth",), ("nik",), ("nik",)]


def test_M76_M78_who_left_had_work_to_hand_over(demo: Store) -> None:
    (left,) = (a for a in demo.accounts.accounts() if not a.active)
    own = [r for r in registrations(demo).values() if r.recruiter == left.id]
    late = [c for r in own for c in r.checks if c["code"] == "late_work" and not c["ok"]]
    assert (len(own), len(late)) == (3, 2)


def test_some_questions_were_settled_before(demo: Store) -> None:
    settled = [
        thread.settlement.outcome
        for registration in registrations(demo).values()
        for thread in registration.threads.values()
        if thread.settlement
    ]
    assert {"proposed", "keep"} <= set(settled)


def test_the_conflicts_units_differ_from_what_both_saw(demo: Store) -> None:
    for row in desk(demo):
        for thread in row.registration.open_threads():
            for proposal in thread.proposals:
                assert thread.unit is not None
                standing = row.registration.units[thread.unit].value
                assert proposal.value != standing
                assert proposal.was is not None
                assert proposal.value != proposal.was


def test_nothing_happens_in_the_future_or_on_a_phone_that_knows_it(demo: Store) -> None:
    now = moment(NOW)
    for registration in registrations(demo).values():
        stamps = registration.stamps.values()
        assert all(stamp.received_at <= now for stamp in stamps)
        assert registration.captured_at >= moment(NOW - timedelta(weeks=8))
    for device in demo.devices.devices_for(None):
        assert device.last_contact_at is None or device.last_contact_at <= now


def test_two_sign_ups_are_with_an_admin(demo: Store) -> None:
    quarantined = 0
    with demo.journal.taking_in() as taking:
        for device in demo.devices.devices_for(None):
            receipts = taking.receipts(device.id, range(1, 10_000)).values()
            quarantined += sum(receipt.result == "quarantined" for _, receipt in receipts)
    assert quarantined == 2


def test_a_second_telling_changes_nothing(store: Store) -> None:
    told(store)
    before = registrations(store)
    assert seed_demo(store, BLOBS, RULES, NOW + timedelta(days=1)) == Kept()
    assert registrations(store) == before


def test_the_same_day_tells_the_same_story(demo: Store, sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    again = Store(engine)
    told(again)
    one, two = (
        json.dumps([r.to_json() for r in registrations(store).values()], sort_keys=True)
        for store in (demo, again)
    )
    assert one == two
    engine.dispose()


@pytest.mark.parametrize("hours", [0, 67, 134])
def test_any_day_and_hour_will_do(sqlite_url: str, hours: int) -> None:
    engine = open_engine(sqlite_url)
    store = Store(engine)
    told(store, datetime(2026, 12, 28, 0, 30, tzinfo=UTC) + timedelta(hours=hours))
    assert len(registrations(store)) > 250
    assert len(desk(store)) >= 8
    engine.dispose()


def test_P87_some_have_a_photo_and_one_is_awaited(demo: Store) -> None:
    states = Counter(registration.photo for registration in registrations(demo).values())
    assert states["in"] > 20
    assert states["awaited"] == 1
    assert states["none"] > states["in"]
    assert states["unreadable"] == 0


def test_the_photos_are_pictures_of_a_phones_size(demo: Store) -> None:
    shown = [r for r in registrations(demo).values() if r.photo == "in"]
    for registration in shown[:5]:
        declared = registration.units["photo"].value["id_photo"]
        data = BLOBS.get(declared["sha256"])
        assert data is not None
        assert is_picture(data, declared["type"])
        assert len(data) == declared["bytes"] < 300 * 1024
