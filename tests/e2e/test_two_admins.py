"""Two admins answer one question without seeing each other: nothing of either is lost, and both are told."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from playwright.sync_api import expect

from server.store import Store
from server.store.engine import open_engine
from tests.e2e.cast import ILHAM, KAYLA, Member, member
from tests.e2e.device import Device, Devices
from tests.e2e.people import Admin, Supervisor
from tests.e2e.quarrels import Quarrels
from tests.e2e.site import Site
from tests.e2e.test_many import crowd

FIRST, SECOND, TYPED = "+628121111000", "+628123333000", "0812 5555 0000"


@pytest.fixture
def quarrel(site: Site) -> Iterator[Member]:
    """One registration that two phones gave two numbers, and a second admin beside Ilham."""
    crowd(site, 1)
    engine = open_engine(site.database_url)
    accounts = Store(engine).accounts
    ilham = accounts.account_by_id(ILHAM)
    assert ilham is not None
    tuti = replace(ilham, id=str(UUID(int=15)), username="tuti", name="Tuti Handayani")
    accounts.add_accounts([tuti])
    engine.dispose()
    quarrels = Quarrels(site, seed=84)
    (one,) = quarrels.registrations()
    for label, phone, came in (("HP-1", FIRST, "applied"), ("HP-2", SECOND, "conflict")):
        said = quarrels.amends(
            quarrels.device(KAYLA, label), one, {"contact": {"phone": phone, "email": None}}
        )
        assert said == came
    yield replace(member(84), name=one.values()["name"]["full_name"])
    quarrels.close()


def chooses(desk: Device, of: Member, key: str) -> Admin:
    admin = Admin(desk).opens_conflict(of)
    desk.cut()
    desk.page.keyboard.press(key)
    return admin.settles(of)


def test_M36_two_admins_on_one_conflict(quarrel: Member, devices: Devices) -> None:
    ilham = devices.desk("ilham").sign_in("ilham")
    tuti = devices.desk("tuti").sign_in("tuti")
    chooses(ilham, quarrel, "1")
    chooses(tuti, quarrel, "2")
    ilham.connect()
    Supervisor(ilham).has_sent_all()
    ilham.open_again("/conflicts")
    Admin(ilham).reads("Tidak ada konflik")

    tuti.connect()
    Supervisor(tuti).has_sent_all()
    for desk in (tuti, ilham):
        admin = Admin(desk).opens_conflict(quarrel)
        admin.reads("Ilham memilih yang berlaku, Tuti memilih yang lain").reads("0812 1111 000")
        admin.reads("0812 3333 000")
    tuti.page.keyboard.press("2")
    Admin(tuti).settles(quarrel)
    Supervisor(tuti).has_sent_all()
    ilham.open_again("/conflicts")
    Admin(ilham).reads("Tidak ada konflik")
    expect(ilham.page.get_by_text(quarrel.name)).to_have_count(0)
